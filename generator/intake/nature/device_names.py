"""Tell names that devices and programs give to files and folders from names that people give."""

import re

# What cameras, phones, messengers and recorders put before or after figures. A name is theirs only
# where nothing but such words and figures stands in it.
_DEVICE_WORDS = frozenset(
    (
        *("img", "image", "photo", "pic", "picture", "video", "vid", "clip", "mov", "movie"),
        *("mvi", "mvimg", "dsc", "dscn", "dscf", "dji", "gopr", "gx", "gh", "gl", "pxl"),
        *("pano", "panorama", "burst", "win", "aud", "ptt", "stk", "sticker", "rec"),
        *("record", "recording", "voice", "audio", "sound", "memo", "screenshot", "screen"),
        *("shot", "screenrecorder", "capture", "signal", "whatsapp", "telegram", "viber"),
        *("instagram", "insta", "fb", "facebook", "tiktok", "snapchat", "capcut", "inshot"),
        *("received", "edited", "copy", "hdr", "portrait", "night", "slomo", "timelapse"),
        *("cinematic", "cam", "camera", "dcim", "file", "document", "unnamed", "original"),
        *("new", "at", "am", "pm", "cloud", "size", "фото", "видео", "сурет", "бейне"),
        *("бейнежазба", "жазба", "скриншот", "снимок", "экрана", "экран", "изображение"),
        *("запись", "аудио", "голос", "голосовое", "дыбыс", "диктофон", "файл", "документ"),
        *("копия", "көшірме", "камера", "новая", "новый", "жаңа", "без", "в"),
    )
)
# These say nothing even without figures.
_EMPTY_WORDS = frozenset(
    (
        *("img", "image", "trim", "fullsizerender", "untitled", "unnamed", "folder", "папка"),
        *("қалта", "названия", "имени", "cover"),
    )
)
_KNOWN_WORDS = _DEVICE_WORDS | _EMPTY_WORDS

_SHOT = re.compile(r"(?:screenshot|screen[ _]?record\w*|скриншот|снимок экрана)\W*\d{4}", re.I)
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b", re.I)
_PREFIXED = re.compile(r"(?<![^\W\d_])[A-Z]{1,5}[-_ ]?(?P<figures>\d{3,})(?:[A-Z]{1,5}\b)?")
_SUFFIXED = re.compile(r"(?P<figures>\d{3,})[-_.]?[A-Z]{1,5}(?![^\W_])")  # 100APPLE, 0001_D
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_YEARS = range(1900, 2101)


def is_device_name(name: str) -> bool:
    """Whether a name, without its ending, says nothing that a person would: IMG_2044, a date."""
    if is_screenshot(name):
        return True
    rest = _KEY.sub(" 0 ", name)
    for pattern in (_PREFIXED, _SUFFIXED):
        rest = pattern.sub(_without_letters, rest)
    tokens = _TOKEN.findall(rest.lower())
    if not all(token.isdigit() or token in _KNOWN_WORDS for token in tokens):
        return False
    return not tokens or any(token.isdigit() or token in _EMPTY_WORDS for token in tokens)


def is_screenshot(name: str) -> bool:
    """Whether a name is a screenshot's; that of a program may follow the date."""
    return _SHOT.match(name.strip()) is not None


def _without_letters(match: re.Match[str]) -> str:
    """Capitals beside figures are a device's, but not beside a year: EXPO 2017."""
    return match[0] if int(match["figures"]) in _YEARS else match["figures"]
