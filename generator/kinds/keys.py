"""What all kinds of posts have in common: keys of post.toml that become a value for the page."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import ClassVar

import msgspec

from generator.errors import Problem
from generator.language.localized import Moment, Words, moment


class View(msgspec.Struct, frozen=True):
    """What a page shows of a kind's value, in the page's language."""


class Details(msgspec.Struct, frozen=True):
    """A kind's value: what is known of a post because of its kind."""

    def view(self, locale: str, title: str, calendar: str) -> View:
        """What a page shows; `title` is the post's, `calendar` the path of an event's file."""
        raise NotImplementedError

    def shown(self) -> Iterator[str]:
        """The words that a deputy says yes to."""
        for name in self.__struct_fields__:
            yield from shown_words(getattr(self, name))


class KindKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind's keys of post.toml."""

    required: ClassVar[tuple[str, ...]] = ()
    has_notice: ClassVar[bool] = False  # whether the post gets a sheet to print
    tables: ClassVar[dict[str, type[msgspec.Struct]]] = {}  # shapes of the tables in its lists

    def details(self, path: str, locales: tuple[str, ...]) -> Details | None:
        """The value; Unfit where a key has a value that cannot be meant."""
        raise NotImplementedError

    def doubts(self, path: str) -> Iterator[Problem]:
        """What a person should look at."""
        del path
        return iter(())

    def words(self) -> dict[str, Words]:
        """The texts that may be written in several languages, by key."""
        return {name: getattr(self, name) for name in _names(type(self), Words)}

    def check_days(self, path: str) -> None:
        """Unfit for what is no day, or one in a year that cannot be meant."""
        for name in _names(type(self), Moment, date | None):
            moment(getattr(self, name), path)


@cache  # looking at annotations takes 0.1 ms, and each post asks
def _names(shape: type[KindKeys], *types: object) -> tuple[str, ...]:
    """The names of the fields of these types."""
    return tuple(field.name for field in msgspec.structs.fields(shape) if field.type in types)


def shown_words(value: object) -> Iterator[str]:
    """The words in a value, whatever their languages."""
    if isinstance(value, tuple):
        for item in value:
            yield from shown_words(item)
    elif isinstance(value, str):
        yield value
    elif value is not None:
        yield str(value)
