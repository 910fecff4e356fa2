"""Show web addresses as people read and type them."""

from urllib.parse import unquote

_HOME = "index.html"


def public_path(path: str) -> str:
    """The path as the web knows it: a folder's first page answers at the folder."""
    return path.removesuffix(_HOME) if path == _HOME or path.endswith(f"/{_HOME}") else path


def shown_address(url: str) -> str:
    """The address without scheme and `index.html`, decoded: `үлгі.қаз/бет`."""
    bare = url.partition("://")[2].removesuffix(_HOME)
    host, slash, path = bare.partition("/")
    return (host.encode().decode("idna") + slash + unquote(path)).rstrip("/")
