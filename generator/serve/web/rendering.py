"""Render files of the plan when they are asked for."""

import threading
from collections import OrderedDict

from jinja2 import TemplateError

from generator.errors import Problem, problem
from generator.plan.plan import File, Literal, Rendered
from generator.serve.display import Shown
from generator.work.page import Renderer

_REMEMBERED = 64  # pages; more than anybody has open
_EMPTY = b"<!doctype html>\n<html><head><title></title></head><body></body></html>\n"


class Rendering:
    """Renders pages; compiles the theme once for as long as it stays the same."""

    def __init__(self) -> None:
        self._renderer: tuple[tuple[str, str], Renderer] | None = None
        self._good: OrderedDict[str, tuple[str, bytes]] = OrderedDict()  # key and bytes, by path
        self._lock = threading.Lock()
        self.broken: dict[str, Problem] = {}  # by path: pages that the theme cannot show

    def bytes_of(self, file: File, shown: Shown) -> bytes:
        """The file's bytes; where the theme cannot show a page, the last good ones."""
        if isinstance(file.content, Literal):
            return file.content.content
        if not isinstance(file.content, Rendered):
            raise TypeError(f"{file.path} is a file of the cache")
        with self._lock:
            known = self._good.get(file.path)
            if known and known[0] == file.key:
                return known[1]
            return self._render(file.path, file.content, file.key, shown)

    def _render(self, path: str, page: Rendered, key: str, shown: Shown) -> bytes:
        try:
            view = page.make_view()
            html = self._renderer_for(shown).render(page.template, page.locale, view, path)
        except TemplateError as error:
            self.broken[path] = _to_problem(error, page.template)
            return self._good.get(path, ("", _EMPTY))[1]
        self.broken.pop(path, None)
        self._good[path] = key, html
        self._good.move_to_end(path)
        while len(self._good) > _REMEMBERED:
            self._good.popitem(last=False)
        return html

    def _renderer_for(self, shown: Shown) -> Renderer:
        if shown.theme is None:
            raise TemplateError("there is no theme yet")
        wanted = shown.theme.digest, shown.content.site.url
        if self._renderer is None or self._renderer[0] != wanted:
            self._renderer = wanted, Renderer(shown.theme, shown.content.site.url)
        return self._renderer[1]


def _to_problem(error: TemplateError, template: str) -> Problem:
    name = getattr(error, "name", None) or template
    line = getattr(error, "lineno", None) or 0
    return problem(
        f"templates/{name}" + (f":{line}" if line else ""),
        "the theme cannot show this page: {reason}",
        "mend the template; until then the last good page stays",
        reason=error.message or type(error).__name__,
    )
