"""share: where a kit goes, and what is printed of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import sharing
from generator.cli.main import main
from generator.errors import Problem, doubt, problem
from generator.share.make_kit import KitMade, KitRequest


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[KitRequest]:
    """The kits that were asked for; each has the problems of its post's name."""
    requests: list[KitRequest] = []
    problems: dict[str, tuple[Problem, ...]] = {
        "good": (),
        "odd": (doubt("a.jpg", "odd"),),
        "broken": (problem("a.jpg", "broken"),),
    }

    def make_kit(request: KitRequest) -> KitMade:
        requests.append(request)
        return KitMade(request.into / request.post, (), problems[request.post])

    monkeypatch.setattr(sharing, "make_kit", make_kit)
    return requests


@pytest.mark.parametrize(("post", "code"), [("good", 0), ("odd", 0), ("broken", 1)])
def test_a_kit_is_made_beside_content(
    tmp_path: Path, requests: list[KitRequest], post: str, code: int
) -> None:
    (tmp_path / "content").mkdir()
    folders = [f"--{name}={tmp_path / name}" for name in ("content", "output", "cache")]
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["share", post, *folders])
    assert done.exit_code == code
    assert requests[0].into == tmp_path / "share"
    assert done.output.splitlines()[-1] == f"The kit is ready: {tmp_path / 'share' / post}"
    elsewhere = f"--into={tmp_path / 'elsewhere'}"
    CliRunner().invoke(main, ["share", post, *folders, elsewhere])
    assert requests[1].into == tmp_path / "elsewhere"
    assert (requests[1].root, requests[1].output) == (tmp_path / "content", tmp_path / "output")
