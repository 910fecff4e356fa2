"""Which visitor may use which route: each route says so, and is not made without."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Response]]


class Role(Enum):
    """Who asks."""

    COMPUTER = "computer"  # this computer: the aide at the keyboard
    AIDE = "aide"  # a phone that entered the aide's PIN
    DEPUTY = "deputy"  # a phone that entered the deputy's PIN
    STRANGER = "stranger"  # any other device


OFFICE = (Role.COMPUTER, Role.AIDE)
KNOWN = (Role.COMPUTER, Role.AIDE, Role.DEPUTY)
ANYBODY = tuple(Role)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose device a request comes from."""

    role: Role
    may_publish: bool = False


# What a form on any site can send without asking: a command comes as none of these.
_FORM_TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")


class Door(Route):
    """A route with the roles that may use it; all others get 403, and its handler never runs.

    What a form can send gets 415, so that a command is never a form of another site; but for
    strangers, who type the PIN into one.
    """

    def __init__(
        self,
        path: str,
        endpoint: Endpoint,
        *,
        roles: Iterable[Role],
        methods: Iterable[str] = ("GET",),
        publishes: bool = False,
    ) -> None:
        """With `publishes`, phones need leave to publish besides their role.

        Raises ValueError where no role is named.
        """
        self.roles = frozenset(roles)
        self.publishes = publishes
        if not self.roles:
            raise ValueError(f"nobody may use {path}")
        super().__init__(path, endpoint, methods=list(methods))
        self.ways = frozenset(self.methods or ())

    def admits(self, visitor: Visitor) -> bool:
        return visitor.role in self.roles and (visitor.may_publish or not self.publishes)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.admits(_visitor(scope)):
            await Response("not with this right", 403)(scope, receive, send)
        elif Role.STRANGER not in self.roles and _is_form(Request(scope)):
            await Response("not as a form", 415)(scope, receive, send)
        else:
            await super().handle(scope, receive, send)


def set_visitor(scope: Scope, visitor: Visitor) -> None:
    """Say who asks; routes are closed until this is said."""
    scope["jarshy.visitor"] = visitor


def role_of(request: Request) -> Role:
    return _visitor(request.scope).role


def may_publish(request: Request) -> bool:
    return _visitor(request.scope).may_publish


def _visitor(scope: Scope) -> Visitor:
    visitor: Visitor = scope.get("jarshy.visitor", Visitor(Role.STRANGER))
    return visitor


def _is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _FORM_TYPES
