"""Sends a built site to its host: what publish, undo and build --publish share."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from generator.cli.before_publishing import can_ask, may_go_out, show_check
from generator.cli.building import report_built
from generator.cli.checking import check_sites
from generator.cli.options import Folders
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.errors import Level, Unfit, doubt, problem, unfit
from generator.inputs import BuildRequest, Built
from generator.intake.deputy_toml import home_of, parent_region, settings_name, settings_of
from generator.intake.settings import LostKey
from generator.intake.site_toml import clean_url
from generator.model import Site
from generator.publish.compress import with_compressed
from generator.publish.hosts.host import Address, Failed, read_address
from generator.publish.hosts.open import open_host
from generator.publish.hosts.protocols import PROTOCOLS
from generator.publish.hosts.secrets import Secret, find_secret, keep_secret
from generator.publish.hosts.trust import Trust
from generator.publish.http_headers import is_plain
from generator.publish.inventory import Inventory, take_inventory
from generator.publish.known_releases import KnownReleases, open_known_releases
from generator.publish.publish import Published, PublishRequest, difference, publish, undo
from generator.publish.server_config import write_server_config
from generator.publish.verify import hosted_abroad, verify
from generator.region.region import written_files
from generator.store.cache import Cache
from generator.store.memory import Memory

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


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
class Destination:
    """Where a site goes, and what is known of it."""

    screen: Screen
    address: Address
    site: Site
    cache: Cache
    memory: KnownReleases
    choices: Choices


def find_destination(screen: Screen, content: Path, cache: Path, choices: Choices) -> Destination:
    """The host that the command or the settings name; Unfit where there is none."""
    settings = settings_name(parent_region(content))
    lost: list[LostKey] = []
    site = settings_of(content, lost)
    wrong = next((one.problem for one in lost if one.key == "publish"), None)
    if wrong and not choices.to:
        raise Unfit(wrong)
    if choices.to:
        address = read_address(choices.to, "--to")
    elif site.publish:
        address = read_address(site.publish, settings, home_of(content))
    else:
        raise unfit(
            settings,
            "it is not said where to publish",
            'write publish = "sftp://name@example.kz/var/www/site", or --to',
        )
    memory = open_known_releases(cache, address)
    return Destination(screen, address, site, Cache(cache), memory, choices)


def publish_built(
    screen: Screen, folders: Folders, choices: Choices, build: Callable[[], Built]
) -> int:
    """Builds, checks, and sends the difference unless something must not go out; the exit code."""
    content, output, cache = folders
    destination = find_destination(screen, content, cache, choices)
    built = build()
    request = BuildRequest(content, output, cache, clean_url(choices.url))
    checked = () if built.stopped else check_sites(request, built.written.written)
    standing = show_check(screen, built, checked)
    code = report_built(screen, output, built, standing)
    # The only place that stops publishing: wherever such a problem comes from, nothing is sent.
    if built.stopped or any(problem.level is Level.STOP for problem in built.problems):
        return PROBLEMS_STAND
    if not (choices.dry_run or may_go_out(screen, cache, built.problems, choices.allow_numbers)):
        return PROBLEMS_STAND
    return max(code, upload(destination, output))


def upload(destination: Destination, output: Path) -> int:
    """Sends the difference; the exit code."""
    screen, choices = destination.screen, destination.choices
    if choices.server_config:
        for path in write_server_config(output, destination.cache.root.absolute().parent):
            screen.say("Made {path}", path=path)
    inventory = inventory_of(destination, output)
    if "index.html" not in inventory.files:
        screen.problem(
            problem(str(output), "there is no site here", "build it first: jarshy build")
        )
        return PROBLEMS_STAND
    report = _report_difference if choices.dry_run else _publish
    return with_password(destination, lambda request: report(destination, request, inventory))


def inventory_of(destination: Destination, output: Path) -> Inventory:
    """What there is to publish in output/, compressed copies too where they are asked for."""
    folder = destination.memory.folder
    with Memory(folder) as digests:
        inventory = _without_strays(destination, output, take_inventory(output, digests))
    if destination.site.precompress:
        return with_compressed(inventory, folder / "compressed")
    return inventory


def _without_strays(destination: Destination, output: Path, inventory: Inventory) -> Inventory:
    """Leaves out what somebody put into output/ by hand: no gate has examined it."""
    ours = written_files(output, destination.cache.root)
    strays = [path for path in inventory.files if path not in ours and not is_plain(path)]
    for path in strays:
        destination.screen.problem(
            doubt(
                path,
                "this file in output/ was not made by Jarshy and is not sent",
                "originals may say where they were taken; put it into a folder of content/",
            )
        )
    files = {path: entry for path, entry in inventory.files.items() if path not in strays}
    return replace(inventory, files=files)


def take_back(destination: Destination) -> int:
    """Brings the release before back; the exit code."""
    return with_password(destination, lambda request: _undo(destination, request))


def with_password(destination: Destination, work: Callable[[PublishRequest], int]) -> int:
    """Does the work with the known password, or one that is typed and may then be kept."""
    screen, address = destination.screen, destination.address
    secret, typed = find_secret(address), ""
    if not secret.password and PROTOCOLS[address.scheme].needs_password and can_ask(screen):
        prompt = screen.words("Password for {login}", login=address.login)
        typed = click.prompt(prompt, default="", show_default=False, hide_input=True, err=True)
        secret = replace(secret, password=typed)
    try:
        code = _connect(destination, secret, work)
    except Failed as error:
        screen.problem(error.problem)
        return PROBLEMS_STAND
    question = screen.words("Shall this computer remember the password?")
    if typed and click.confirm(question, err=True):
        keep_secret(address, secret)
    return code


def _connect(
    destination: Destination, secret: Secret, work: Callable[[PublishRequest], int]
) -> int:
    screen, address, choices = destination.screen, destination.address, destination.choices
    if not PROTOCOLS[address.scheme].encrypted and address.host not in _LOCAL_HOSTS:
        screen.problem(
            doubt(
                address.host,
                "the password goes to this host readable for everybody on the way",
                "if it has SFTP or FTPS, use that",
            )
        )
    trust = Trust(destination.cache.root / "publish" / "trusted", choices.accept)
    name = screen.words("Sending to the host")
    try:
        with closing(Progress(screen)) as progress:

            def may_drop(count: int) -> bool:
                if not choices.allow_removal:
                    progress.close()
                return choices.allow_removal or _confirm_removal(screen, count)

            def may_rewrite() -> bool:
                if not choices.allow_removal:
                    progress.close()
                return choices.allow_removal or _confirm_rewriting(screen)

            return work(
                PublishRequest(
                    open_host(address, secret, trust, destination.memory.folder),
                    destination.memory,
                    show=lambda share: progress.show(name, share),
                    may_drop=may_drop,
                    may_rewrite=may_rewrite,
                    take_over=choices.take_over,
                    forget=choices.forget,
                )
            )
    except KeyboardInterrupt:
        screen.say("Stopped. What was sent stays; publishing again goes on from here.")
        return PROBLEMS_STAND


def _confirm_removal(screen: Screen, count: int) -> bool:
    question = screen.words("{count} files would go from the site. Is that meant?", count=count)
    return can_ask(screen) and click.confirm(question, err=True)


def _confirm_rewriting(screen: Screen) -> bool:
    question = screen.words(
        "All earlier commits of the branch go, those of others too; its files stay. Is that meant?"
    )
    return can_ask(screen) and click.confirm(question, err=True)


def _report_difference(
    destination: Destination, request: PublishRequest, inventory: Inventory
) -> int:
    screen, steps = destination.screen, difference(request, inventory)
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


def _publish(destination: Destination, request: PublishRequest, inventory: Inventory) -> int:
    screen, done = destination.screen, publish(request, inventory)
    values = _report_sent(destination, done)
    problems = done.problems
    if not done.sent and not done.removed:
        screen.say("Nothing to send: the host has this site already.")
    else:
        screen.say(
            "Published to {address}: {files} files sent ({size}), {removed} removed.",
            address=destination.address,
            **values,
        )
        if url := clean_url(destination.choices.url) or destination.site.url:
            problems += (*verify(url, inventory.files), *hosted_abroad(url, destination.address))
    report_reachable(screen, done)
    return PROBLEMS_STAND if screen.problems(problems) else DONE


def _undo(destination: Destination, request: PublishRequest) -> int:
    screen, done = destination.screen, undo(request)
    screen.problems(done.problems)
    values = _report_sent(destination, done)
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


def _report_sent(destination: Destination, done: Published) -> dict[str, object]:
    """Sends the event for machines; returns the values of the sentence for people."""
    files, removed = len(done.sent), len(done.removed)
    destination.screen.event(
        "published",
        to=str(destination.address),
        release=done.release,
        sent=files,
        bytes=done.sent_bytes,
        removed=removed,
    )
    return {"files": files, "size": _size(done.sent_bytes), "removed": removed}


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1e3:.1f} kB"
