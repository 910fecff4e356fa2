"""Write the text of a post for each network, ready to paste. Pure."""

import re

from generator.language.addresses import shown_address
from generator.language.sentences import split_sentences
from generator.plan.words import shortened
from generator.share.kit import KitWords

_HEADINGS = {"kk": "{network} үшін", "ru": "Для {network}"}
_SENTENCES = 2
_SUMMARY_LETTERS = 300  # at most; a phone shows about 120 before "more"
_MOST_TAGS = 5  # Instagram ignores more


def texts_of(words: KitWords) -> str:
    """The file of one language: a text under the heading of each network."""
    heading = _HEADINGS.get(words.locale, "{network}")
    blocks = {
        "WhatsApp": _whatsapp(words),
        "Telegram": _tagged(words, words.link),
        # Links cannot be tapped there, and the site's name is short enough to type.
        "Instagram": _tagged(words, _site_of(words.link)),
        "VK": _tagged(words, words.link),
    }
    parts = (
        f"===== {heading.format(network=network)} =====\n\n{text}\n"
        for network, text in blocks.items()
    )
    return "\n\n".join(parts)


def hashtags(tags: tuple[str, ...]) -> str:
    """`Ауыз су` as `#ауыз_су`: networks take only letters, digits and underscores."""
    words = (re.sub(r"\W+", "_", tag.lower()).strip("_") for tag in tags)
    return " ".join(f"#{word}" for word in dict.fromkeys(words) if word and not word.isdecimal())


def _site_of(link: str) -> str:
    # Posts are in news/, inside the folder of their language.
    return shown_address(re.sub(r"(?:/[a-z]{2})?/news/[^/]*$", "", link)) if link else ""


def _whatsapp(words: KitWords) -> str:
    # *bold* is WhatsApp's markup; it has no hashtags.
    title, summary = _title_and_summary(words)
    bold = f"*{title.replace('*', '')}*" if title else ""
    return _paragraphs(bold, summary, words.link, "\n".join(words.notices))


def _tagged(words: KitWords, link: str) -> str:
    notices, tags = "\n".join(words.notices), hashtags(words.tags[:_MOST_TAGS])
    return _paragraphs(*_title_and_summary(words), link, notices, tags)


def _title_and_summary(words: KitWords) -> tuple[str, str]:
    """No title where it only repeats the start of the summary, as unwritten titles do."""
    sentences = split_sentences(words.summary)[:_SENTENCES]
    summary = shortened(" ".join(sentences), _SUMMARY_LETTERS)
    if summary.startswith(words.title.rstrip("…")):
        return "", summary
    return words.title, summary


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
