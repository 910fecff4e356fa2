"""What each kind of post adds: keys of post.toml, a value, and what its page shows of it.

A new kind is a file in this room, three lines below, and its part of a theme's post.html.
"""

from enum import StrEnum

from generator.kinds.answer import Answer, AnswerKeys, AnswerView, Evidence, EvidenceView
from generator.kinds.campaign import Campaign, CampaignKeys, CampaignView
from generator.kinds.event import Event, EventKeys, EventView
from generator.kinds.keys import Details, KindKeys, View

__all__ = [
    "KIND_KEYS",
    "Answer",
    "AnswerView",
    "AnyDetails",
    "Campaign",
    "CampaignView",
    "Details",
    "Event",
    "EventView",
    "Evidence",
    "EvidenceView",
    "Kind",
    "KindKeys",
    "View",
]


class Kind(StrEnum):
    """What a post is."""

    REPORT = "report"
    ANSWER = "answer"
    EVENT = "event"
    CAMPAIGN = "campaign"


AnyDetails = Event | Campaign | Answer

KIND_KEYS: dict[Kind, type[KindKeys]] = {
    Kind.EVENT: EventKeys,
    Kind.CAMPAIGN: CampaignKeys,
    Kind.ANSWER: AnswerKeys,
}
