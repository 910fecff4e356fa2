"""remove: takes one post off the public site at once, and says what stays where."""

import sys
from dataclasses import replace
from typing import Any

import click

from generator.cli.before_publishing import can_ask
from generator.cli.options import command, folders, option, places
from generator.cli.screen import DONE, PROBLEMS_STAND, Screen
from generator.cli.uploading import (
    Errand,
    choices_from,
    find_destination,
    inventory_of,
    with_password,
)
from generator.errors import Broken, Level, disk_problem, problem, unfit
from generator.inputs import BuildRequest
from generator.intake.site_toml import clean_url
from generator.publish.request import PublishRequest
from generator.publish.verify import verify_gone
from generator.takedown import Takedown, TakenOff, find_takedown, take_off


@command("remove")
@click.argument("post")
@option("--yes", is_flag=True, help="do not ask")
@option("--to", default="", help="where to publish, as publish in site.toml")
@option("--accept", default="", help="fingerprint of a host's new key or certificate")
@option("--take-over", is_flag=True, help="replace what another computer or person put there")
@option("--url", default="", help="address of the site, as in site.toml")
@folders
def remove_command(post: str, yes: bool, url: str, **chosen: Any) -> None:
    screen = Screen(as_json=chosen["as_json"])
    content, output, cache = places(chosen)
    choices = replace(choices_from(chosen), allow_removal=True, forget=True, url=url)
    errand = find_destination(screen, content, cache, choices)
    whole = BuildRequest(content, output, cache, clean_url(url))
    takedown = find_takedown(whole, post)
    if not yes and not _confirm(errand, takedown):
        screen.say("Nothing was changed.")
        sys.exit(DONE)
    sys.exit(_remove(errand, takedown, whole))


def _confirm(errand: Errand, takedown: Takedown) -> bool:
    """Say what goes and what stays, and ask once."""
    screen = errand.screen
    if not can_ask(screen):
        raise unfit(takedown.where, "nothing was changed: there is nobody to ask", "write --yes")
    screen.say("This goes from the public site now: {title}", title=takedown.title)
    screen.say(
        "Its pages: {pages}. Its photos, clips and share cards: {media} files. It also goes from "
        "lists, feeds and search.",
        pages=", ".join(takedown.pages) or "–",
        media=len(takedown.media),
    )
    screen.say("Nothing of it stays on the host, and jarshy undo cannot bring it back.")
    if errand.destination.protocol.keeps_history:
        screen.say("All earlier commits of the branch go, those of others too; its files stay.")
    screen.say(
        "Your files stay in content/: the post becomes a draft. Posts that are not on the site yet "
        "wait. What you changed in posts that are on the site goes out with this."
    )
    return screen.agrees(screen.words("Is that meant?"))


def _remove(errand: Errand, takedown: Takedown, whole: BuildRequest) -> int:
    screen, outcome = errand.screen, list[TakenOff]()

    def work(request: PublishRequest) -> int:
        outcome.append(
            take_off(takedown, whole, request, lambda: inventory_of(errand, whole.output))
        )
        return DONE

    try:
        with_password(errand, work)
    except (OSError, Broken) as error:
        screen.problem(disk_problem(error) if isinstance(error, OSError) else error.problem)
    done = outcome[0] if outcome else TakenOff(takedown)
    standing = screen.problems(
        problem for problem in done.problems if problem.level in (Level.STOP, Level.PROBLEM)
    )
    if done.published is None:
        screen.problem(
            problem(
                takedown.where,
                "this post is still public, or a part of it",
                "when the reason above is gone, once more: jarshy remove “{post}”. If it cannot "
                "wait, ask the host to close the site",
                post=takedown.where,
            )
        )
        return PROBLEMS_STAND
    return max(_report(errand, done), PROBLEMS_STAND if standing else DONE)


def _report(errand: Errand, done: TakenOff) -> int:
    screen, gone = errand.screen, done.gone
    screen.event("removed", post=done.takedown.where, gone=tuple(gone), settings=done.settings)
    screen.say(
        "Off the site: {title}. {files} files are gone from {address}, for jarshy undo, too.",
        title=done.takedown.title,
        files=len(gone),
        address=errand.destination.address,
    )
    if done.settings:
        screen.say(
            "Your files stay where they are, and the post is a draft. To publish it again, take "
            "the line draft = true out of {file}.",
            file=done.settings,
        )
    if done.waiting:
        screen.say("Not on the site yet, and waiting: {posts}", posts=", ".join(done.waiting))
    screen.say(
        "Others may still have it: who got it in WhatsApp or Telegram, who saved it, and search "
        "engines for a week or so. How to ask them: jarshy help"
    )
    if errand.destination.protocol.keeps_history:
        screen.say(
            "The host may keep old commits for some weeks, for whoever knows their numbers: ask it "
            "to clear them away. Copies that others made of the repository are theirs."
        )
    url = clean_url(errand.choices.url) or errand.destination.site.url
    left = [*verify_gone(url, gone)] if url else []
    stays = [done.history_stays] if done.history_stays else []
    return PROBLEMS_STAND if screen.problems((*left, *stays)) else DONE
