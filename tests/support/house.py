"""The project's own source in, its message ids out."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Calls of generator/plan that give words to a page; ids of words begin with a capital.
_NAMERS = {"string", "theme_string"}
_SPEAKERS = {
    "ask",
    "stop",
    "problem",
    "unfit",
    "failed",
    "doubt",
    "repair",
    "Problem",
    "Fault",
    "Finding",
    "say",
    "words",
    "option",
    "LazyCommand",
}


def message_ids() -> set[str]:
    """Every sentence that the program can say: strings inside the calls that speak."""
    found: set[str] = set()
    for path in sorted((ROOT / "generator").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(_spoken(tree))
        if path.parent.name == "cli":
            found.update(_docstrings(tree))
    for path in sorted((ROOT / "generator").glob("*/**/templates/*.html")):
        found.update(re.findall(r'\bwords\("([^"]+)"', path.read_text(encoding="utf-8")))
    return found


def planned_strings() -> set[str]:
    """Every id of the theme's strings that the planner asks for."""
    found: set[str] = set()
    for path in sorted((ROOT / "generator/plan").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _called(call) in _NAMERS:
                found.update(text for part in call.args for text in _strings(part))
    return {text for text in found if text[:1].isupper()}


def _spoken(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = _called(call)
        if name not in _SPEAKERS:
            continue
        named = [word.value for word in call.keywords if word.arg in ("what", "hint", "help")]
        for part in [*call.args, *named]:
            yield from (text for text in _strings(part) if _is_sentence(text, name))


def _strings(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)


def _is_sentence(text: str, name: str) -> bool:
    is_word = name == "words" and text[:1].isupper()
    return (" " in text or is_word) and not text.startswith("--")


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            _is_command(decorator) for decorator in node.decorator_list
        ):
            yield ast.get_docstring(node) or ""


def _is_command(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ("command", "group")
