"""The kinds of what belongs to one person; apart, since finding them compiles 15 ms of patterns."""

from enum import StrEnum


class Personal(StrEnum):
    """What kind of thing about a person it is."""

    IDENTITY = "identity"
    CARD = "card"
    PHONE = "phone"
    HOME = "home"
    ACCOUNT = "account"
