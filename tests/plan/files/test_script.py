"""Scripts that carry data."""

import json

from generator.plan.files.script import as_json, event_script


def test_a_script_dispatches_its_content_on_its_own_element() -> None:
    script = event_script("index", {"posts": ["Жол"]}).decode()
    opening = 'document.currentScript.dispatchEvent(new CustomEvent("index",{detail:'
    assert script.startswith(opening)
    content = script.partition("{detail:")[2].removesuffix("}))\n")
    assert json.loads(content) == {"posts": ["Жол"]}


def test_no_content_can_end_the_script_or_a_line_of_it() -> None:
    evil = "</script><!-- \u2028\u2029"
    script = event_script("index", evil).decode()
    assert not set("<\u2028\u2029") & set(script)
    assert json.loads(script.partition("{detail:")[2].removesuffix("}))\n")) == evil


def test_json_has_no_spaces() -> None:
    assert as_json({"a": [1, "б"]}) == '{"a":[1,"б"]}'
