"""publish, undo and build --publish at the terminal: the steps of a release, and what they say."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from generator.cli.before_publishing import TerminalAsker, may_go_out, show_findings
from generator.cli.building import report_built
from generator.cli.options import Folders
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.errors import problem
from generator.inputs import BuildRequest, Built
from generator.intake.site_toml import clean_url
from generator.publish.hosts.host import Failed
from generator.publish.inventory import Inventory
from generator.publish.outlook import difference
from generator.publish.publish import Published, publish, undo
from generator.publish.request import PublishRequest
from generator.publish.server_config import write_server_config
from generator.release.at_host import Terms, Visit, at_host
from generator.release.destination import Destination, readable_on_the_way
from generator.release.destination import find_destination as destination_of
from generator.release.findings import look_over
from generator.release.stock import take_stock
from generator.release.verified import seen_by_readers


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of the command."""

    to: str = ""
    accept: str = ""
    dry_run: bool = False
    take_over: bool = False
    allow_removal: bool = False
    allow_numbers: bool = False
    forget: bool = False
    server_config: bool = False
    url: str = ""


def choices_from(options: dict[str, Any]) -> Choices:
    """The choices among the options of a command."""
    return Choices(**{name: options[name] for name in Choices.__slots__ if name in options})


@dataclass(frozen=True, slots=True)
class Errand:
    """Where a command sends a site, what was chosen, and the screen it speaks to."""

    screen: Screen
    destination: Destination
    choices: Choices


def find_destination(screen: Screen, content: Path, cache: Path, choices: Choices) -> Errand:
    """The host that the command or the settings name; Unfit where there is none."""
    return Errand(screen, destination_of(content, cache, choices.to), choices)


def publish_built(
    screen: Screen, folders: Folders, choices: Choices, build: Callable[[], Built]
) -> int:
    """Builds, checks, and sends the difference unless something must not go out; the exit code."""
    content, output, cache = folders
    errand = find_destination(screen, content, cache, choices)
    built = build()
    findings = look_over(BuildRequest(content, output, cache, clean_url(choices.url)), built)
    code = report_built(screen, output, built, show_findings(screen, findings))
    if findings.stops:
        return PROBLEMS_STAND
    if not (choices.dry_run or may_go_out(screen, cache, built.problems, choices.allow_numbers)):
        return PROBLEMS_STAND
    return max(code, upload(errand, output))


def upload(errand: Errand, output: Path) -> int:
    """Sends the difference; the exit code."""
    screen, choices = errand.screen, errand.choices
    if choices.server_config:
        for path in write_server_config(output, errand.destination.cache.absolute().parent):
            screen.say("Made {path}", path=path)
    inventory = inventory_of(errand, output)
    if "index.html" not in inventory.files:
        screen.problem(
            problem(str(output), "there is no site here", "build it first: jarshy build")
        )
        return PROBLEMS_STAND
    report = _report_difference if choices.dry_run else _publish
    return with_password(errand, lambda request: report(errand, request, inventory))


def inventory_of(errand: Errand, output: Path) -> Inventory:
    """What there is to publish; prints what is left out of it."""
    stock = take_stock(errand.destination, output)
    errand.screen.problems(stock.doubts)
    return stock.inventory


def take_back(errand: Errand) -> int:
    """Brings the release before back; the exit code."""
    return with_password(errand, lambda request: _undo(errand, request))


def with_password(errand: Errand, work: Callable[[PublishRequest], int]) -> int:
    """Does the work with the known password, or one that is typed and may then be kept."""
    screen, choices, destination = errand.screen, errand.choices, errand.destination
    screen.problems(readable_on_the_way(destination.address))
    name = screen.words("Sending to the host")
    try:
        with closing(Progress(screen)) as progress:
            asker = TerminalAsker(
                screen, allow_removal=choices.allow_removal, before_question=progress.close
            )
            visit = Visit(
                destination,
                asker,
                Terms(choices.accept, choices.take_over, choices.forget),
                lambda so_far: progress.show(name, so_far.share),
            )
            return at_host(visit, work)
    except Failed as error:
        screen.problem(error.problem)
    except KeyboardInterrupt:
        screen.say("Stopped. What was sent stays; publishing again goes on from here.")
    return PROBLEMS_STAND


def _report_difference(errand: Errand, request: PublishRequest, inventory: Inventory) -> int:
    screen, steps = errand.screen, difference(request, inventory)
    size_bytes = sum(inventory.files[path].size_bytes for path in steps.put)
    screen.event(
        "difference", put=steps.put, bytes=size_bytes, removed=steps.remove, dropped=steps.drop
    )
    if not screen.as_json:
        added = set(steps.add)
        for path in steps.put:
            click.echo(f"{'+' if path in added else '~'} {path}")
        for path in steps.remove:
            click.echo(f"- {path}")
    screen.say(
        "{files} files would be sent ({size}), {removed} removed. Nothing was changed.",
        files=len(steps.put),
        size=_size(size_bytes),
        removed=len(steps.remove),
    )
    return DONE


def _publish(errand: Errand, request: PublishRequest, inventory: Inventory) -> int:
    screen, done = errand.screen, publish(request, inventory)
    values = _report_sent(errand, done)
    problems = done.problems
    if not done.sent and not done.removed:
        screen.say("Nothing to send: the host has this site already.")
    else:
        screen.say(
            "Published to {address}: {files} files sent ({size}), {removed} removed.",
            address=errand.destination.address,
            **values,
        )
        problems += seen_by_readers(errand.destination, inventory, errand.choices.url)
    report_reachable(screen, done)
    return PROBLEMS_STAND if screen.problems(problems) else DONE


def _undo(errand: Errand, request: PublishRequest) -> int:
    screen, done = errand.screen, undo(request)
    screen.problems(done.problems)
    values = _report_sent(errand, done)
    screen.say(
        "The release before is back: {files} files sent ({size}), {removed} removed.", **values
    )
    screen.say("content/ is as it was: mend it before you publish again.")
    report_reachable(screen, done)
    return DONE


def report_reachable(screen: Screen, done: Published) -> None:
    """Says what of removed posts can still be fetched from the host, and how to end that."""
    if done.reachable:
        screen.event("reachable", files=done.reachable, history=done.keeps_history)
        screen.say(
            "{count} files of removed posts are still in the history of the branch, for everybody. "
            "To end that: jarshy publish --forget"
            if done.keeps_history
            else "{count} files of removed posts still lie on the host, for jarshy undo and for "
            "whoever kept their addresses. To end that: jarshy publish --forget",
            count=len(done.reachable),
        )


def _report_sent(errand: Errand, done: Published) -> dict[str, object]:
    """Sends the event for machines; returns the values of the sentence for people."""
    files, removed = len(done.sent), len(done.removed)
    errand.screen.event(
        "published",
        to=str(errand.destination.address),
        release=done.release,
        sent=files,
        bytes=done.sent_bytes,
        removed=removed,
    )
    return {"files": files, "size": _size(done.sent_bytes), "removed": removed}


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1e3:.1f} kB"
