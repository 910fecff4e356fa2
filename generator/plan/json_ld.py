"""A post in, its schema.org description out. Only made when the site's address is known."""

import json
from typing import Any

from generator.model import KAZAKHSTAN, Event, in_locale
from generator.plan.views import PageView, Player


def describe(view: PageView, event: Event | None, uploads: tuple[Player, ...]) -> str:
    """JSON-LD of a post's page, safe inside a script element."""
    graph: list[dict[str, Any]] = [_article(view)]
    graph += [_video(view, player) for player in uploads]
    if event:
        graph.append(_event(view, event))
    return _json({"@context": "https://schema.org", "@graph": graph})


def _article(view: PageView) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": view.title,
        "datePublished": view.published,
        "inLanguage": view.locale,
        "mainEntityOfPage": view.site.absolute(view.path),
        "author": {
            "@type": "Person",
            "name": view.site.name,
            "url": view.site.absolute(view.site.about or view.site.home),
        },
    }
    if view.card_image:
        described["image"] = [view.site.absolute(view.card_image)]
    return described


def _video(view: PageView, player: Player) -> dict[str, Any]:
    return {
        "@type": "VideoObject",
        "name": player.caption or view.title,
        "description": view.description or view.title,
        "thumbnailUrl": [view.site.absolute(player.poster)],
        "uploadDate": view.published,
        "duration": player.duration_iso,
        "contentUrl": view.site.absolute(player.renditions[-1].path),
        "inLanguage": view.locale,
    }


def _event(view: PageView, event: Event) -> dict[str, Any]:
    where = in_locale(event.where, view.locale)
    described: dict[str, Any] = {
        "@type": "Event",
        "name": view.title,
        "startDate": event.when.replace(tzinfo=KAZAKHSTAN).isoformat(),
        "location": {"@type": "Place", "name": where, "address": where},
        "url": view.site.absolute(view.path),
    }
    if event.until:
        described["endDate"] = event.until.replace(tzinfo=KAZAKHSTAN).isoformat()
    return described


def _json(described: dict[str, Any]) -> str:
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    # "</script>" and "<!--" inside a string would end the element.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
