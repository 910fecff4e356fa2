"""The code and PIN with which a phone comes in."""

from dataclasses import dataclass

from generator.serve.web.preview_pages import entrance_url
from generator.serve.web.rights import Role
from generator.studio.studio import Studio
from generator.work.page import qr_svg


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the computer's screen shows to a phone."""

    qr: str  # SVG; "" while phones cannot come in
    pin: str  # "482 913"
    addresses: tuple[str, ...]


def invitation(studio: Studio, role: Role, post: str = "") -> Invitation:
    """The way in for a phone of that role, which opens the post of that slug."""
    addresses, number = studio.service.guard.addresses, studio.entrance.number(role)
    if not addresses or not number:
        return Invitation("", "", ())
    qr = qr_svg(entrance_url(addresses[0], number, post))
    return Invitation(qr, f"{number[:3]} {number[3:]}", addresses)
