"""Reduce Kazakh and Russian words to what their inflected forms share.

The rules are tables. The search page's script gets the same tables: `stem` in search.js repeats
`strip` step for step.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

# Letters and digits after lower(), without × and ÷, which lie among the Latin letters.
WORD = "[0-9a-zß-öø-ɏə\u0400-\u052f]+"
_WORD = re.compile(WORD)
_CYRILLIC = re.compile("[\u0400-\u052f]")

# Stress marks, and what Word and phones insert into words.
MARKS = "[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]"
_MARKS = re.compile(MARKS)

# Latin letters typed for Cyrillic ones, replaced only in words with a Cyrillic letter. K, M and T
# resemble theirs only as capitals, but a query is lower case by then. ё becomes е.
LOOK_ALIKES = ("iəǝɵhcaeopxykmtëё", "іәәөһсаеорхукмтее")
_LOOK_ALIKES = str.maketrans(*LOOK_ALIKES)

# What people type without a Kazakh keyboard.
PLAIN = ("әғқңөұүһі", "агкноуухи")
_PLAIN = str.maketrans(*PLAIN)

# Words without a topic: the query "жол туралы" means "жол".
STOP_WORDS = (
    "мен бен пен және да де та те үшін туралы бойынша осы бұл сол ол бір бар "
    "и в во на по с со о об от до из за к ко у для не что как это при а но его их"
)

_SHORTEST = 3  # letters of a stem; `kept` has the shorter ones


@dataclass(frozen=True)
class Stripper:
    """Rules for the words of one language.

    Each pass removes at most one ending: the longest that follows one of its letters and leaves a
    stem. The passes repeat until nothing comes off, so that a bare noun that looks inflected
    (`алтын`) ends where its own cases end.
    """

    passes: tuple[tuple[tuple[str, str], ...], ...]  # letters before, endings
    kept: str  # complete stems, separated by spaces
    last: tuple[tuple[str, str], ...]  # stem endings and their replacements

    @cached_property
    def before(self) -> tuple[dict[str, str], ...]:
        """For each pass, the letters that may precede an ending, by ending."""
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


# Kazakh endings depend on the stem's last letter (дың after ж, тың after п, ның after a vowel).
# That spares most stems that only look inflected: `Алматы` does not end in -ты.
_VOWELS = "аәеоөыіэяё"
_GLIDES = "рйуию"
_HARD = "пткқсшщцчфхһбгғдв"  # б г ғ д в: in loanwords (клубтың)
_BUZZING = "зж"
_NASAL = "мнң"
_NOT_HARD = _VOWELS + _GLIDES + _NASAL + _BUZZING + "л"

_KAZAKH = Stripper(
    passes=(
        (  # case; after the possessive ы/і endings start with н
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
        (("аео", "н"),),  # ауданы is аудан-ы, баланы is бала-ны: both end in a vowel
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
    """The lower-case stem of one word: `мектептеріміз` → `мектеп`, `дорогам` → `дорог`.

    A stem is its own stem. Words of a locale without tables stay as they are.
    """
    return _stem("".join(words(word)), locale)


def stems(text: str, locale: str) -> tuple[str, ...]:
    """The stems of a text's words, each once, in order, without stop words."""
    unique = dict.fromkeys(map(_indexer(locale), _runs(text)))
    unique.pop("", None)
    return tuple(unique)


def words(text: str) -> Iterator[str]:
    """The words and numbers of a text as the index spells them: lower case, no look-alikes."""
    return map(_spelt, _runs(text))


def plain(text: str) -> str:
    """The text (or a table of endings) as typed without Kazakh letters."""
    return text.translate(_PLAIN)


_STOP_WORDS = frozenset(STOP_WORDS.split())


def _runs(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text).lower()
    return _WORD.findall(_MARKS.sub("", composed))


def _spelt(word: str) -> str:
    return word.translate(_LOOK_ALIKES) if _CYRILLIC.search(word) else word


@cache
def _indexer(locale: str) -> Callable[[str], str]:
    # A thousand posts have a hundred thousand words, of which one in ten is new.
    @lru_cache(maxsize=65536)
    def index(word: str) -> str:
        spelt = _spelt(word)
        return "" if spelt in _STOP_WORDS else _stem(spelt, locale)

    return index


def _stem(word: str, locale: str) -> str:
    stripper = STRIPPERS.get(locale)
    return strip(word, stripper) if stripper else word


def strip(word: str, stripper: Stripper) -> str:
    """The stem of a word that is spelled as `words` spells it."""
    before = ""
    while word != before:
        before = word
        for endings in stripper.before:
            word = _cut(word, endings, stripper.stems_kept)
    for ending, replacement in stripper.last:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
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
