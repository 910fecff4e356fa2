"""Texts that try to become a program, and a content/ with one in every field that people fill."""

import json
import os
from pathlib import Path

import docx
from PIL import Image

from tests.support.content import draw_photo, film

RAN = "window.__ran"

_BODY = (
    "<script>{run}</script>",
    "<ScRiPt/x>{run}</sCrIpT >",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    '<img src=x onerror="{run}">',
    "<img/src=x/onerror={run}>",
    "<svg onload={run}><script>{run}</script></svg>",
    "<svg><a><animate attributeName=href values='javascript:{run}'/><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror={run}&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'></noscript>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<object data='data:text/html,<script>{run}</script>'></object>",
    "<details open ontoggle={run}><summary>x</summary></details>",
    "<input autofocus onfocus={run}>",
    "<video><source onerror={run}></video>",
    "<body onload={run}>",
    "<form action='javascript:{run}'><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:{run}'>",
    "<base href='https://attack.invalid/'>",
    "<link rel=stylesheet href='https://attack.invalid/x.css'>",
    "<style>*{{background:url(https://attack.invalid/x)}}</style>",
    "<p style='background:url(https://attack.invalid/x)'>x</p>",
    "<img src='https://attack.invalid/x.gif'>",
    "<a href='javascript:{run}'>x</a>",
    "<a href='java&#9;script:{run}'>x</a>",
    "<a href='&#106;avascript&colon;{run}'>x</a>",
    "<a href='data:text/html,<script>{run}</script>'>x</a>",
    "<a href='vbscript:{run}'>x</a>",
    "<a href='//attack.invalid/'>x</a>",
    "[x](javascript:{run})",
    "[x](JAVASCRIPT:{run})",
    "[x](java\nscript:{run})",
    "[x](data:text/html;base64,PHNjcmlwdD5hPC9zY3JpcHQ+)",
    "[x][r]\n\n[r]: javascript:{run}",
    "<javascript:{run}>",
    '![x](x"onerror="{run})',
    '![x" onerror="{run}](nosuch.jpg)',
    '```js" onmouseover="{run}\nx\n```',
    '## x {{#a" onclick="{run}}}',
    "<!--><img src=x onerror={run}>-->",
    "]]><script>{run}</script>",
    "</script><script>{run}</script>",
    "{{{{ ''.__class__.__mro__ }}}} {{% for a in b %}}",
)
_FIELDS = (
    "</title><script>{run}</script>",
    '" onmouseover="{run}" autofocus onfocus="{run}" x="',
    "' onmouseover='{run}' x='",
    "</script><script>{run}</script><!--",
    "]]></title><script xmlns='http://www.w3.org/1999/xhtml'>{run}</script>",
    "<img src=x onerror={run}>",
    "\\u003cscript>{run}</script>${{7*7}}{{{{7*7}}}}",
)
ADDRESSES = ("javascript:{run}", 'https://example.org/"onmouseover="{run}', "data:text/html,x")


def run(name: str) -> str:
    """A program that says its name."""
    return f"{RAN}='{name}'"


def body() -> str:
    """Every attack on a text, one after another."""
    return "\n\n".join(text.format(run=run(f"body{at}")) for at, text in enumerate(_BODY))


def field(name: str, at: int) -> str:
    """An attack for a field of that name, another one for each number."""
    return f"{name} {_FIELDS[at % len(_FIELDS)].format(run=run(f'{name}{at}'))}"


def write_hostile_content(content: Path) -> None:
    """Posts of every kind, each field of them an attack; shabuyl is a word to be searched for."""
    content.mkdir(parents=True)
    _write_site(content)
    for at in range(len(_FIELDS)):
        _write_report(content, at)
    _write_kinds(content)
    about = content / "pages/about"
    about.mkdir(parents=True)
    (about / "kk.md").write_text(f"# {field('about', 0)}\n\n{body()}", encoding="utf-8")
    (about / "ru.md").write_text(f"# {field('about', 1)}\n\n{body()}", encoding="utf-8")


def _toml(table: dict[str, object]) -> str:
    # JSON's strings are TOML's, too.
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=True)}\n" for key, value in table.items()
    )


def _write_site(content: Path) -> None:
    names = ("name", "tagline", "district", "address", "reception")
    table: dict[str, object] = {name: field(name, at) for at, name in enumerate(names)}
    table |= {name: field(name, 1) for name in ("phone", "whatsapp", "email")}
    table |= {"map": f'https://example.org/"onmouseover="{run("map")}', "url": "https://example.kz"}
    table |= {"appeals": f"https://example.org/'><script>{run('appeals')}</script>"}
    (content / "site.toml").write_text(_toml({**table, "claim_review": True}), encoding="utf-8")


def _folder(content: Path, day: int, name: str) -> Path:
    # What a file's name may hold differs between systems; the slash and the zero are in none.
    shown = name if os.name != "nt" else "".join(sign for sign in name if sign not in '<>:"|?*\\')
    folder = content / f"2026-11-{day:02} {shown.replace('/', '∕')[:80]}"
    folder.mkdir()
    return folder


def _write_report(content: Path, at: int) -> None:
    folder = _folder(content, at + 1, f"шабуыл {_FIELDS[at].format(run='x')}")
    table: dict[str, object] = {
        "title": {},
        "people": [field("people", at)],
        "credit": field("credit", at),
        "aliases": [field("alias", at), "../../../up"],
        "tags": [field("tag", at), "..", "a/b", "../../up"],
    }
    table.pop("title")
    media = f'\n[media."a.jpg"]\nalt = {json.dumps(field("alt", at))}\n'
    media += (
        f"caption = {json.dumps(field('caption', at))}\ncredit = {json.dumps(field('by', at))}\n"
    )
    media += f"\n[[updates]]\ndate = 2026-11-20\nreason = {json.dumps(field('reason', at))}\n"
    (folder / "post.toml").write_text(_toml(table) + media, encoding="utf-8")
    (folder / "kk.md").write_text(f"# шабуыл {field('title', at)}\n\n{body()}", encoding="utf-8")
    summary = json.dumps(field("summary", at))
    front = f"---\ntitle: {json.dumps(field('front', at))}\nsummary: {summary}\n---\n"
    (folder / "ru.md").write_text(f"{front}\n{body()}\n\n![{field('md', at)}](a.jpg)", "utf-8")
    _photo_that_talks(folder / "a.jpg", at)
    (folder / "b.svg").write_text(f'<svg onload="{run("svg")}"/>', encoding="utf-8")


def _photo_that_talks(path: Path, at: int) -> None:
    draw_photo(path)
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x013B, 0x8298):  # description, make, artist, copyright
        exif[tag] = field("exif", at)
    with Image.open(path) as photo:
        photo.load()
    photo.save(path, exif=exif, comment=field("comment", at).encode())


def _write_kinds(content: Path) -> None:
    answer = _folder(content, 20, field("answer", 0).replace("x", "y"))
    words = ("claim", "fact", "verdict", "where_seen", "who_answers")
    told: dict[str, object] = {name: field(name, at) for at, name in enumerate(words)}
    sources = [address.format(run=run("evidence")) for address in ADDRESSES]
    told |= {"kind": "answer", "evidence": sources}
    (answer / "post.toml").write_text(_toml(told), encoding="utf-8")
    (answer / "kk.txt").write_text(f"{field('txt', 3)}\n\n{body()}", encoding="utf-8")
    event = _folder(content, 21, "іс-шара")
    told = {"kind": "event", "when": "2026-12-01 15:00", "where": field("where", 3)}
    (event / "post.toml").write_text(_toml(told), encoding="utf-8")
    document = docx.Document()
    document.add_heading(field("word", 0), 1)
    for line in body().split("\n\n"):
        document.add_paragraph("".join(sign for sign in line if sign.isprintable()))
    document.save(str(event / "kk.docx"))
    campaign = _folder(content, 22, "үгіт")
    told = {name: field(name, 5) for name in ("producer", "client", "payer")}
    (campaign / "post.toml").write_text(_toml({"kind": "campaign", **told}), encoding="utf-8")
    (campaign / "kk.md").write_text("# Үгіт", encoding="utf-8")
    film(campaign / "c.mp4", 0.5)
    cue = "\n".join(_FIELDS).format(run=run("cue"))
    track = f"WEBVTT\n\n00:00.000 --> 00:00.400\n{cue}\n\nNOTE --> </script>\n"
    (campaign / "c.kk.vtt").write_text(track, encoding="utf-8")
