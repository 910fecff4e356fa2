"""Words for one language: of the theme, the site and its posts."""

from generator.language.dates import long_date
from generator.language.localized import in_locale
from generator.language.plurals import plural_index
from generator.language.typeset import bound
from generator.model import Post, Site, Text, Theme


def theme_string(theme: Theme, locale: str, message: str) -> str:
    return theme.word(locale, message)


def site_name(site: Site, theme: Theme, locale: str) -> str:
    """The name of the site; without one, “Council deputy” in that language."""
    return in_locale(site.name, locale) or theme_string(theme, locale, "Council deputy")


def counted(theme: Theme, locale: str, message: str, count: int) -> str:
    """The message about a number of things, in the plural form of that language."""
    forms = dict(dict(theme.strings).get(locale, ())).get(message, (message,))
    form = forms[min(plural_index(count, locale), len(forms) - 1)]
    return form.replace("%(count)s", str(count))


def text_for(texts: tuple[Text, ...], locale: str) -> Text:
    """The text in that language, else the first one."""
    return next((text for text in texts if text.locale == locale), texts[0])


def title_of(text: Text, post: Post) -> str:
    """The post's title, which of an answer is its fact; without one, its date."""
    fact = in_locale(post.facts.answer.fact, text.locale) if post.facts.answer else ""
    return bound(fact or text.title) or long_date(post.date, text.locale)


def initials(name: str) -> str:
    """The first letters of the first two words, for whom no photo is known."""
    return "".join(word[0] for word in name.split()[:2] if word[0].isalnum()).upper()


def shortened(text: str, letters: int) -> str:
    """The text on one line, cut after a word to at most that many characters."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    whole, _, _ = text[: letters - 1].rpartition(" ")
    return (whole or text[: letters - 1]).rstrip(" ,;:.–—-") + "…"
