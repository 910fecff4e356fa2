"""A built site in, the same site on its host out: what publish, undo and build --publish share."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from generator.build import Built
from generator.cli.screen import DONE, PROBLEMS_STAND, WRONG_USAGE, Screen, reporter, standing
from generator.errors import Level, Problem, Unfit, doubt
from generator.intake.deputy import above_deputy, home_of, settings_name, settings_of
from generator.intake.site import clean_url
from generator.model import Site
from generator.progress import Progress
from generator.publish.compress import with_compressed
from generator.publish.inventory import Inventory, take_inventory
from generator.publish.memory import Memory, open_memory
from generator.publish.natures import is_plain
from generator.publish.places import open_target
from generator.publish.publish import Done, Request, difference, publish, undo
from generator.publish.secrets import Secret, find_secret, keep_secret
from generator.publish.server_config import write_server_config
from generator.publish.target import OPEN_SCHEMES, Address, Failed, read_address
from generator.publish.trust import Trust
from generator.publish.verify import hosted_abroad, verify
from generator.region import written_files
from generator.store.cache import Cache

T = TypeVar("T")

_HERE = ("localhost", "127.0.0.1", "::1")
_BY_PASSWORD = ("ftp", "ftps", "webdav", "webdavs", "s3")


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
class Host:
    """Where a site goes, and what is known of it."""

    screen: Screen
    address: Address
    site: Site
    cache: Cache
    memory: Memory
    choices: Choices


def find_host(screen: Screen, content: Path, cache: Path, choices: Choices) -> Host:
    """The host that the command or the settings name; ends the command where none is named."""
    settings = settings_name(above_deputy(content))
    try:
        site = settings_of(content)
        named = choices.to or site.publish
        if not named:
            raise Unfit(
                Problem(
                    settings,
                    "it is not said where to publish",
                    'write publish = "sftp://name@example.kz/var/www/site", or --to',
                )
            )
        where = "--to" if choices.to else settings
        beside = Path() if choices.to else home_of(content)
        address = read_address(named, where, beside)
    except Unfit as unfit:
        screen.problem(unfit.problem)
        sys.exit(WRONG_USAGE)
    return Host(screen, address, site, Cache(cache), open_memory(cache, address), choices)


def publish_built(
    screen: Screen,
    folders: tuple[Path, Path, Path],
    choices: Choices,
    build: Callable[[], tuple[Built, int]],
) -> int:
    """Builds, looks whether anything stops it, and sends the difference; the exit code."""
    content, output, cache = folders
    host = find_host(screen, content, cache, choices)
    built, code = build()
    # The one place where publishing is stopped: whatever finds such a problem, nothing is sent.
    if built.stopped or any(problem.level is Level.STOP for problem in built.problems):
        return PROBLEMS_STAND
    return max(code, upload(host, output))


def upload(host: Host, output: Path) -> int:
    """Sends the difference; the exit code."""
    if host.choices.server_config:
        for path in write_server_config(output, host.cache.root.absolute().parent):
            host.screen.say("Made {path}", path=path)
    stock = _checked(host, output, take_inventory(output, host.cache, _digests(host)))
    if host.site.precompress:
        stock = with_compressed(stock, host.memory.folder / "compressed")
    if "index.html" not in stock.files:
        host.screen.problem(
            Problem(str(output), "there is no site here", "build it first: jarshy build")
        )
        return PROBLEMS_STAND
    if host.choices.dry_run:
        return _carried(host, lambda request: _tell_difference(host, request, stock))
    return _carried(host, lambda request: _tell_done(host, publish(request, stock), stock))


def _digests(host: Host) -> Path:
    return host.memory.folder / "digests"


def _checked(host: Host, output: Path, stock: Inventory) -> Inventory:
    """Without what somebody dropped into output/ by hand: no gate has looked at it."""
    ours = written_files(output, host.cache)
    strays = [path for path in stock.files if path not in ours and not is_plain(path)]
    for path in strays:
        host.screen.problem(
            doubt(
                path,
                "this file in output/ was not made by Jarshy and is not sent",
                "originals may say where they were taken; put it into a folder of content/",
            )
        )
    files = {path: entry for path, entry in stock.files.items() if path not in strays}
    return replace(stock, files=files)


def take_back(host: Host) -> int:
    """Brings the release before back; the exit code."""
    return _carried(host, lambda request: _tell_undone(host, undo(request)))


def _carried(host: Host, work: Callable[[Request], int]) -> int:
    """Does it, with the password that is known, or asked for."""
    screen, secret = host.screen, find_secret(host.address)
    asked = False
    if not secret.password and host.address.scheme in _BY_PASSWORD:
        secret, asked = _asked(host, secret)
    try:
        code = _try(host, secret, work)
    except Failed as failed:
        screen.problem(failed.problem)
        return PROBLEMS_STAND
    if (
        asked
        and secret.password
        and click.confirm(screen.words("Shall this computer remember the password?"), err=True)
    ):
        keep_secret(host.address, secret)
    return code


def _try(host: Host, secret: Secret, work: Callable[[Request], int]) -> int:
    trust = Trust(host.cache.root / "publish" / "trusted", host.choices.accept)
    if host.address.scheme in OPEN_SCHEMES and host.address.host not in _HERE:
        host.screen.problem(_readable(host.address))
    progress = Progress(host.screen.words, reporter(host.screen))
    name = host.screen.words("Sending to the host")
    request = Request(
        target=open_target(host.address, secret, trust, host.memory.folder),
        memory=host.memory,
        show=lambda share: progress.show(name, share),
        may_drop=lambda count: host.choices.allow_removal or _may_drop(host, progress, count),
        take_over=host.choices.take_over,
        forget=host.choices.forget,
    )
    try:
        return work(request)
    except KeyboardInterrupt:
        progress.close()
        host.screen.say("Stopped. What was sent stays; publishing again goes on from here.")
        return PROBLEMS_STAND
    finally:
        progress.close()


def _asked(host: Host, secret: Secret) -> tuple[Secret, bool]:
    if host.screen.as_json or not sys.stdin.isatty():
        return secret, False
    prompt = host.screen.words("Password for {login}", login=host.address.login)
    typed: str = click.prompt(prompt, default="", show_default=False, hide_input=True, err=True)
    return replace(secret, password=typed), bool(typed)


def _may_drop(host: Host, progress: Progress, count: int) -> bool:
    progress.close()
    if host.screen.as_json or not sys.stdin.isatty():
        return False
    return click.confirm(
        host.screen.words("{count} files would go from the site. Is that meant?", count=count),
        err=True,
    )


def _tell_difference(host: Host, request: Request, stock: Inventory) -> int:
    steps = difference(request, stock)
    marks = {path: "+" if path in set(steps.add) else "~" for path in steps.put}
    size = sum(stock.files[path].size_bytes for path in steps.put)
    host.screen.event(
        "difference", put=steps.put, bytes=size, removed=steps.remove, dropped=steps.drop
    )
    if not host.screen.as_json:
        for path, mark in marks.items():
            click.echo(f"{mark} {path}")
        for path in steps.remove:
            click.echo(f"- {path}")
    host.screen.say(
        "{files} files would be sent ({size}), {removed} removed. Nothing was changed.",
        files=len(steps.put),
        size=_size(size),
        removed=len(steps.remove),
    )
    return DONE


def _tell_done(host: Host, done: Done, stock: Inventory) -> int:
    _event(host, done)
    if not done.sent and not done.removed:
        host.screen.say("Nothing to send: the host has this site already.")
    else:
        host.screen.say(
            "Published to {address}: {files} files sent ({size}), {removed} removed.",
            address=host.address,
            files=len(done.sent),
            size=_size(done.sent_bytes),
            removed=len(done.removed),
        )
    found = (*done.problems, *_seen_by_readers(host, done, stock))
    for problem in found:
        host.screen.problem(problem)
    return PROBLEMS_STAND if standing(found) else DONE


def _seen_by_readers(host: Host, done: Done, stock: Inventory) -> tuple[Problem, ...]:
    """What readers get now, where the site's address is known and something was changed."""
    url = clean_url(host.choices.url) or host.site.url
    if not url or not (done.sent or done.removed):
        return ()
    return (*verify(url, stock.files), *hosted_abroad(url, host.address))


def _tell_undone(host: Host, done: Done) -> int:
    for problem in done.problems:
        host.screen.problem(problem)
    _event(host, done)
    host.screen.say(
        "The release before is back: {files} files sent ({size}), {removed} removed.",
        files=len(done.sent),
        size=_size(done.sent_bytes),
        removed=len(done.removed),
    )
    host.screen.say("content/ is as it was: mend it before you publish again.")
    return DONE


def _event(host: Host, done: Done) -> None:
    host.screen.event(
        "published",
        to=str(host.address),
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
