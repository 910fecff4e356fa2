"""A built site in, the same site on its host out: what publish, undo and build --publish share."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from generator.build import Built
from generator.cli.progress import Progress
from generator.cli.screen import DONE, PROBLEMS_STAND, WRONG_USAGE, Screen, reporter, standing
from generator.errors import Level, Problem, Unfit, doubt, unfit
from generator.intake.deputy_toml import home_of, parent_region, settings_name, settings_of
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
from generator.region import written_files
from generator.store.cache import Cache

T = TypeVar("T")

_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Choices:
    """What was typed after the command."""

    to: str = ""
    accept: str = ""
    dry_run: bool = False
    take_over: bool = False
    allow_removal: bool = False
    forget: bool = False
    server_config: bool = False
    url: str = ""


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
    """The host that the command or the settings name; ends the command where none is named."""
    settings = settings_name(parent_region(content))
    try:
        site = settings_of(content)
        named = choices.to or site.publish
        if not named:
            raise unfit(
                settings,
                "it is not said where to publish",
                'write publish = "sftp://name@example.kz/var/www/site", or --to',
            )
        where = "--to" if choices.to else settings
        beside = Path() if choices.to else home_of(content)
        address = read_address(named, where, beside)
    except Unfit as error:
        screen.problem(error.problem)
        sys.exit(WRONG_USAGE)
    return Destination(
        screen, address, site, Cache(cache), open_known_releases(cache, address), choices
    )


def publish_built(
    screen: Screen,
    folders: tuple[Path, Path, Path],
    choices: Choices,
    build: Callable[[], tuple[Built, int]],
) -> int:
    """Builds, looks whether anything stops it, and sends the difference; the exit code."""
    content, output, cache = folders
    destination = find_destination(screen, content, cache, choices)
    built, code = build()
    # The one place where publishing is stopped: whatever finds such a problem, nothing is sent.
    if built.stopped or any(problem.level is Level.STOP for problem in built.problems):
        return PROBLEMS_STAND
    return max(code, upload(destination, output))


def upload(destination: Destination, output: Path) -> int:
    """Sends the difference; the exit code."""
    if destination.choices.server_config:
        for path in write_server_config(output, destination.cache.root.absolute().parent):
            destination.screen.say("Made {path}", path=path)
    stock = _checked(
        destination, output, take_inventory(output, destination.cache, _digests(destination))
    )
    if destination.site.precompress:
        stock = with_compressed(stock, destination.memory.folder / "compressed")
    if "index.html" not in stock.files:
        destination.screen.problem(
            Problem(str(output), "there is no site here", "build it first: jarshy build")
        )
        return PROBLEMS_STAND
    if destination.choices.dry_run:
        return _carried(destination, lambda request: _tell_difference(destination, request, stock))
    return _carried(
        destination, lambda request: _tell_done(destination, publish(request, stock), stock)
    )


def _digests(destination: Destination) -> Path:
    return destination.memory.folder / "digests"


def _checked(destination: Destination, output: Path, stock: Inventory) -> Inventory:
    """Without what somebody dropped into output/ by hand: no gate has looked at it."""
    ours = written_files(output, destination.cache)
    strays = [path for path in stock.files if path not in ours and not is_plain(path)]
    for path in strays:
        destination.screen.problem(
            doubt(
                path,
                "this file in output/ was not made by Jarshy and is not sent",
                "originals may say where they were taken; put it into a folder of content/",
            )
        )
    files = {path: entry for path, entry in stock.files.items() if path not in strays}
    return replace(stock, files=files)


def take_back(destination: Destination) -> int:
    """Brings the release before back; the exit code."""
    return _carried(destination, lambda request: _tell_undone(destination, undo(request)))


def _carried(destination: Destination, work: Callable[[PublishRequest], int]) -> int:
    """Does it, with the password that is known, or asked for."""
    screen, secret = destination.screen, find_secret(destination.address)
    asked = False
    if not secret.password and PROTOCOLS[destination.address.scheme].needs_password:
        secret, asked = _asked(destination, secret)
    try:
        code = _try(destination, secret, work)
    except Failed as error:
        screen.problem(error.problem)
        return PROBLEMS_STAND
    if (
        asked
        and secret.password
        and click.confirm(screen.words("Shall this computer remember the password?"), err=True)
    ):
        keep_secret(destination.address, secret)
    return code


def _try(destination: Destination, secret: Secret, work: Callable[[PublishRequest], int]) -> int:
    trust = Trust(destination.cache.root / "publish" / "trusted", destination.choices.accept)
    address = destination.address
    if not PROTOCOLS[address.scheme].encrypted and address.host not in _HERE:
        destination.screen.problem(_readable(address))
    progress = Progress(destination.screen.words, reporter(destination.screen))
    name = destination.screen.words("Sending to the host")
    request = PublishRequest(
        host=open_host(address, secret, trust, destination.memory.folder),
        memory=destination.memory,
        show=lambda share: progress.show(name, share),
        may_drop=lambda count: (
            destination.choices.allow_removal or _may_drop(destination, progress, count)
        ),
        take_over=destination.choices.take_over,
        forget=destination.choices.forget,
    )
    try:
        return work(request)
    except KeyboardInterrupt:
        progress.close()
        destination.screen.say("Stopped. What was sent stays; publishing again goes on from here.")
        return PROBLEMS_STAND
    finally:
        progress.close()


def _asked(destination: Destination, secret: Secret) -> tuple[Secret, bool]:
    if destination.screen.as_json or not sys.stdin.isatty():
        return secret, False
    prompt = destination.screen.words("Password for {login}", login=destination.address.login)
    typed: str = click.prompt(prompt, default="", show_default=False, hide_input=True, err=True)
    return replace(secret, password=typed), bool(typed)


def _may_drop(destination: Destination, progress: Progress, count: int) -> bool:
    progress.close()
    if destination.screen.as_json or not sys.stdin.isatty():
        return False
    return click.confirm(
        destination.screen.words(
            "{count} files would go from the site. Is that meant?", count=count
        ),
        err=True,
    )


def _tell_difference(destination: Destination, request: PublishRequest, stock: Inventory) -> int:
    steps = difference(request, stock)
    marks = {path: "+" if path in set(steps.add) else "~" for path in steps.put}
    size = sum(stock.files[path].size_bytes for path in steps.put)
    destination.screen.event(
        "difference", put=steps.put, bytes=size, removed=steps.remove, dropped=steps.drop
    )
    if not destination.screen.as_json:
        for path, mark in marks.items():
            click.echo(f"{mark} {path}")
        for path in steps.remove:
            click.echo(f"- {path}")
    destination.screen.say(
        "{files} files would be sent ({size}), {removed} removed. Nothing was changed.",
        files=len(steps.put),
        size=_size(size),
        removed=len(steps.remove),
    )
    return DONE


def _tell_done(destination: Destination, done: Published, stock: Inventory) -> int:
    _event(destination, done)
    if not done.sent and not done.removed:
        destination.screen.say("Nothing to send: the host has this site already.")
    else:
        destination.screen.say(
            "Published to {address}: {files} files sent ({size}), {removed} removed.",
            address=destination.address,
            files=len(done.sent),
            size=_size(done.sent_bytes),
            removed=len(done.removed),
        )
    found = (*done.problems, *_seen_by_readers(destination, done, stock))
    for problem in found:
        destination.screen.problem(problem)
    return PROBLEMS_STAND if standing(found) else DONE


def _seen_by_readers(
    destination: Destination, done: Published, stock: Inventory
) -> tuple[Problem, ...]:
    """What readers get now, where the site's address is known and something was changed."""
    url = clean_url(destination.choices.url) or destination.site.url
    if not url or not (done.sent or done.removed):
        return ()
    return (*verify(url, stock.files), *hosted_abroad(url, destination.address))


def _tell_undone(destination: Destination, done: Published) -> int:
    for problem in done.problems:
        destination.screen.problem(problem)
    _event(destination, done)
    destination.screen.say(
        "The release before is back: {files} files sent ({size}), {removed} removed.",
        files=len(done.sent),
        size=_size(done.sent_bytes),
        removed=len(done.removed),
    )
    destination.screen.say("content/ is as it was: mend it before you publish again.")
    return DONE


def _event(destination: Destination, done: Published) -> None:
    destination.screen.event(
        "published",
        to=str(destination.address),
        release=done.release,
        sent=len(done.sent),
        bytes=done.sent_bytes,
        removed=len(done.removed),
    )


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1e3:.1f} kB"


def _readable(address: Address) -> Problem:
    return Problem(
        address.host,
        "the password goes to this host readable for everybody on the way",
        "if it has SFTP or FTPS, use that",
        level=Level.DOUBT,
    )
