"""Texts and the theme's strings in, the words for one language out."""

from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.model import Post, Site, Text, Theme


def theme_string(theme: Theme, locale: str, message: str) -> str:
    """A word of the theme in that language."""
    return theme.word(locale, message)


def site_name(site: Site, theme: Theme, locale: str) -> str:
    """Whose site it is; a nameless one is a council deputy's."""
    return in_locale(site.name, locale) or theme_string(theme, locale, "Council deputy")


def text_for(texts: tuple[Text, ...], locale: str) -> Text:
    """The text in that language, else the first one."""
    return next((text for text in texts if text.locale == locale), texts[0])


def title_of(text: Text, post: Post) -> str:
    """A title for every post: a nameless one is called by its day."""
    return text.title or long_date(post.date, text.locale)


def shortened(text: str, letters: int) -> str:
    """At most that many letters, cut behind a word."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    whole, _, _ = text[: letters - 1].rpartition(" ")
    return (whole or text[: letters - 1]).rstrip(" ,;:.–—-") + "…"
