"""A text and its media tasks in, a page's body out: in the text, before and after it."""

from dataclasses import dataclass

from generator.model import Block, Photo, Text
from generator.plan.media.pictures import Pictures
from generator.plan.media.tasks import ClipTask, MediaTask, PhotoTask
from generator.plan.views import BodyPart, Figure, Player


@dataclass(frozen=True, slots=True)
class PageBody:
    """A text and what stands around it."""

    parts: tuple[BodyPart, ...]
    loose_players: tuple[Player, ...]  # of clips that the text does not place itself
    gallery: tuple[Figure, ...]

    @property
    def lead(self) -> Player | None:
        """The clip that opens the page."""
        return self.loose_players[0] if self.loose_players else None

    @property
    def players(self) -> tuple[Player, ...]:
        """Further clips."""
        return self.loose_players[1:]

    @property
    def all_players(self) -> tuple[Player, ...]:
        """Every clip of the page."""
        return (*self.loose_players, *(part.player for part in self.parts if part.player))


def make_body(
    text: Text, tasks: tuple[MediaTask, ...], poster: Photo | None, pictures: Pictures
) -> PageBody:
    """The body of a page; `poster` is a photo that is shown as its clip's poster already."""
    placed = {block.media for block in text.body if block.media}
    by_path = {task.path: task for task in tasks}
    parts = (_part(block, by_path.get(block.media), text.locale, pictures) for block in text.body)
    loose = [task for task in tasks if task.path not in placed]
    players = (pictures.player(task, text.locale) for task in loose if isinstance(task, ClipTask))
    figures = (
        pictures.figure(task, text.locale)
        for task in loose
        if isinstance(task, PhotoTask) and task.photo is not poster
    )
    return PageBody(
        tuple(part for part in parts if part),
        tuple(player for player in players if player),
        tuple(figure for figure in figures if figure),
    )


def _part(block: Block, task: MediaTask | None, locale: str, pictures: Pictures) -> BodyPart | None:
    if task is None:
        return BodyPart(html=block.html) if block.html else None
    if isinstance(task, PhotoTask):
        figure = pictures.figure(task, locale, block.alt)
        return BodyPart(figure=figure) if figure else None
    player = pictures.player(task, locale)
    return BodyPart(player=player) if player else None
