"""Posts like a deputy's, put together from parts of sentences, for weighing the search index."""

import random
from datetime import date, timedelta

from generator.language.alphabet import slugify
from generator.plan.files.search import SearchEntry

# Syllables make as many words as news has: of 100 words in a post some 25 stand nowhere else.
_SYLLABLES = {
    "kk": "ба қа мек ты жол дар көп сұл ау те рі сан ын гүл ше ор та біз ке нұр жа са бол ды "
    "әр кез мен тұр ғын өз ен шы ақ пар ат үл гі айн ал де пу",
    "ru": "до ро шко ла ра бот ста но вый сель ско го ре мон та во да стро и тель ство жи те ли "
    "пло щад ка па мят ник от кры ли мос ты бла го ус трой бюд жет",
}
_TAGS = {
    "kk": ("жолдар", "ауыз су", "мектептер", "абаттандыру", "спорт"),
    "ru": ("дороги", "водоснабжение", "школы", "благоустройство", "спорт"),
}


def written_posts(locale: str, count: int) -> list[SearchEntry]:
    """As many posts of 60 to 150 words; the same ones each time."""
    chance = random.Random(count)
    vocabulary = [_word(locale, chance) for _ in range(5000)]
    return [_post(locale, number, vocabulary, chance) for number in range(count)]


def _post(locale: str, number: int, vocabulary: list[str], chance: random.Random) -> SearchEntry:
    day = date(2025, 1, 1) + timedelta(days=number * 3)
    title = _sentence(vocabulary, chance.randrange(4, 10), chance)
    sentences = []
    left = chance.randrange(60, 140)
    while left > 0:
        length = chance.randrange(6, 15)
        sentences.append(f"<p>{_sentence(vocabulary, length, chance)}.</p>")
        left -= length
    return SearchEntry(
        path=f"news/{day}-{slugify(title, 50)}.html",
        title=title,
        day=day.isoformat(),
        locale=locale,
        html=" ".join(sentences),
        tags=tuple(chance.sample(_TAGS[locale], 2)),
        duration_text=chance.choice(("", "45\u00a0с", "1\u00a0мин 05\u00a0с")),
        kind=chance.choice(("report", "report", "report", "answer", "event")),
    )


def _sentence(vocabulary: list[str], length: int, chance: random.Random) -> str:
    # Few words are said often, most hardly ever.
    places = (int(len(vocabulary) ** chance.random()) for _ in range(length))
    return " ".join(vocabulary[place] for place in places).capitalize()


def _word(locale: str, chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES[locale].split(), k=chance.randrange(1, 5)))
