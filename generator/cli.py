"""The commands: words from the keyboard in, a build and its problems on the screen out."""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.build import Built, Request, build, planned_now, read
from generator.errors import Level, Problem, Unfit
from generator.intake.site import clean_url
from generator.language.dates import find_date
from generator.language.encoding import decode_text
from generator.messages import LANGUAGES, Words, printable, system_language
from generator.model import KAZAKHSTAN
from generator.progress import Progress
from generator.store.cache import Cache
from generator.store.output import clear_output

DONE, PROBLEMS_STAND, WRONG_USAGE = 0, 1, 2

_MARKS = {Level.STOP: "■", Level.PROBLEM: "✗", Level.DOUBT: "?", Level.REPAIR: "✓"}
_COLOURS = {Level.STOP: "red", Level.PROBLEM: "red", Level.DOUBT: "yellow", Level.REPAIR: "green"}


def _language() -> str:
    """--lang wherever it stands: help is written before options are read."""
    match = re.search(r"(?:^|\0)--lang(?:=|\0)(\w+)", "\0".join(sys.argv[1:]))
    return match[1] if match and match[1] in LANGUAGES else system_language()


class _TranslatedOption(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], Words(_language())(self.help)) if record and self.help else record


class _Translated(click.Command):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader went away, as with `| head`; click knows what to do
        except OSError as error:
            Screen(as_json=bool(ctx.params.get("as_json"))).problem(_disk_problem(error))
            sys.exit(PROBLEMS_STAND)
        except Unfit as unfit:
            Screen(as_json=bool(ctx.params.get("as_json"))).problem(unfit.problem)
            sys.exit(WRONG_USAGE)
        except KeyboardInterrupt:
            Screen(as_json=bool(ctx.params.get("as_json"))).say("Stopped. Nothing was written.")
            sys.exit(PROBLEMS_STAND)

    def get_short_help_str(self, limit: int = 45) -> str:
        return Words(_language())(self.help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(Words(_language())(self.help or ""))


class _Group(_Translated, click.Group):
    command_class = _Translated


class Screen:
    """Where words go: lines for people, or events for machines."""

    def __init__(self, *, as_json: bool) -> None:
        self.words = Words(_language())
        self.as_json = as_json

    def event(self, name: str, **values: object) -> None:
        """One line of JSON; nothing for people."""
        if self.as_json:
            click.echo(json.dumps({"event": name, **values}, ensure_ascii=False))

    def say(self, message: str, **values: object) -> None:
        """A sentence for people."""
        if not self.as_json:
            click.echo(printable(self.words(message, **values)))

    def problem(self, problem: Problem) -> None:
        """A problem, for either."""
        values = dict(problem.values)
        self.event(
            "problem",
            level=problem.level.value,
            where=printable(problem.where),
            line=problem.line,
            what=self.words(problem.what, **values),
            hint=self.words(problem.hint, **values) if problem.hint else "",
        )
        if not self.as_json:
            mark = click.style(_MARKS[problem.level], fg=_COLOURS[problem.level])
            for language in self._languages(problem):
                click.echo(f"{mark} {Words(language).problem(problem)}")

    def _languages(self, problem: Problem) -> list[str]:
        """What stops a site is said in both of its languages: aide and deputy may differ."""
        own = self.words.language
        return list(dict.fromkeys([own, "kk", "ru"])) if problem.level is Level.STOP else [own]


def _option(*names: str, **attributes: Any) -> Callable[[Any], Any]:
    return click.option(*names, cls=_TranslatedOption, **attributes)


def _folders(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that all commands take."""
    for decorate in reversed(
        (
            _option("--content", default="content", help="folder of the posts"),
            _option("--output", default="output", help="folder of the site"),
            _option("--cache", default="", help="folder of finished clips and photos"),
            _option("--lang", type=click.Choice(LANGUAGES), help="language of the messages"),
            _option("--json", "as_json", is_flag=True, help="events for machines"),
        )
    ):
        command = decorate(command)
    return command


@click.group(cls=_Group, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="jarshy")
def main() -> None:
    """A folder of clips, photos and a few sentences becomes a site."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a Windows console may speak cp1251, a pipe too
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


@main.command("build")
@_folders
@_option("--url", default="", help="address of the site, as in site.toml")
@_option("--jobs", type=click.IntRange(1, 64), help="how many files are made at a time")
@_option("--fast", is_flag=True, help="text and small clips now, the better ones at the next build")
def build_command(url: str, jobs: int | None, fast: bool, **folders: Any) -> None:
    """Build the site."""
    screen = Screen(as_json=folders["as_json"])
    content, output, cache = _places(folders, screen)
    progress = Progress(screen.words, _reporter(screen))
    with ThreadPoolExecutor(jobs or os.cpu_count() or 2) as executor:
        try:
            url = clean_url(url)
            built = build(Request(content, output, cache, executor, url, progress.report, fast))
        except KeyboardInterrupt:
            progress.close()
            _stop(executor)
            screen.say("Stopped. What was made is kept; the next build goes on from here.")
            sys.exit(PROBLEMS_STAND)
        except Unfit as unfit:
            screen.problem(unfit.problem)
            sys.exit(WRONG_USAGE)
        except OSError as error:
            progress.close()
            _stop(executor)
            screen.problem(_disk_problem(error))
            sys.exit(PROBLEMS_STAND)
        finally:
            progress.close()
    sys.exit(_tell(built, output, screen))


def _stop(executor: ThreadPoolExecutor) -> None:
    from generator.work.tools import stop_all  # noqa: PLC0415 - only where something is running

    executor.shutdown(wait=False, cancel_futures=True)
    stop_all()


def _disk_problem(error: OSError) -> Problem:
    where = str(error.filename or "")
    return Problem(
        where,
        "this cannot be read or written: {reason}",
        "is the disk full, or the folder open elsewhere?",
        (("reason", error.strerror or str(error)),),
    )


def _standing(problems: Sequence[Problem]) -> int:
    """How many of them make a command end with exit code 1."""
    return sum(problem.level in (Level.STOP, Level.PROBLEM) for problem in problems)


def _tell(built: Built, output: Path, screen: Screen) -> int:
    for problem in sorted(
        built.problems, key=lambda one: (list(Level).index(one.level), one.where)
    ):
        screen.problem(problem)
    written, removed = len(built.written.written), len(built.written.removed)
    stand = _standing(built.problems)
    screen.event(
        "done",
        files=built.files,
        written=written,
        removed=removed,
        made=built.made,
        problems=stand,
    )
    if built.stopped:
        screen.say("Nothing was published; the site in {path} is as it was.", path=output)
        return PROBLEMS_STAND
    if not (written or removed):
        screen.say("Nothing changed: {files} files are in place.", files=built.files)
    else:
        screen.say(
            "The site is ready: {files} files, {written} new. Clips and photos made: {made}.",
            files=built.files,
            written=written,
            made=built.made,
        )
    screen.say("Open {path}", path=output / "index.html")
    return PROBLEMS_STAND if stand else DONE


@main.command()
@_option("--html", "page", default="", help="write the report as a page, too")
@_option("--url", default="", help="address of the site, as in site.toml")
@_folders
def check(page: str, url: str, **folders: Any) -> None:
    """Read posts as a second pair of eyes would: what to mend, where, and how."""
    # Imports inside: other commands know nothing of the rules.
    from generator.check.everything import check_all  # noqa: PLC0415
    from generator.check.report import html_report  # noqa: PLC0415

    screen = Screen(as_json=folders["as_json"])
    content, output, cache = _places(folders, screen)
    with ThreadPoolExecutor(os.cpu_count() or 2) as executor:
        request = Request(content, output, cache, executor, clean_url(url))
        reading = read(request)
        plan = planned_now(request, reading)
    problems = check_all(reading.content, plan, output, partial(_text_of, content))
    for problem in problems:
        screen.problem(problem)
    if page:
        written = html_report(problems, screen.words, screen.words.language)
        Path(page).write_text(written, encoding="utf-8", newline="\n")
    stand = _standing(problems)
    screen.event("done", found=len(problems), problems=stand)
    if not problems:
        screen.say("Nothing to mend.")
    sys.exit(PROBLEMS_STAND if stand else DONE)


@main.command()
@click.argument("post")
@_option("--into", default="", help="folder of the kits; share beside content without it")
@_option("--url", default="", help="address of the site, as in site.toml")
@_folders
def share(post: str, into: str, url: str, **folders: Any) -> None:
    """Make a post's films, pictures and texts for WhatsApp, Telegram, Instagram and VK."""
    from generator.share.make import KitRequest, make_kit  # noqa: PLC0415 - Pillow, ffmpeg-python

    screen = Screen(as_json=folders["as_json"])
    content, output, cache = _places(folders, screen)
    place = Path(into) if into else content.absolute().parent / "share"
    now = datetime.now(KAZAKHSTAN).replace(tzinfo=None)
    progress = Progress(screen.words, _reporter(screen))
    try:
        with ThreadPoolExecutor(os.cpu_count() or 2) as executor:
            reading = read(Request(content, output, cache, executor, clean_url(url)))
        told = reading.content, reading.theme
        made = make_kit(KitRequest(content, *told, post, place, output, now, progress.show))
    except KeyboardInterrupt:
        screen.say("Stopped. Nothing was written.")
        sys.exit(PROBLEMS_STAND)
    except Unfit as unfit:
        screen.problem(unfit.problem)
        sys.exit(WRONG_USAGE)
    finally:
        progress.close()
    for problem in made.problems:
        screen.problem(problem)
    screen.event("done", folder=str(made.folder), files=[file.name for file in made.files])
    screen.say("The kit is ready: {path}", path=made.folder)
    sys.exit(PROBLEMS_STAND if _standing(made.problems) else DONE)


def _text_of(content: Path, path: str) -> str:
    if not path.lower().endswith((".md", ".txt")):
        return ""
    return decode_text((content / path).read_bytes()).text


@main.command()
@_folders
def clean(**folders: Any) -> None:
    """Remove the site from output/; finished clips and photos are kept."""
    screen = Screen(as_json=folders["as_json"])
    _, output, cache = _places(folders, screen)
    removed = clear_output(output, Cache(cache))
    screen.event("done", removed=removed)
    screen.say("Removed {removed} files. Finished clips and photos are kept.", removed=removed)


@main.command()
@click.argument("title", default="")
@_option("--ru", default="", help="title in Russian")
@_option("--answer", is_flag=True, help="answer false news: six questions")
@_option("--date", "day", default="", help="day of the post, 2026-11-23; today without it")
@_folders
def new(title: str, ru: str, answer: bool, day: str, **folders: Any) -> None:
    """Make a folder for a post."""
    from generator.ask import folder_name  # noqa: PLC0415 - other commands ask nothing

    screen = Screen(as_json=folders["as_json"])
    content, _, _ = _places(folders, screen)
    when = _day(day, screen)
    if answer:
        _new_answer(content, when, screen)
        return
    if not title:
        screen.problem(Problem("", "there is no title", "write one after the command, or --answer"))
        sys.exit(WRONG_USAGE)
    folder = content / f"{when.isoformat()} {folder_name(title)}".strip()
    if folder.exists():
        screen.problem(Problem(folder.name, "this folder is there already", "give another title"))
        sys.exit(WRONG_USAGE)
    folder.mkdir()
    (folder / "kk.md").write_text(f"# {title}\n\n", encoding="utf-8", newline="\n")
    if ru:
        (folder / "ru.md").write_text(f"# {ru}\n\n", encoding="utf-8", newline="\n")
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put the clip and the photos there, and write the text.", path=folder)


def _day(written: str, screen: Screen) -> date:
    if not written:
        return datetime.now(KAZAKHSTAN).date()
    day, _ = find_date(written)
    if day is None:
        screen.problem(
            Problem(
                "",
                "“{value}” is not a date",
                "write it as 2026-11-23 or 2026-11-23 18:30",
                (("value", written),),
            )
        )
        sys.exit(WRONG_USAGE)
    return day


def _new_answer(content: Path, day: date, screen: Screen) -> None:
    from generator.ask import ask_answer  # noqa: PLC0415 - other commands ask nothing

    screen.say(
        "Six questions. Both languages on one line: Kazakh / Russian. The last two may stay empty."
    )
    try:
        folder = ask_answer(partial(_typed, screen), content, day, screen.words.language)
    except (click.Abort, EOFError, KeyboardInterrupt):
        screen.say("Stopped. Nothing was written.")
        sys.exit(PROBLEMS_STAND)
    screen.event("made", path=str(folder))
    screen.say("Made {path}. Put a clip there if you have one, then: jarshy build", path=folder)
    for file in ("kk.md", "ru.md"):
        if not (folder / file).exists():
            screen.say("The other language is still missing: {file}", file=file)


def _typed(screen: Screen, question: str) -> str:
    typed: str = click.prompt(
        screen.words(question),
        default="",
        show_default=False,
        prompt_suffix="\n> ",
        err=screen.as_json,
    )
    return typed


@main.command()
@click.argument("post")
@_option("--model", default="", help="folder of a vosk model, or of several")
@_option("--spoken", type=click.Choice(("kk", "ru")), help="language that is spoken in the clip")
@_folders
def captions(post: str, model: str, spoken: str | None, **folders: Any) -> None:
    """Draft captions from what is said in the clips of a post."""
    # Import inside: other commands do not read clips.
    from generator.captions.draft import (  # noqa: PLC0415
        DRAFT_MARK,
        CaptionsRequest,
        draft_captions,
    )

    screen = Screen(as_json=folders["as_json"])
    content, _, _ = _places(folders, screen)
    progress = Progress(screen.words, _reporter(screen))
    try:
        made = draft_captions(
            CaptionsRequest(
                content, post, model, spoken or "", screen.words.language, progress.show
            )
        )
    finally:
        progress.close()
    for problem in made.problems:
        screen.problem(problem)
    for draft in made.drafts:
        screen.event("made", path=str(draft))
        screen.say(
            "Made {path}. Read it beside the clip, mend it, and take “{mark}” off its name.",
            path=draft,
            mark=DRAFT_MARK.strip(),
        )
    sys.exit(PROBLEMS_STAND if _standing(made.problems) else DONE)


@main.command()
@click.argument("folder", default=".")
@_option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
@_option("--json", "as_json", is_flag=True, help="events for machines")
def init(folder: str, lang: str | None, as_json: bool) -> None:
    """Make content/ with an example of site.toml."""
    del lang  # read by _language
    screen = Screen(as_json=as_json)
    content = Path(folder) / "content"
    if (content / "site.toml").exists():
        screen.problem(Problem(str(content), "this folder is there already", ""))
        sys.exit(WRONG_USAGE)
    content.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent / "example" / "site.toml", content / "site.toml")
    screen.event("made", path=str(content))
    screen.say(
        "Made {path}. Write the name and the telephone into site.toml, then put a clip there.",
        path=content,
    )


@main.command()
@_folders
def doctor(**folders: Any) -> None:
    """Say what this computer lacks."""
    from generator.doctor import examine  # noqa: PLC0415 - looks at libraries others do not need

    screen = Screen(as_json=folders["as_json"])
    findings = examine(Path(folders["cache"] or ".cache").absolute())
    for finding in findings:
        values = dict(finding.values)
        text, hint = screen.words(finding.message, **values), ""
        if finding.hint:
            hint = screen.words(finding.hint, **values)
        screen.event("finding", good=not hint, what=text, hint=hint)
        if not screen.as_json:
            mark = click.style("✗", fg="red") if hint else click.style("✓", fg="green")
            click.echo(f"{mark} {text}" + (f" — {hint}" if hint else ""))
    sys.exit(PROBLEMS_STAND if any(finding.hint for finding in findings) else DONE)


@main.command("help")
@_option("--lang", type=click.Choice(LANGUAGES), help="language of the messages")
@click.pass_context
def help_command(context: click.Context, lang: str | None) -> None:
    """Show the handbook for aides."""
    del lang  # read by _language
    handbook = Path(__file__).parent / "help" / f"{_language()}.md"
    if not handbook.is_file():
        click.echo(main.get_help(context.find_root()))
        click.echo("\nHandbook for aides: jarshy help --lang kk, jarshy help --lang ru")
        return
    text = handbook.read_text(encoding="utf-8")
    # The pager of Windows, `more`, reads another encoding than it is given.
    if sys.stdout.isatty() and sys.platform != "win32":
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _places(folders: dict[str, Any], screen: Screen) -> tuple[Path, Path, Path]:
    content, output = Path(folders["content"]), Path(folders["output"])
    if not content.is_dir():
        screen.problem(
            Problem(str(content), "there is no such folder", "make one with: jarshy init")
        )
        sys.exit(WRONG_USAGE)
    cache = Path(folders["cache"]) if folders["cache"] else content.absolute().parent / ".cache"
    inside = content.resolve()
    for place in (output, cache):
        if place.resolve() == inside or inside in place.resolve().parents:
            screen.problem(
                Problem(
                    str(place),
                    "this folder cannot be inside content/",
                    "choose a folder beside it",
                )
            )
            sys.exit(WRONG_USAGE)
    return content, output, cache


def _reporter(screen: Screen) -> Callable[[str, float], None] | None:
    if not screen.as_json:
        return None
    return lambda path, share: screen.event("progress", path=printable(path), done=round(share, 2))
