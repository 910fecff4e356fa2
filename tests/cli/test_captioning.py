"""captions: what is handed on to the drafting, and what is printed of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.captions.draft import CaptionsMade, CaptionsRequest
from generator.cli import captioning
from generator.cli.main import main
from generator.errors import Problem, doubt, problem


@pytest.mark.parametrize(
    ("problems", "code"), [((), 0), ((doubt("a", "odd"),), 0), ((problem("a", "broken"),), 1)]
)
def test_drafts_and_problems_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problems: tuple[Problem, ...], code: int
) -> None:
    requests: list[CaptionsRequest] = []

    def draft(request: CaptionsRequest) -> CaptionsMade:
        requests.append(request)
        return CaptionsMade((Path("a/clip.kk.DRAFT.srt"),), problems)

    monkeypatch.setattr(captioning, "draft_captions", draft)
    (tmp_path / "content").mkdir()
    args = ["captions", "a", f"--content={tmp_path / 'content'}", "--spoken", "kk", "--model", "m"]
    done: Result = CliRunner(env={"LC_ALL": "C"}).invoke(main, args)
    assert done.exit_code == code
    assert f"Made {Path('a/clip.kk.DRAFT.srt')}. Read it beside the clip" in done.output
    (request,) = requests
    assert (request.content, request.post) == (tmp_path / "content", "a")
    assert (request.model, request.locale, request.language) == ("m", "kk", "en")
