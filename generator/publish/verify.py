"""The site's address in, what a reader would get there out: is it the site that was published?"""

import ssl
from dataclasses import dataclass
from email.message import Message
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from generator.errors import Problem, doubt
from generator.publish.hosts.host import Address
from generator.publish.http_headers import TYPES
from generator.publish.ledger import FOLDER, Files

_SECONDS = 15
_FIRST_BYTES = 1024
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def verify(url: str, files: Files) -> tuple[Problem, ...]:
    """Fetches the home page, a post and the first bytes of a clip; `url` ends with a slash."""
    home = _fetch(url)
    if isinstance(home, Problem):
        return (home,)
    post = next((path for path in sorted(files, reverse=True) if _is_post(path)), "")
    clip = next((path for path in sorted(files) if path.endswith(".mp4")), "")
    return (
        *_page_problems(url, home, files["index.html"].digest),
        *(_page(url, post, files[post].digest) if post else ()),
        *(_clip(url, clip) if clip else ()),
        *_list_problems(url),
    )


def hosted_abroad(url: str, address: Address) -> tuple[Problem, ...]:
    """A reminder: an address in .kz belongs onto a host in Kazakhstan."""
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


def _is_post(path: str) -> bool:
    return path.startswith("news/") and path.endswith(".html")


def _page(url: str, path: str, digest: str) -> tuple[Problem, ...]:
    answer = _fetch(url + quote(path))
    if isinstance(answer, Problem):
        return (answer,)
    return _page_problems(url + quote(path), answer, digest)


def _page_problems(where: str, answer: _Answer, digest: str) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if answer.content_type != "text/html":
        found.append(_wrong_type(where, answer.content_type, "text/html"))
    if sha256(answer.body).hexdigest() != digest:
        found.append(
            doubt(
                where,
                "readers do not get the page that was just published",
                "a cache may need some minutes; else the address shows another folder",
            )
        )
    return tuple(found)


def _clip(url: str, path: str) -> tuple[Problem, ...]:
    where = url + quote(path)
    answer = _fetch(where, f"bytes=0-{_FIRST_BYTES - 1}")
    if isinstance(answer, Problem):
        return (answer,)
    found: list[Problem] = []
    if answer.content_type != TYPES["mp4"]:
        found.append(_wrong_type(where, answer.content_type, TYPES["mp4"]))
    if answer.status != 206 or len(answer.body) != _FIRST_BYTES:
        found.append(
            doubt(
                where,
                "the host does not send parts of a file: clips will not play on an iPhone",
                "ask the host to allow Range requests",
            )
        )
    return tuple(found)


def _list_problems(url: str) -> tuple[Problem, ...]:
    answer = _fetch(f"{url}{FOLDER}/ledger.json.gz")
    if isinstance(answer, Problem) or answer.status != 200:
        return ()
    return (
        doubt(
            f"{url}{FOLDER}/",
            "readers who know the name can see our list and former pages",
            "jarshy publish --server-config writes rules that close it",
        ),
    )


def _wrong_type(where: str, found: str, wanted: str) -> Problem:
    return doubt(
        where,
        "the host says that this is “{found}”, not “{wanted}”",
        "jarshy publish --server-config writes rules for the host",
        found=found,
        wanted=wanted,
    )


def _fetch(url: str, part: str = "") -> "_Answer | Problem":
    headers = {"User-Agent": "Jarshy", "Accept-Encoding": "identity"}
    request = Request(url, headers=headers | ({"Range": part} if part else {}))
    try:
        with urlopen(request, timeout=_SECONDS) as answer:
            return _answer(answer, _FIRST_BYTES if part else _MOST_BYTES)
    except HTTPError as error:
        error.close()
        return _not_shown(url, f"HTTP {error.code}")
    except URLError as error:
        reason = error.reason
        told = reason.verify_message if isinstance(reason, ssl.SSLCertVerificationError) else reason
        return _not_shown(url, str(told))
    except (OSError, HTTPException, ValueError) as error:
        return _not_shown(url, str(error))


def _answer(answer: HTTPResponse, most: int) -> _Answer:
    # A server without ranges sends the whole clip: no more of it is taken than was asked for.
    body = answer.read(most)
    return _Answer(answer.status, answer.headers, body)


def _not_shown(url: str, reason: str) -> Problem:
    return doubt(
        url,
        "this address does not show the site: {reason}",
        "does url in site.toml lead to the folder that was published to?",
        reason=reason,
    )
