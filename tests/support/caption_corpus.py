"""Subtitle files of instruments and of people, 300 of each, made by code from a fixed seed.

The instruments' layouts are those that DJI, Autel, Parrot, Skydio, GoPro, Garmin, Viofo, 70mai,
Thinkware, BlackVue and others write, by public samples and the source of programs that read them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

SEED = 20261120
COUNT = 300


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A subtitle file."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What an instrument knows at a moment; the place is in a steppe without people."""

    frame: int
    day: str
    clock: str
    lat: float
    lon: float
    height: float
    speed: float
    course: float

    @property
    def ms(self) -> str:
        """Milliseconds."""
        return f"{self.frame * 37 % 1000:03d}"

    @property
    def nmea(self) -> str:
        """Degrees and decimal minutes in one number, and the hemisphere."""
        lat, lon = self.lat % 1 * 60, self.lon % 1 * 60
        return f"{int(self.lat):02d}{lat:08.5f},N,{int(self.lon):03d}{lon:08.5f},E"

    def degrees(self, value: float, wide: int = 2) -> tuple[str, str, str]:
        """Degrees, minutes and seconds."""
        whole = int(value)
        minutes = (value - whole) * 60
        return f"{whole:0{wide}d}", f"{int(minutes):02d}", f"{(minutes % 1) * 60:04.1f}"


Layout = Callable[[Fix], str]

_CODE = "23456789CFGHJMPQRVWX"


def _plus_code(fix: Fix) -> str:
    left = [int((fix.lat + 90) * 8000), int((fix.lon + 180) * 8000)]
    pairs = []
    for _ in range(5):
        pairs.append(_CODE[left[0] % 20] + _CODE[left[1] % 20])
        left = [left[0] // 20, left[1] // 20]
    code = "".join(reversed(pairs))
    return f"{code[:8]}+{code[8:]}"


def _dms(fix: Fix, form: str) -> str:
    d, m, s = fix.degrees(fix.lat)
    e, n, t = fix.degrees(fix.lon, 3)
    return form.format(d=d, m=m, s=s, e=e, n=n, t=t)


LAYOUTS: dict[str, Layout] = {
    "dji-old": lambda f: (
        f"HOME({f.lon:.4f},{f.lat:.4f}) {f.day} {f.clock}\n"
        f"GPS({f.lon:.4f},{f.lat:.4f},{f.frame % 20}) BAROMETER:{f.height:.1f}\n"
        "ISO:100 Shutter:320 EV:0 Fnum:F2.8"
    ),
    "dji-mavic-2": lambda f: (
        f'<font size="36">FrameCnt : {f.frame}, DiffTime : 33ms\n'
        f"{f.day} {f.clock},{f.ms},120\n[iso : 100] [shutter : 1/240.0] [fnum : 280] [ev : 0] "
        f"[ct : 5600] [latitude : {f.lat:.6f}] [longtitude : {f.lon:.6f}] "
        f"[altitude: {f.height:.6f}] </font>"
    ),
    "dji-mini": lambda f: (
        f"F/2.8, SS 206.14, ISO 100, EV 0, GPS ({f.lon:.4f}, {f.lat:.4f}, 20), "
        f"D {f.speed:.2f}m, H {f.height:.2f}m, H.S {f.speed:.2f}m/s, V.S 0.10m/s"
    ),
    "dji-mini-4": lambda f: (
        f"FrameCnt: {f.frame}, DiffTime: 33ms\n{f.day} {f.clock}.{f.ms}\n"
        f"[iso: 100] [shutter: 1/3200.0] [fnum: 1.7] [ev: 0] [color_md: default] "
        f"[focal_len: 24.00] [latitude: {f.lat:.6f}] [longitude: {f.lon:.6f}] "
        f"[rel_alt: {f.height:.3f} abs_alt: 132.860] [ct: 5310]"
    ),
    "dji-no-gps": lambda f: (
        f"SrtCnt : {f.frame}, DiffTime : 33ms\n{f.day} {f.clock},{f.ms},120\n"
        "[iso : 100] [shutter : 1/240.0] [fnum : 280] [ev : 0] [ct : 5627]"
    ),
    "autel-ass": lambda f: (
        f"HOME({f.lon:.4f}, {f.lat:.4f}) {f.day} {f.clock}\n"
        f"GPS(E: {f.lon:.4f}, N: {f.lat:.4f}, -37) ReH:0\nISO:100 SHUTTER:1000 EV:0 F-NUM:2.8"
    ),
    "autel": lambda f: f"LAT={f.lat:.6f} LNG={f.lon:.6f} ALT={f.height:.1f}",
    "parrot": lambda f: (
        f"{f.clock}.{f.ms} lat {f.lat:.7f} lon {f.lon:.7f} alt {f.height:.1f}m "
        f"spd {f.speed:.1f}m/s hdg {f.course:.0f}"
    ),
    "skydio": lambda f: (
        f"[vehicle: {f.lat:.6f}, {f.lon:.6f}] [agl {f.height:.1f}m] "
        f"[yaw {f.course:.1f}] [pitch -12.4]"
    ),
    "inav": lambda f: (
        f"Alt:{f.height:.1f}m GSpd:{f.speed:.1f} Sats:14 "
        f"RxBt:15.{f.frame % 10}V {f.lat:.5f},{f.lon:.5f}"
    ),
    "fpv": lambda f: (
        f"signal:4 ch:1 flightTime:{f.frame} uavBat:15.7V glsBat:16.{f.frame % 10}V "
        "uavBatCells:4 delay:27ms bitrate:24.4Mbps rcSignal:0"
    ),
    "gopro": lambda f: (
        f"GPS: {f.lat:.7f}, {f.lon:.7f} Alt {f.height:.1f} m Speed {f.speed:.2f} m/s"
    ),
    "garmin": lambda f: f"GARMIN {f.day} {f.clock} {f.lat:.5f} {f.lon:.5f} {f.speed:.0f} km/h",
    "viofo": lambda f: f"{f.speed:03.0f}KM/H N:{f.lat:.6f} E:{f.lon:.6f} {f.day} {f.clock}",
    "70mai": lambda f: f"N:{f.lat:.6f} E:{f.lon:.6f} {f.speed:.0f}km/h {f.day} {f.clock}",
    "thinkware": lambda f: (
        f"gsensori,4,{f.frame},-67,-12,100;GNRMC,161313.00,A,{f.nmea},6.225,35.34,310819,,,A*52"
    ),
    "blackvue": lambda f: (
        f"[1700475331{f.ms}]$GPGGA,{f.clock.replace(':', '')}.00,"
        f"{f.nmea},"
        "1,08,1.01,130.2,M,-35.4,M,,*4A"
    ),
    "nmea-bd": lambda f: (
        f"$BDGSA,A,3,{f.frame:02d},04,05,,,,1.8,1.0,1.5*33\n"
        f"$BDRMC,133711,A,4714.{f.frame:04d},N,06753.3825,E"
    ),
    "dash-clock": lambda f: f"{f.day} {f.clock} {f.speed:03.0f}km/h",
    "dash-clock-only": lambda f: f"{f.day} {f.clock}",
    "dash-ne": lambda f: f"N{f.lat:.6f} E{f.lon:.6f} {f.speed:03.0f}km/h",
    "dash-stamp": lambda f: f"$G:{f.day} {f.clock}-N{f.lat:.6f}-E{f.lon:.6f}-S{f.speed:.0f}",
    "dash-de": lambda f: (
        f"Uhrzeit: {f.day} {f.clock}\nTyp: Normal\nGeschwindigkeit: {f.speed:.1f}\n"
        f"Breitengrad: {f.lat:.13f}\nLängengrad: {f.lon:.13f}"
    ),
    "bare-pair": lambda f: f"{f.lat:.6f}, {f.lon:.6f}",
    "bare-triple": lambda f: f"{f.lon:.6f},{f.lat:.6f},{f.height:.0f}",
    "bare-comma": lambda f: f"{f.lat:.6f} {f.lon:.6f}".replace(".", ","),
    "one-by-one": lambda f: f"lng: {f.lon:.6f}",
    "two-decimals": lambda f: f"latitude: {f.lat:.2f} longitude: {f.lon:.2f}",
    "json": lambda f: f'{{"lat":{f.lat:.6f},"lon":{f.lon:.6f},"alt":{f.height:.1f}}}',
    "json-text": lambda f: f'{{"latitude": "{f.lat:.6f}"}}',
    "xml": lambda f: f'trkpt lat="{f.lat:.6f}" lon="{f.lon:.6f}" ele {f.height:.0f}',
    "micro": lambda f: f"{f.lat * 1e6:.0f} {f.lon * 1e6:.0f} {f.height:.0f}",
    "dms": lambda f: _dms(f, "{d}°{m}'{s}\"N {e}°{n}'{t}\"E"),
    "dms-primes": lambda f: _dms(f, "{d}° {m}′ {s}″ N, {e}° {n}′ {t}″ E"),
    "dms-spaces": lambda f: _dms(f, "{d} {m} {s} {e} {n} {t}"),
    "dms-letters": lambda f: _dms(f, "N{d}d{m}m{s}s E{e}d{n}m{t}s"),
    "dms-ru": lambda f: _dms(f, "{d}°{m}'{s}\" с.ш. {e}°{n}'{t}\" в.д."),
    "decimal-minutes": lambda f: (
        f"N {f.degrees(f.lat)[0]} {f.lat % 1 * 60:.3f} E {f.degrees(f.lon)[0]} {f.lon % 1 * 60:.3f}"
    ),
    "degrees": lambda f: f"{f.lat:.3f}° {f.lon:.3f}°  {f.speed:.0f} kph",
    "utm": lambda f: f"42T {400000 + f.frame * 7} {5200000 + f.frame * 3}",
    "utm-letters": lambda f: f"E {400000 + f.frame * 7} N {5200000 + f.frame * 3}",
    "mgrs": lambda f: f"42TVT{f.frame + 10000:05d}{f.frame + 20000:05d}",
    "mgrs-spaces": lambda f: f"42T VT {f.frame + 10000:05d} {f.frame + 20000:05d}",
    "plus-code": _plus_code,
    "geohash": lambda f: f"v3p{f.frame % 10}z{f.frame * 7 % 10}qk{f.frame * 3 % 10}",
    "three-words": lambda f: f"///дала.жел.қар{'абв'[f.frame % 3]}",
    "ru": lambda f: f"Широта: {f.lat:.5f} Долгота: {f.lon:.5f} Высота: {f.height:.0f} м",
    "ru-short": lambda f: f"ш. {f.lat:.6f} д. {f.lon:.6f}",
    "kk": lambda f: f"Ендік: {f.lat:.5f}, бойлық: {f.lon:.5f}, биіктік: {f.height:.0f} м",
    "kk-two": lambda f: f"Ендік {f.lat:.2f} Бойлық {f.lon:.2f} Жылдамдық {f.speed:.0f} км/сағ",
    "tr": lambda f: f"Enlem {f.lat:.4f} Boylam {f.lon:.4f} Hız {f.speed:.0f}",
    "uz": lambda f: f"kenglik={f.lat:.3f} uzunlik={f.lon:.3f} tezlik={f.speed:.0f}",
    "zh": lambda f: f"纬度: {f.lat:.6f} 经度: {f.lon:.6f} 高度: {f.height:.1f}",
    "sensor": lambda f: (
        f"gx={f.speed / 90:+.3f} gy={f.height / 900:+.3f} gz=+0.98{f.frame % 10} t={f.frame}"
    ),
    "accelerometer": lambda f: f"{f.speed / 90:+.3f},{f.height / 900:+.3f},+0.98{f.frame % 10}",
    "stamp-only": lambda f: (
        f"{f.day.replace('-', '')}{f.clock.replace(':', '')} {f.speed:03.0f}km/h CH1"
    ),
}


def instruments(count: int = COUNT, seed: int = SEED) -> Iterator[MadeFile]:
    """Notes of instruments, each layout in turn, at the pace of frames or of seconds."""
    names = list(LAYOUTS)
    for number in range(count):
        rnd = Random(f"{seed} instrument {number}")
        layout = LAYOUTS[names[number % len(names)]]
        step_ms = rnd.choice((33, 40, 100, 200, 1000, 1000))
        gap_ms = rnd.choice((0, 0, 1, step_ms // 10))
        cues = [
            (at * step_ms, (at + 1) * step_ms - gap_ms, layout(fix))
            for at, fix in enumerate(_flight(rnd, rnd.choice((2, 3, 10, 40)), step_ms))
        ]
        yield _file(f"{names[number % len(names)]}-{number}", cues, rnd)


def _flight(rnd: Random, count: int, step_ms: int) -> Iterator[Fix]:
    lat, lon = 47 + rnd.random(), 67 + rnd.random()
    day = rnd.choice(("2026-11-20", "2026.11.20", "20.11.2026", "2026/11/20", "11/20/2026"))
    start, first = rnd.randrange(3600 * 20), rnd.randrange(1, 900)
    for at in range(count):
        lat, lon = lat + rnd.uniform(-4e-5, 5e-5), lon + rnd.uniform(-4e-5, 5e-5)
        seconds = start + at * step_ms // 1000
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        yield Fix(first + at, day, clock, lat, lon, rnd.uniform(1, 120), rnd.uniform(0, 90),
                  rnd.uniform(0, 360))  # fmt: skip


SAID = (
    *("Құрметті ауылдастар! Бүгін мектеп ашылды.", "Шатыры да, терезесі де жөнделді."),
    *("Жөндеуге 12,5 млн теңге бөлінді.", "Бағасы – 250 теңге, бұрын 300 еді.", "Рақмет!"),
    *("20.11.2026 күні сағат 10:00-де жиналыс.", "2024 жылы 15, 2025 жылы 40 шам орнатылды."),
    *("Тел.: 8 (7182) 00-00-00, WhatsApp: +7 700 000 00 00.", "Мектепте 5 «А», 6 «Б» сынып бар."),
    *("Температура −25°, жел 15 м/с.", "«Нұрлы жол» бағдарламасы, 2-кезең.", "M-38 тас жолы."),
    *("Жылдамдық 60 км/сағ аспасын.", "Ұзындығы 3,25 км, ені 7,5 м.", "- Су қашан?\n- Ертең."),
    *("Уважаемые жители! Сегодня открыли школу.", "На ремонт ушло 12 500 000 тенге, это 80 %."),
    *("Приём: вторник, 15:00–17:00, кабинет 12.", "Решение № 45/3 от 20.11.2026.", "Спасибо!"),
    *("Курс: доллар 470,25, евро 510,40.", "Вода будет с 7:00 до 23:00.", "Улица Абая, дом 12/1."),
    *(
        "Автобус № 5: 7:10, 7:40, 8:15.",
        "Трасса E125, мост через Иртыш.",
        "GPS поставили на 12 машин.",
    ),
    *("Координаты участка смотрите на карте.", "Школа № 2, класс 9 «В», 27 учеников."),
    *("Dear guests, welcome to the village!", "The road is 3.5 km long.", "We spent $1,200."),
    *(
        "Internet: 4G, 20 Мбит/с.",
        "ЖСН сұралмайды.",
        "Көлік нөмірі 000 AAA 14.",
        "11:30 – түскі ас.",
    ),
    *("COVID-19, грипп: екпе 3-қабатта.", "Дауыс: 25 – қолдады, 2 – қарсы.", "[музыка]", "♪ ♪"),
)


def _talk(rnd: Random) -> list[str]:
    return [rnd.choice(SAID) for _ in range(rnd.choice((1, 3, 8, 25)))]


# Captions of which nearly all is figures: the hard ones.
_LISTS: dict[str, Callable[[Random], list[str]]] = {
    "count": lambda r: [str(n) for n in range(1, r.choice((4, 6, 11)))],
    "count-down": lambda r: [f"{n}..." for n in range(r.choice((3, 5, 10)), 0, -1)],
    "count-words": lambda r: ["Бір", "Екі", "Үш", "Төрт", "Бес"],
    "steps": lambda r: [f"{n}-қадам" for n in range(1, 6)],
    "years": lambda r: [str(year) for year in range(2020, 2027)],
    "years-sums": lambda r: [f"{y} – {r.randrange(100, 300)} млн" for y in range(2020, 2027)],
    "years-tenge": lambda r: [f"{y} жылы {r.randrange(100, 300)} млн теңге" for y in (2023, 4, 5)],
    "prices": lambda r: [f"{w} – {r.randrange(100, 900)} тг" for w in ("Нан", "Сүт", "Ет", "Май")],
    "prices-bare": lambda r: [f"{r.randrange(100, 900)} ₸" for _ in range(5)],
    "dates": lambda r: [f"{n}.11.2026" for n in range(20, 26)],
    "times": lambda r: [f"{h}:00" for h in range(9, 15)],
    "timetable": lambda r: [f"{h}:00 – {h + 1}:00" for h in range(9, 15)],
    "phones": lambda r: [f"8 700 000 00 {n:02d}" for n in range(10, 15)],
    "phones-city": lambda r: [f"8 (7182) 00-00-{n}" for n in range(10, 15)],
    "phones-plus": lambda r: [f"+7 700 000-00-{n}" for n in range(10, 15)],
    "phones-named": lambda r: [f"Тел.: +7 (700) 000-00-{n}" for n in range(10, 15)],
    "percents": lambda r: [f"{n} %" for n in (10, 35, 60, 100)],
    "scores": lambda r: [f"{n}:{n + 1}" for n in range(5)],
    "sums": lambda r: [f"{n} 500 000 теңге" for n in range(1, 6)],
    "rates": lambda r: [f"USD {r.uniform(400, 500):.2f}\nEUR {r.uniform(500, 600):.2f}"] * 3,
    "weather": lambda r: [f"{p}: −{n}°, жел {n - 9} м/с" for p, n in (("Ақсу", 12), ("Май", 15))],
    "addresses": lambda r: [f"Абай көшесі, {n}" for n in range(1, 7)],
    "votes": lambda r: [f"Қолдады: {n}, қарсы: {n - 9}" for n in (20, 15, 12)],
    "numbers-of-rules": lambda r: [f"№ {n}/{n + 3} шешім" for n in range(40, 45)],
    "plates": lambda r: [f"{n:03d} AAA 14" for n in range(3, 8)],
}


def people(count: int = COUNT, seed: int = SEED) -> Iterator[MadeFile]:
    """Captions of talks and of lists, in Kazakh, Russian and English."""
    names = [*_LISTS, *["talk"] * len(_LISTS)]
    for number in range(count):
        rnd = Random(f"{seed} person {number}")
        name = names[number % len(names)]
        lines = _LISTS[name](rnd) if name in _LISTS else _talk(rnd)
        begin_ms, cues = rnd.randrange(3000), []
        for line in lines:
            length_ms = rnd.choice((900, 1500, 2400, 4000))
            cues.append((begin_ms, begin_ms + length_ms, line))
            begin_ms += length_ms + rnd.choice((0, 0, 200, 1500))
        yield _file(f"{name}-{number}", cues, rnd)


def _file(name: str, cues: list[tuple[int, int, str]], rnd: Random) -> MadeFile:
    ending, write = rnd.choice((("srt", _srt), ("srt", _srt), ("vtt", _vtt), ("ass", _ass)))
    return MadeFile(f"{name}.{ending}", write(cues))


def _time(ms: int, point: str = ",") -> str:
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def _srt(cues: list[tuple[int, int, str]]) -> str:
    return "\n".join(
        f"{number}\n{_time(start)} --> {_time(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def _vtt(cues: list[tuple[int, int, str]]) -> str:
    return "WEBVTT\n\n" + "\n".join(
        f"{_time(start, '.')} --> {_time(end, '.')}\n{text}\n" for start, end, text in cues
    )


def _ass(cues: list[tuple[int, int, str]]) -> str:
    head = "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n\n[Events]\n"
    fields = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    lines = (
        f"Dialogue: 0,{_time(start, '.')[1:-1]},{_time(end, '.')[1:-1]},Default,,0,0,0,,"
        + text.replace("\n", "\\N")
        for start, end, text in cues
    )
    return head + fields + "\n".join(lines) + "\n"
