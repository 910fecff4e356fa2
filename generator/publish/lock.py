"""One computer at a time: a folder on the server that only one can make, and who made it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from generator.errors import problem
from generator.publish.ledger import LOCK, Owner, encoded_owner
from generator.publish.target import Failed, Missing, Place
from generator.publish.upload import Crew, put_bytes

_SECONDS = 900
_RENEWED_SECONDS = 120
_OWNER = f"{LOCK}/owner.json"
_SETTLING_SECONDS = 1.0


class Lock:
    """Held while publishing; goes stale by itself where its computer was switched off."""

    def __init__(self, crew: Crew, by: str, now: Callable[[], float] = time.time) -> None:
        self._crew = crew
        self._by = by
        self._now = now
        self._renewed = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises Failed where another computer is publishing."""
        self._crew.ask(self._take)
        try:
            yield
        finally:
            with suppress(Failed, Missing):
                self._crew.ask(self._leave)

    def renew(self) -> None:
        """To be called now and then, so that it does not go stale; Failed where it was lost."""
        if self._now() - self._renewed > _RENEWED_SECONDS:
            self._crew.ask(self._renew)

    def _take(self, place: Place) -> None:
        if not place.claim(LOCK):
            owner = _owner(place)
            if owner is None:  # somebody has it for a moment only, or was cut off in that moment
                time.sleep(_SETTLING_SECONDS)
                owner = _owner(place)
            if owner and owner.by != self._by and owner.until > self._now():
                raise _busy()
        self._write(place)

    def _renew(self, place: Place) -> None:
        owner = _owner(place)
        if owner and owner.by != self._by:
            raise _busy()
        self._write(place)

    def _write(self, place: Place) -> None:
        owner = Owner(self._by, self._now() + _SECONDS)
        put_bytes(place, _OWNER, encoded_owner(owner), self._by)
        self._renewed = self._now()

    def _leave(self, place: Place) -> None:
        owner = _owner(place)
        if owner and owner.by == self._by:
            place.remove(_OWNER)
            place.remove_folder(LOCK)


def _owner(place: Place) -> Owner | None:
    try:
        return msgspec.json.decode(place.read(_OWNER), type=Owner)
    except (Missing, msgspec.DecodeError):
        return None


def _busy() -> Failed:
    return Failed(
        problem(
            "",
            "another computer is publishing this site right now",
            "wait until it is done; nothing was changed",
        )
    )
