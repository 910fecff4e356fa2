"""A word in Kazakh or Russian comes in; what its inflected forms have in common goes out.

The rules are tables, and the search page's script gets the same tables: what `strip` does here,
`stem` does in search.js, step for step.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

# Letters and digits after lower(); × and ÷ stand among the Latin letters.
WORD = "[0-9a-zß-öø-ɏə\u0400-\u052f]+"
_WORD = re.compile(WORD)
_CYRILLIC = re.compile("[\u0400-\u052f]")

# Stress marks, and what Word and telephones put inside words.
MARKS = "[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]"
_MARKS = re.compile(MARKS)

# Latin letters that stand in for Cyrillic ones; only in words that hold a Cyrillic letter. K, M
# and T are like the Cyrillic ones as capitals, and a query is lower-case by then. ё is written е.
LOOK_ALIKES = ("iəǝɵhcaeopxykmtëё", "іәәөһсаеорхукмтее")
_LOOK_ALIKES = str.maketrans(*LOOK_ALIKES)

# What people type who have no Kazakh keyboard.
PLAIN = ("әғқңөұүһі", "агкноуухи")
_PLAIN = str.maketrans(*PLAIN)

# Words that say nothing of what a text is about; a query "жол туралы" is one for "жол".
STOP_WORDS = (
    "мен бен пен және да де та те үшін туралы бойынша осы бұл сол ол бір бар "
    "и в во на по с со о об от до из за к ко у для не что как это при а но его их"
)

_SHORTEST = 3  # letters left of a word; two only where `kept` knows the stem


@dataclass(frozen=True)
class Stripper:
    """Rules for the words of one language.

    Each pass takes off one ending at most, the longest one that stands after one of its letters
    and leaves a stem; the passes are repeated until nothing more comes off, so that a bare noun
    that looks inflected (`алтын`) ends where its own cases end. `kept` holds stems that are whole
    as they are; `last` what a stem's end becomes.
    """

    passes: tuple[tuple[tuple[str, str], ...], ...]  # letters before, endings
    kept: str
    last: tuple[tuple[str, str], ...]

    @cached_property
    def before(self) -> tuple[dict[str, str], ...]:
        """Of each pass, the letters before by ending."""
        return tuple(
            {
                ending: "".join(more for more, others in rows if ending in others.split())
                for _, endings in rows
                for ending in endings.split()
            }
            for rows in self.passes
        )

    @cached_property
    def stems_kept(self) -> frozenset[str]:
        """The words of `kept`."""
        return frozenset(self.kept.split())


# Kazakh endings follow the last letter of the stem (дың after ж, тың after п, ның after a vowel),
# which tells most stems that only look inflected: `Алматы` does not end in -ты.
_VOWELS = "аәеоөыіэяё"
_GLIDES = "рйуию"
_HARD = "пткқсшщцчфхһбгғдв"  # б г ғ д в end loanwords (клубтың)
_BUZZING = "зж"
_NASAL = "мнң"
_NOT_HARD = _VOWELS + _GLIDES + _NASAL + _BUZZING + "л"

_KAZAKH = Stripper(
    passes=(
        (  # case; after the possessive ы/і the endings begin with н
            (_VOWELS + _NASAL, "ның нің"),
            ("л" + _GLIDES + _BUZZING, "дың дің"),
            (_HARD, "тың тің ты ті қа ке та те тан тен пен тағы тегі"),
            (_VOWELS + "ую", "ны ні"),
            (_GLIDES + _NASAL + _BUZZING + "л", "ды ді"),
            (_NOT_HARD, "ға ге да де дағы дегі"),
            (_VOWELS + _GLIDES + _BUZZING + "л", "дан ден"),
            (_NASAL, "нан нен"),
            (_VOWELS + _GLIDES + _NASAL + "л", "мен"),
            (_BUZZING, "бен"),
            ("ыі", "н на не нда нде нан нен ндағы ндегі"),
        ),
        (  # possessive; -сы mostly after а and е: жұмыс and облыс end in ыс
            ("аәеоөэяию", "сы сі"),
            ("шж", "ысы ісі"),  # оқушы-сы, қаржы-сы
            (_HARD + _GLIDES + _BUZZING + _NASAL + "л", "ы і"),
            (_VOWELS, "мыз міз ңыз ңіз"),
            (_HARD + _GLIDES + _BUZZING + _NASAL + "л", "ымыз іміз ыңыз іңіз"),
        ),
        (  # plural
            (_VOWELS + _GLIDES, "лар лер"),
            (_NASAL + _BUZZING + "л", "дар дер"),
            (_HARD, "тар тер"),
        ),
        (("аео", "н"),),  # ауданы is аудан-ы, баланы is бала-ны: let both end in a vowel
    ),
    kept="су үй ел іс ат ай ой ер от ас із ән ұл би кеңес дос полис адрес класс ереже "
    "халық орын теңіз мекен теңге басқа",
    last=(("халқ", "халық"), ("орн", "орын"), ("б", "п"), ("г", "к"), ("ғ", "қ")),
)

_ANY = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

_RUSSIAN = Stripper(
    passes=(
        ((_ANY, "ся сь"),),
        (
            (_ANY, "а я о е у ю ы и ь й ой ей ою ею ом ем ам ям ами ями ах ях ов ев ью"),
            (_ANY, "ия ие ии ию ий ием ией иям иями иях иев ья ье ьи ьев ьям ьями ьях ьем"),
            (_ANY, "ый ая яя ое ее ые ого его ому ему ым им ых их ую юю ыми ими ьми"),
            (_ANY, "ить ировать ировал ировали ировала ируют ирует овать ывать ивать ывают"),
            ("аяыиуео", "лась лось лись лся"),
        ),
    ),
    kept="",
    last=(("ок", "к"), ("ек", "к"), ("ец", "ц")),
)

STRIPPERS: Mapping[str, Stripper] = {"kk": _KAZAKH, "ru": _RUSSIAN}


def stem(word: str, locale: str) -> str:
    """The stem of one word, lower-case: `мектептеріміз` → `мектеп`, `дорогам` → `дорог`.

    A stem's stem is itself. A locale without tables leaves the word as it is.
    """
    return _stem("".join(words(word)), locale)


def stems(text: str, locale: str) -> tuple[str, ...]:
    """The stems of a text's words, each once, in order; without words that say nothing."""
    known = _known_stems(locale)
    if len(known) > _REMEMBERED:
        known.clear()
    found = dict.fromkeys(map(known.__getitem__, _runs(text)))
    found.pop("", None)
    return tuple(found)


def words(text: str) -> Iterator[str]:
    """The words and numbers of a text as the index spells them: small letters, no look-alikes."""
    return map(_spelt, _runs(text))


def plain(text: str) -> str:
    """The text as typed without Kazakh letters; a table of endings can be one."""
    return text.translate(_PLAIN)


_STOP_WORDS = frozenset(STOP_WORDS.split())


def _runs(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text).lower()
    return _WORD.findall(_MARKS.sub("", composed))


def _spelt(word: str) -> str:
    return word.translate(_LOOK_ALIKES) if _CYRILLIC.search(word) else word


# A thousand posts have a hundred thousand words, of which one in ten is a new one.
_REMEMBERED = 65536


class _KnownStems(dict[str, str]):
    """The stems of the words of one language; "" for words that say nothing."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale

    def __missing__(self, word: str) -> str:
        spelt = _spelt(word)
        found = self[word] = "" if spelt in _STOP_WORDS else _stem(spelt, self._locale)
        return found


@cache
def _known_stems(locale: str) -> _KnownStems:
    return _KnownStems(locale)


def _stem(word: str, locale: str) -> str:
    stripper = STRIPPERS.get(locale)
    return strip(word, stripper) if stripper else word


def strip(word: str, stripper: Stripper) -> str:
    """What the rules leave of a word that is spelt as `words` spells it."""
    before = ""
    while word != before:
        before = word
        for endings in stripper.before:
            word = _cut(word, endings, stripper.stems_kept)
    for end, instead in stripper.last:
        if word.endswith(end):
            return word.removesuffix(end) + instead
    return word


def _cut(word: str, endings: Mapping[str, str], kept: frozenset[str]) -> str:
    if word in kept:
        return word
    possible = [
        word[:at]
        for at in range(1, len(word))
        if word[at:] in endings
        and word[at - 1] in endings[word[at:]]
        and (at >= _SHORTEST or word[:at] in kept)
    ]
    return next((rest for rest in possible if rest in kept), (*possible, word)[0])
