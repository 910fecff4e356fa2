"""The body of a page: its text, and the media in, before and after the text."""

from generator.language.typeset import typeset
from generator.model import Block, Photo, Text
from generator.plan.media.pictures import Pictures
from generator.plan.media.tasks import ClipTask, MediaTask, PhotoTask
from generator.plan.views import BodyFields, BodyPart


def body_fields(
    text: Text, tasks: tuple[MediaTask, ...], poster: Photo | None, pictures: Pictures
) -> BodyFields:
    """The text with its media. What the text does not place stands around it: clips and a gallery.

    `poster` is a photo that the page shows already, as its clip's poster.
    """
    placed = {block.media for block in text.body if block.media}
    by_path = {task.path: task for task in tasks}
    parts = [_part(block, by_path.get(block.media), text.locale, pictures) for block in text.body]
    loose = [task for task in tasks if task.path not in placed]
    players = [
        player
        for task in loose
        if isinstance(task, ClipTask) and (player := pictures.player(task, text.locale))
    ]
    gallery = [
        figure
        for task in loose
        if isinstance(task, PhotoTask)
        and task.photo is not poster
        and (figure := pictures.figure(task, text.locale))
    ]
    return BodyFields(
        parts=tuple(part for part in parts if part),
        lead=players[0] if players else None,
        players=tuple(players[1:]),
        gallery=tuple(gallery),
    )


def _part(block: Block, task: MediaTask | None, locale: str, pictures: Pictures) -> BodyPart | None:
    if task is None:
        return BodyPart(html=typeset(block.html)) if block.html else None
    if isinstance(task, PhotoTask):
        figure = pictures.figure(task, locale, block.alt)
        return BodyPart(figure=figure) if figure else None
    player = pictures.player(task, locale)
    return BodyPart(player=player) if player else None
