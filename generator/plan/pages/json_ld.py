"""Describes pages for search engines by schema.org, where the site's address is known."""

import json
from typing import Any

from generator.kinds import AnswerView, Event
from generator.language.localized import in_locale
from generator.language.sentences import first_sentences
from generator.plan.views import PageView, Player, PostView

HEADLINE = 110
"""Characters of a headline that search engines show."""

# Types and properties: https://schema.org. Which of them search engines read:
# https://developers.google.com/search/docs/appearance/structured-data
_Described = dict[str, Any]

_UNLISTED = ("search", "notice", "missing", "redirect")  # search engines must not show these
_LISTS = ("archive", "tags", "tag", "clips", "older_clips", "answers")
_TYPES = {
    **dict.fromkeys(_LISTS, "CollectionPage"),
    "contacts": "ContactPage",
}
_MADE_BY_AI = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


def describe(view: PostView, event: Event | None) -> str:
    """JSON-LD of a post's page, safe inside a script element."""
    graph = [_article(view), *(_video(view, player) for player in view.clips)]
    if event:
        graph.append(_event(view, event))
    if view.answer and view.answer.claim and view.site.claim_review:
        graph.append(_claim_review(view, view.answer))
    return _json([*graph, *_breadcrumbs(view)])


def describe_page(view: PageView) -> str:
    """JSON-LD of any other page; "" for a page that search engines must not show."""
    if not view.site.url or view.kind in _UNLISTED:
        return ""
    described = [_website(view), _deputy(view)] if view.kind == "home" else [_page(view)]
    return _json([*described, *_breadcrumbs(view)])


# Posts


def _article(view: PostView) -> _Described:
    return {
        "@type": "NewsArticle",
        "headline": first_sentences(view.title, HEADLINE),
        "description": view.description,
        "image": [view.site.absolute(path) for path in view.images] or _image(view),
        "datePublished": view.published,
        "dateModified": view.modified or view.published,
        "inLanguage": view.locale,
        "isAccessibleForFree": True,
        "mainEntityOfPage": view.site.absolute(view.path),
        "author": _author(view),
        "publisher": {"@id": _deputy_id(view)},
        "correction": [reason for _, reason in view.updates],
    }


def _claim_review(view: PostView, answer: AnswerView) -> _Described:
    """Made only if site.toml asks for it: search engines accept it from fact checkers alone."""
    return {
        "@type": "ClaimReview",
        "url": view.site.absolute(view.path),
        "claimReviewed": answer.claim,
        "datePublished": view.published,
        "author": {"@id": _deputy_id(view)},
        "itemReviewed": {"@type": "Claim", "name": answer.claim},
        # 1 of 5 is "false" (https://developers.google.com/search/docs/appearance/structured-data).
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": first_sentences(answer.verdict or answer.fact, HEADLINE),
        },
    }


def _video(view: PostView, player: Player) -> _Described:
    # No inLanguage: both languages show the same clip, and which one is spoken is not known.
    return {
        "@type": "VideoObject",
        "name": player.caption or view.title,
        "description": view.description or view.title,
        "thumbnailUrl": view.site.absolute(player.poster),
        "uploadDate": view.published,
        "duration": player.duration_iso,
        # Every program plays the last one.
        "contentUrl": view.site.absolute(player.renditions[-1].path),
        "transcript": " ".join(player.transcript),
        "digitalSourceType": _MADE_BY_AI if player.ai else "",
    }


def _event(view: PostView, event: Event) -> _Described:
    where = in_locale(event.where, view.locale) or next((text for _, text in event.where), "")
    return {
        "@type": "Event",
        "name": view.title,
        "description": view.description,
        "image": _image(view),
        "startDate": event.iso(event.when),
        "endDate": event.iso(event.until) if event.until else "",
        "location": {"@type": "Place", "name": where, "address": where},
        "url": view.site.absolute(view.path),
    }


def _image(view: PageView) -> str:
    path = view.card_image or view.site.card_image
    return view.site.absolute(path) if path else ""


# The publisher is a person, or the council on its own site, which lists its deputies.


def _deputy_id(view: PageView) -> str:
    # The same in every language.
    return f"{view.site.url}#{'council' if view.site.deputies else 'deputy'}"


def _author(view: PageView) -> _Described:
    return {
        "@type": "GovernmentOrganization" if view.site.deputies else "Person",
        "@id": _deputy_id(view),
        "name": view.site.name,
        "url": view.site.absolute(view.site.about or view.site.home),
    }


def _deputy(view: PageView) -> _Described:
    site = view.site
    portrait = site.absolute(site.portrait.fallback.files[-1][0]) if site.portrait else ""
    where = {"@type": "AdministrativeArea", "name": site.district} if site.district else ""
    own = {"areaServed": where, "sameAs": site.contacts.official}
    return _author(view) | _filled(
        {
            "image": portrait,
            "telephone": site.contacts.phone,
            "email": site.contacts.email,
            "address": site.contacts.address,
            **(own if site.deputies else {"workLocation": where, "memberOf": _council(view)}),
        }
    )


def _council(view: PageView) -> _Described:
    """The council in which the deputy sits, as far as it is known."""
    region, page = view.site.region, view.site.contacts.official
    if not region:
        return {}
    known = {
        "name": region.title,
        "url": region.path if "://" in region.path else "",
        "sameAs": page,
    }
    return _filled({"@type": "GovernmentOrganization", **known})


# Other pages


def _website(view: PageView) -> _Described:
    return {
        "@type": "WebSite",
        "name": view.site.name,
        "description": view.site.tagline,
        "url": view.site.absolute(view.path),
        "inLanguage": view.locale,
        "publisher": {"@id": _deputy_id(view)},
    }


def _page(view: PageView) -> _Described:
    is_about = view.path == view.site.about
    kind = _TYPES.get(view.kind, "ProfilePage" if is_about else "WebPage")
    of_deputy = kind in ("ContactPage", "ProfilePage")
    return {
        "@type": kind,
        "name": view.title,
        "url": view.site.absolute(view.path),
        "inLanguage": view.locale,
        "mainEntity": _deputy(view) if of_deputy else "",
    }


def _breadcrumbs(view: PageView) -> list[_Described]:
    if len(view.crumbs) < 2:
        return []
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.title}
        | ({"item": view.site.absolute(crumb.path)} if crumb is not view.crumbs[-1] else {})
        for place, crumb in enumerate(view.crumbs, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": steps}]


def _filled(described: _Described) -> _Described:
    """The description without what is not known."""
    return {name: value for name, value in described.items() if value}


def _json(graph: list[_Described]) -> str:
    described = {"@context": "https://schema.org", "@graph": list(map(_filled, graph))}
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    # "</script>" and "<!--" inside a string would end the element.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
