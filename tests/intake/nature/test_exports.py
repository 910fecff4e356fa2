"""Exported chats are known by their bytes: archives, pages, JSON, and texts of any ending."""

import io
import json
import zipfile

import pytest

from generator.intake.nature import exports
from generator.intake.nature.exports import is_chat_export
from tests.support.made_chats import chats

CHAT = next(chats()).encode()
PAGE = b'<html><div class="from_name">\nA\n</div></html>'
TELEGRAM = json.dumps({"messages": [{"date": "2026-11-20T10:15:00", "from": "A"}]}).encode()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def judged(content: bytes, name: str = "a.bin") -> bool:
    stream = io.BytesIO(content)
    found = is_chat_export(stream, name)
    assert stream.tell() == 0
    return found


@pytest.mark.parametrize(
    "content",
    [
        *(CHAT, PAGE, TELEGRAM, CHAT.decode().encode("utf-16")),
        archive(a__jpg=b"\xff\xd8", _chat__txt=CHAT),
        archive(a__jpg=b"\xff\xd8", x__txt=CHAT),
        archive(result__json=TELEGRAM),
        archive(messages__html=PAGE),
        archive(**{"WhatsApp Chat with A.zip": b""}),
    ],
)
def test_an_export_is_known(content: bytes) -> None:
    assert judged(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0" + bytes(99),
        b'{"settings": 1}',
        "Мектеп ашылды, сағат 10:15.".encode(),
        archive(a__jpg=b"\xff\xd8", b__jpg=b"\xff\xd8"),
        archive(kk__txt="Мектеп ашылды".encode(), a__jpg=b""),
        b"PK\x03\x04 damaged",
    ],
)
def test_other_files_are_not(content: bytes) -> None:
    assert not judged(content)


def test_a_damaged_archive_is_known_by_its_name() -> None:
    assert judged(archive(_chat__txt=CHAT)[:-40], "Чат WhatsApp с A.zip")


def test_a_list_too_long_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "ARCHIVE_LIST_BYTES", 10)
    assert not judged(archive(_chat__txt=CHAT))


def test_a_bomb_costs_its_beginning_alone() -> None:
    bomb = archive(x__txt=CHAT + b"\n" * 50_000_000)
    assert len(bomb) < 100_000
    assert judged(bomb)
