"""Fetches a published site as a reader would, and reports what differs from what was sent."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from generator.errors import Problem, doubt
from generator.publish.hosts.host import Address
from generator.publish.http_headers import TYPES, is_lasting
from generator.publish.ledger import FOLDER, Files, HostEntry

_SECONDS = 15
_FIRST_BYTES = 1024
_FIRST_RANGE = f"bytes=0-{_FIRST_BYTES - 1}"
_MOST_BYTES = 10_000_000
_MOST_MEDIA = 5  # of one post; the others lie in the same folder


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def verify(url: str, files: Files) -> tuple[Problem, ...]:
    """Problems with the home page, a post, the start of a clip and our list; `url` ends in "/"."""
    home = _fetch(url)
    if isinstance(home, Problem):
        return (home,)
    posts = [path for path in files if path.startswith("news/") and path.endswith(".html")]
    clips = [path for path in files if path.endswith(".mp4")]
    problems = [*_page_problems(url, home, files["index.html"].digest)]
    if posts:
        where = url + quote(max(posts))
        problems += _page_problems(where, _fetch(where), files[max(posts)].digest)
    if clips:
        problems += _clip_problems(url + quote(min(clips)))
    return (*problems, *_list_problems(url))


def verify_gone(url: str, files: Files) -> tuple[Problem, ...]:
    """Problems with files that were taken off the site, and that readers still get."""
    pages = [path for path in files if not is_lasting(path)]
    media = [path for path in files if is_lasting(path)][:_MOST_MEDIA]
    return tuple(
        doubt(
            url + quote(path),
            "this address still shows what was taken off",
            "a cache may need some minutes; look again, and ask the host if it stays",
        )
        for path in (*pages, *media)
        if _is_shown(url + quote(path), path, files[path])
    )


def _is_shown(where: str, path: str, entry: HostEntry) -> bool:
    # Some hosts answer with a page of theirs, as if it were what was asked for.
    if is_lasting(path):
        answer = _fetch(where, _FIRST_RANGE)
        return isinstance(answer, _Answer) and answer.content_type != "text/html"
    answer = _fetch(where)
    return isinstance(answer, _Answer) and sha256(answer.body).hexdigest() == entry.digest


def trial_problems(where: str, content: bytes) -> tuple[Problem, ...]:
    """Problems with a file that was put there to be tried, and with asking for a part of it."""
    answer = _fetch(where, _FIRST_RANGE)
    if isinstance(answer, Problem):
        return (answer,)
    if answer.body != content[:_FIRST_BYTES]:
        return (_not_shown(where, "another file is there"),)
    return () if answer.status == 206 else (_no_parts(where),)


def hosted_abroad(url: str, address: Address) -> tuple[Problem, ...]:
    """A reminder that an address in .kz has to be hosted in Kazakhstan."""
    site = (urlsplit(url).hostname or "").rstrip(".")
    host = urlsplit(address.option("endpoint")).hostname or address.host
    elsewhere = host.rpartition(".")[2].isalpha() and not host.endswith(".kz") and "." in host
    if not (site.endswith((".kz", ".xn--80ao21a")) and elsewhere):
        return ()
    return (
        doubt(
            site,
            "an address in .kz has to be hosted in Kazakhstan; is {host} there?",
            "ask the host",
            host=host,
        ),
    )


def _page_problems(where: str, answer: "_Answer | Problem", digest: str) -> Iterator[Problem]:
    if isinstance(answer, Problem):
        yield answer
        return
    yield from _type_problems(where, answer, "text/html")
    if sha256(answer.body).hexdigest() != digest:
        yield doubt(
            where,
            "readers do not get the page that was just published",
            "a cache may need some minutes; else the address shows another folder",
        )


def _clip_problems(where: str) -> Iterator[Problem]:
    answer = _fetch(where, _FIRST_RANGE)
    if isinstance(answer, Problem):
        yield answer
        return
    yield from _type_problems(where, answer, TYPES["mp4"])
    if answer.status != 206 or len(answer.body) != _FIRST_BYTES:
        yield _no_parts(where)


def _no_parts(where: str) -> Problem:
    return doubt(
        where,
        "the host does not send parts of a file: clips will not play on an iPhone",
        "ask the host to allow Range requests",
    )


def _list_problems(url: str) -> Iterator[Problem]:
    answer = _fetch(f"{url}{FOLDER}/ledger.json.gz")
    if isinstance(answer, _Answer) and answer.status == 200:
        yield doubt(
            f"{url}{FOLDER}/",
            "readers who know the name can see our list and former pages",
            "jarshy publish --server-config writes rules that close it",
        )


def _type_problems(where: str, answer: _Answer, wanted: str) -> Iterator[Problem]:
    if answer.content_type != wanted:
        yield doubt(
            where,
            "the host says that this is “{found}”, not “{wanted}”",
            "jarshy publish --server-config writes rules for the host",
            found=answer.content_type,
            wanted=wanted,
        )


def _fetch(url: str, part: str = "") -> "_Answer | Problem":
    headers = {"User-Agent": "Jarshy", "Accept-Encoding": "identity"}
    request = Request(url, headers=headers | ({"Range": part} if part else {}))
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            # A server without ranges sends the whole clip; no more than the part is read of it.
            body = answer.read(_FIRST_BYTES if part else _MOST_BYTES)
            return _Answer(answer.status, answer.headers, body)
    except HTTPError as error:
        error.close()
        return _not_shown(url, f"HTTP {error.code}")
    except URLError as error:
        reason = error.reason
        if isinstance(reason, ssl.SSLCertVerificationError):
            return _not_shown(url, reason.verify_message)
        return _not_shown(url, str(reason))
    except (OSError, HTTPException, ValueError) as error:
        return _not_shown(url, str(error))


def _not_shown(url: str, reason: str) -> Problem:
    return doubt(
        url,
        "this address does not show the site: {reason}",
        "does url in site.toml lead to the folder that was published to?",
        reason=reason,
    )
