"""The state of an errand → the values that its template shows."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.errors import Problem
from generator.inputs import kazakhstan_now
from generator.kinds import Kind
from generator.messages import Words, printable
from generator.publish.ledger import FOLDER
from generator.release.check_sites import text_of
from generator.studio.amounts import size_words
from generator.studio.sending import say
from generator.studio.sending.errands import Office, Outcome
from generator.studio.sending.job import Phase, State
from generator.studio.sending.review import Review, ShownPost

_AROUND = 48  # letters beside a number
_ADVICE = 6  # lines; the editor and `jarshy check` have all


@dataclass(frozen=True, slots=True)
class View:
    """Puts the state into words."""

    office: Office
    state: State
    words: Words
    slugs: Mapping[str, str]  # of posts, by their paths in content/

    def values(self) -> dict[str, Any]:
        """What the template of the phase shows."""
        facts, words = self.state.facts, self.words
        values: dict[str, Any] = {"phase": self.state.phase.value, "number": self.state.number}
        review = facts.get("review")
        if isinstance(review, Review):
            values |= self._review(review)
        match self.state.phase:
            case Phase.STOPPED:
                values["problems"] = self.problems(facts["findings"].problems)
            case Phase.ASKED:
                values["again"] = facts["again"]
            case Phase.PASSWORD | Phase.KEY:
                values |= facts
            case Phase.DONE:
                values |= self._done(facts["outcome"])
            case Phase.UNDO | Phase.UNDONE:
                back = facts["back"]
                values |= {"back": back, "moment": say.moment(back.moment, kazakhstan_now(), words)}
            case Phase.OFF:
                off = facts["off"]
                values |= {"off": off, "problems": self.problems(facts["problems"])}
            case Phase.FAILED:
                values["problems"] = self.problems(filter(None, (self.state.problem,)))
                values["after"] = facts.get("after", Phase.CHECKING).value
                values["is_occupied"] = facts.get("is_occupied", False)
                if values["is_occupied"]:
                    values["problems"][0]["hint"] = ""
        return values | self.figures()

    def figures(self) -> dict[str, Any]:
        """What changes while the phase stays: for the bar, and the words beside it."""
        so_far, words = self.state.so_far, self.words
        spent = time.monotonic() - self.state.began if self.state.began else 0.0
        figures: dict[str, Any] = {"percent": round(self.state.share * 100)}
        texts = {"files_sent": "", "size_sent": "", "left": ""}
        if so_far and so_far.all_files:
            done, whole = size_words(so_far.size_bytes, words), size_words(so_far.all_bytes, words)
            texts = {
                "files_sent": words(
                    "{count} of {all} files", count=so_far.files, all=so_far.all_files
                ),
                "size_sent": f"{done} / {whole}",
                "left": say.left(so_far, spent, words) if spent else "",
            }
        return figures | texts

    def problems(self, problems: Iterable[Problem]) -> list[dict[str, str]]:
        return [self._problem(one) for one in problems]

    def _problem(self, one: Problem) -> dict[str, str]:
        values = dict(one.values)
        path = self._post_path(one)
        title = self._titles().get(path, "")
        return {
            "where": title or printable(one.where.partition("/")[0] or one.where),
            "what": printable(self.words(one.what, **values)),
            "hint": printable(self.words(one.hint, **values)) if one.hint else "",
            "mend": self._mend(path),
        }

    def _mend(self, path: str) -> str:
        return f"/_studio/post/{self.slugs[path]}" if path in self.slugs else ""

    def _post_path(self, one: Problem) -> str:
        """The path of the post that a problem lies in; "" where it lies in none."""
        return next((path for path in self.slugs if f"{one.where}/".startswith(f"{path}/")), "")

    def _titles(self) -> Mapping[str, str]:
        review = self.state.facts.get("review")
        titles: Mapping[str, str] = self.state.facts.get("titles", {})
        return review.titles if isinstance(review, Review) else titles

    def _review(self, review: Review) -> dict[str, Any]:
        words = self.words
        return {
            "review": review,
            "address": review.address,
            "size": size_words(review.size_bytes, words),
            "time": say.duration(review.seconds, words),
            "out": [*self._posts(review.new, is_new=True), *self._posts(review.changed)],
            "gone": self._posts(review.gone),
            "numbers": [self._number(question) for question in review.findings.questions],
            "waiting": self.problems(review.waiting),
            "advice": self.problems(review.advice[:_ADVICE]),
            "more_advice": max(0, len(review.advice) - _ADVICE),
            "twin_at": say.moment(review.twin.release.at, kazakhstan_now(), words)
            if review.twin
            else "",
            "twin_titles": sorted(review.twin.titles.values()) if review.twin else [],
        }

    def _posts(self, posts: Iterable[ShownPost], *, is_new: bool = False) -> list[dict[str, str]]:
        return [
            {
                "title": post.title,
                "locale": post.locale,
                "what": self._what(post, is_new),
                "approved": self.words("the deputy agreed, {time}", time=post.approved_at)
                if post.approved_at
                else "",
                "href": f"/{post.key.removesuffix(post.slug)}news/{post.slug}.html",
                "slug": post.slug,
            }
            for post in posts
        ]

    def _what(self, post: ShownPost, is_new: bool) -> str:
        if not is_new:
            return self.words("changed since the last release")
        match post.kind:
            case Kind.ANSWER:
                return self.words("A new answer")
            case Kind.EVENT:
                return self.words("A new announcement")
        return self.words("A new post")

    def _number(self, question: Problem) -> dict[str, str]:
        number = dict(question.values).get("number", "")
        before, after = self._around(question, number)
        return {
            **self._problem(question),
            "asks": question.asks,
            "number": printable(number),
            "before": printable(before),
            "after": printable(after),
        }

    def _around(self, question: Problem, number: str) -> tuple[str, str]:
        """The words beside a number, where its file has lines; none beside a masked number."""
        lines = text_of(self.office.request.content, question.where).splitlines()
        if not 0 < question.line <= len(lines):
            return "", ""
        before, found, after = lines[question.line - 1].partition(number)
        return (_cut(before, -_AROUND), _cut(after, _AROUND)) if found else ("", "")

    def _done(self, outcome: Outcome) -> dict[str, Any]:
        review, published = outcome.review, outcome.published
        return {
            **self._review(review),
            "url": outcome.url,
            "doubts": self.problems(outcome.doubts),
            "is_seen": outcome.url and not any(map(_hides_pages, outcome.doubts)),
            "at": f"{outcome.at:%H:%M}",
            "sent": len(published.sent),
            "reachable": len(published.reachable),
        }


def _hides_pages(doubt: Problem) -> bool:
    """Whether readers may not get what was sent, rather than something beside it."""
    return doubt.where.startswith("http") and not doubt.where.endswith((f"/{FOLDER}/", ".mp4"))


def _cut(text: str, letters: int) -> str:
    """So many letters from the start, or with a negative number from the end."""
    if len(text) <= abs(letters):
        return text
    return f"{text[:letters]}…" if letters > 0 else f"…{text[letters:]}"
