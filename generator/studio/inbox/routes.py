"""The inbox of a studio, and all of its addresses."""

from datetime import datetime

from generator.language.localized import KAZAKHSTAN
from generator.serve.web.rights import Door
from generator.studio.editor.new_draft import find_post
from generator.studio.inbox.inbox import Inbox
from generator.studio.inbox.phone_page import PhonePage
from generator.studio.inbox.upload_doors import UploadDoors
from generator.studio.inbox.uploads import UploadFolder
from generator.studio.studio import Studio

_FOLDER = "inbox"


def routes(studio: Studio) -> list[Door]:
    inbox = _inbox(studio)
    return [*UploadDoors(inbox, studio.words).doors(), *PhonePage(studio, inbox).doors()]


def _inbox(studio: Studio) -> Inbox:
    def path_of(slug: str) -> str:
        files = find_post(studio.content, studio.shown, slug)
        return files.path if files else ""

    return Inbox(
        studio.content,
        UploadFolder(studio.request.memory_folder / _FOLDER),
        path_of,
        studio.preview_loop.touch,
        lambda: datetime.now(KAZAKHSTAN).date(),
        studio.service.words("From the phone"),
    )
