"""Show web addresses as people read and type them."""

from urllib.parse import unquote


def shown_address(url: str) -> str:
    """The address without scheme and `index.html`, decoded: `үлгі.қаз/бет`."""
    bare = url.partition("://")[2].removesuffix("index.html")
    host, slash, path = bare.partition("/")
    return (host.encode().decode("idna") + slash + unquote(path)).rstrip("/")
