"""Messages of a chat are known by the heads that programs give them, in every language."""

import pytest

from generator.intake.nature.chats import is_chat, is_chat_json, is_chat_page
from generator.language.encoding import decode_text
from tests.support.house import ROOT
from tests.support.made_chats import NO_CHATS, chats


def test_every_shape_of_a_chat_is_known() -> None:
    made = list(chats())
    assert len(made) > 150
    assert [chat for chat in made if not is_chat(chat)] == []


@pytest.mark.parametrize("text", NO_CHATS)
def test_a_timetable_or_an_interview_is_no_chat(text: str) -> None:
    assert not is_chat(text)


def test_no_text_of_the_demo_is_a_chat() -> None:
    texts = [path for path in (ROOT / "content").rglob("*") if path.suffix in (".md", ".txt")]
    assert len(texts) > 10
    assert [path for path in texts if is_chat(decode_text(path.read_bytes()).text)] == []


def test_lines_that_were_quoted_escaped_or_marked_are_heads_too() -> None:
    for chat in (
        "> 20.11.2026, 10:17 - Тұрғын: Су жоқ",
        "\\[10:15, 20.11.2026\\] Тұрғын: Су жоқ",
        "**[20.11.2026, 10:15:32] Тұрғын:** Су жоқ",
        "\u200e[20.11.2026, 10:15:32] \u202aТұрғын\u202c: \u200e<прикреплено: a.jpg>",
    ):
        assert is_chat(chat), chat


def test_names_of_attached_files_give_a_chat_away() -> None:
    assert is_chat("уақыты 10:15\nIMG-20261120-WA0001.jpg (қосымша файл)")
    assert is_chat("уақыты 10:15\n<прикреплено: 00000012-PHOTO-2026-11-20-10-17-12.jpg>")
    assert not is_chat("Сурет: IMG-20261120-WA0001.jpg, 10:15")


def test_pages_and_json_of_programs_are_known() -> None:
    page = (
        '<div class="message default clearfix"><div class="pull_right date details" '
        'title="20.11.2026 10:15:00 UTC+05:00">10:15</div><div class="from_name">Тұрғын</div></div>'
    )
    assert is_chat_page(page)
    assert is_chat_page("<html><p>20.11.2026, 10:17 - Тұрғын: Су</p><br>жоқ</html>")
    assert not is_chat_page("<html><p>Мектеп 20.11.2026 10:15</p></html>")
    assert is_chat_json('{"name": "A", "messages": [{"date": "2026-11-20", "from": "Тұрғын"}]}')
    assert is_chat_json('{"participants": [], "messages": [{"sender_name": "", "timestamp_ms": 1}]')
    assert not is_chat_json('{"messages": {"ok": "Жарайды"}}')
