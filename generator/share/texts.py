"""The words of a post in, a text for each network out: plain, ready to be pasted. Pure."""

import re

from generator.language.addresses import shown_address
from generator.language.sentences import split_sentences
from generator.plan.words import shortened
from generator.share.kit import KitWords

_HEADINGS = {"kk": "{network} үшін", "ru": "Для {network}"}
_SENTENCES = 2
_SUMMARY_LETTERS = 300  # where they are long; a phone shows some 120 before "more"
_MOST_TAGS = 5  # what Instagram looks at


def texts_of(words: KitWords) -> str:
    """The file of that language: one text under the heading of each network."""
    heading = _HEADINGS.get(words.locale, "{network}")
    blocks = {
        "WhatsApp": _whatsapp(words),
        "Telegram": _tagged(words, words.link),
        # Nothing can be tapped there: the site's name is short enough to be typed.
        "Instagram": _tagged(words, _site_of(words.link)),
        "VK": _tagged(words, words.link),
    }
    parts = (
        f"===== {heading.format(network=network)} =====\n\n{text}\n"
        for network, text in blocks.items()
    )
    return "\n\n".join(parts)


def _site_of(link: str) -> str:
    # Posts stand below news/, in the folder of their language.
    return shown_address(re.sub(r"(?:/[a-z]{2})?/news/[^/]*$", "", link)) if link else ""


def hashtags(tags: tuple[str, ...]) -> str:
    """`Ауыз су` as `#ауыз_су`: letters, digits and the underscore are all that networks take."""
    words = (re.sub(r"\W+", "_", tag.lower()).strip("_") for tag in tags)
    return " ".join(f"#{word}" for word in dict.fromkeys(words) if word and not word.isdecimal())


def _whatsapp(words: KitWords) -> str:
    # *bold* is WhatsApp's own mark; it knows no hashtags.
    title, summary = _told(words)
    bold = f"*{title.replace('*', '')}*" if title else ""
    return _paragraphs(bold, summary, words.link, "\n".join(words.notices))


def _tagged(words: KitWords, link: str) -> str:
    notices, tags = "\n".join(words.notices), hashtags(words.tags[:_MOST_TAGS])
    return _paragraphs(*_told(words), link, notices, tags)


def _told(words: KitWords) -> tuple[str, str]:
    """Title and summary; where nobody wrote a title it is the summary's beginning: said once."""
    sentences = split_sentences(words.summary)[:_SENTENCES]
    summary = shortened(" ".join(sentences), _SUMMARY_LETTERS)
    if summary.startswith(words.title.rstrip("…")):
        return "", summary
    return words.title, summary


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
