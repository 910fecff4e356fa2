"""Decides what the share card of a post, and that of the site, says."""

from msgspec.structs import replace

from generator.kinds import Event
from generator.language.localized import in_locale
from generator.language.units import duration_text
from generator.model import Clip, Photo, Post, Site, Text, Theme
from generator.plan.media.covers import is_card_by_ai
from generator.plan.words import counted, shortened, site_name, theme_string, title_of
from generator.recipes import CardRecipe

_TEXT = 160  # characters of a post's first sentences


def site_card(site: Site, theme: Theme, locale: str) -> CardRecipe:
    """The card of the home page: who it is, and how to call."""
    return CardRecipe(
        title=site_name(site, theme, locale),
        name=site_name(site, theme, locale),
        look="home",
        text=in_locale(site.district, locale) or in_locale(site.tagline, locale),
        note=site.contacts.phone,
        accent=site.accent,
    )


def post_card(post: Post, text: Text, site: Site, theme: Theme) -> CardRecipe:
    """The card of a post in the language of that text."""
    locale = text.locale
    clip = next((media for media in post.media if isinstance(media, Clip)), None)
    usual = CardRecipe(
        title=title_of(text, post),
        name=site_name(site, theme, locale),
        place=in_locale(site.district, locale),
        label=_label(post, clip, theme, locale),
        is_clip=clip is not None,
        text=shortened(text.summary, _TEXT),
        accent=site.accent,
    )
    if post.facts.answer:
        return _answer_card(usual, post, theme, locale)
    if post.facts.event:
        return _event_card(usual, post.facts.event, site, locale)
    return usual


def _answer_card(usual: CardRecipe, post: Post, theme: Theme, locale: str) -> CardRecipe:
    answer = post.facts.answer
    claim = in_locale(answer.claim, locale) if answer else ""
    return replace(
        usual,
        look="answer",
        text=theme_string(theme, locale, "Who answers") + ":",
        note=theme_string(theme, locale, "The rumour"),
        claim=claim,
        stamp=theme_string(theme, locale, "FALSE"),
    )


def _event_card(usual: CardRecipe, event: Event, site: Site, locale: str) -> CardRecipe:
    view = event.view(locale)
    return replace(
        usual,
        look="event",
        place=site.contacts.phone or usual.place,
        text=view.where,
        number=view.number,
        month=", ".join(filter(None, (view.month, view.weekday))),
        hours=view.hours,
    )


def _label(post: Post, clip: Clip | None, theme: Theme, locale: str) -> str:
    """That AI made it, and how long its clip is or how many photos it has."""
    photos = sum(isinstance(media, Photo) for media in post.media)
    parts = [theme_string(theme, locale, "Made by AI")] if is_card_by_ai(post) else []
    if clip:
        parts.append(theme_string(theme, locale, "Video"))
        parts.append(duration_text(clip.seconds, locale))
    elif photos > 1:
        parts.append(counted(theme, locale, "%(count)s photo", photos))
    return " · ".join(parts)
