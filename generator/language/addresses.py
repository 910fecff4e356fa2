"""A web address comes in; the same as people read and type it goes out."""

from urllib.parse import unquote


def shown_address(url: str) -> str:
    """No scheme, no file of a folder, letters as they are: `үлгі.қаз/бет`."""
    bare = url.partition("://")[2].removesuffix("index.html")
    host, slash, path = bare.partition("/")
    return (host.encode().decode("idna") + slash + unquote(path)).rstrip("/")
