"""How well the plain-language check finds planted faults, and how fast: `check.py TEXTS`."""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import checkout  # noqa: F401 - finds the rest
from generator.check.plain import check_plain
from generator.intake.text import TextFile, blocks, finish_text, read_text
from generator.language.detect import detect_locale
from generator.language.encoding import decode_text
from generator.language.repair import repair_text
from generator.language.sentences import split_sentences
from generator.model import Clip, ClipFacts, Content, Post, Source

PLANTED = 40  # faults of each kind and language
POST = 6  # sentences of a post

# How each message of the family begins, and the rule that says it.
RULES = {
    "a long s": "long sentence",
    "a very long s": "very long sentence",
    "the sentences are long": "average",
    "office language": "officialese",
    "a long text": "text beside a video",
    "many long words": "long words",
    "hard to read": "difficulty",
}

# LANGUAGE.md's limits, said again: a benchmark that took them from the code would prove nothing.
MOST = {"kk": (14, 20, 12, 80), "ru": (18, 25, 15, 100)}
LONG_SHARE = {"kk": 0.06, "ru": 0.08}

STILTED = {
    "kk": (
        *("Жоба биыл жүзеге асырылды.", "Ауыл сумен қамтамасыз етілді."),
        *("Бұл маңызды іс болып табылады.", "Жол бағдарлама аясында салынды."),
        *("Жұмыс жоспар шеңберінде жүрді.", "Көмек қолдау мақсатында берілді."),
        *("Ауылда іс-шара өтті.", "Әкімдік тарапынан көмек берілді."),
        *("Атап айтқанда, жол салынды.", "Жұмыс тиісінше орындалды."),
    ),
    "ru": (
        *("Ремонт осуществлялся летом.", "Обеспечение водой идёт."),
        *("Это сделано в целях ремонта.", "Дом построен в рамках плана."),
        *("В ходе встречи был спор.", "В селе прошло мероприятие."),
        *("Данный дом построен давно.", "Дом является старым."),
        *("Проведение ремонта начато.", "Пишите нам по вопросам воды."),
        *("Это сделано во исполнение плана.",),
    ),
}
LONG = {
    "kk": (
        *("ұйымдастырушылар", "қарастырылғандай", "қайырымдылықпен", "денсаулығымызды"),
        *("мемлекеттігіміздің", "жауапкершілікпен", "кәсіпорындарымыз", "автоматтандыру"),
    ),
    "ru": (
        *("благоустройство", "финансирование", "администрирование", "государственного"),
        *("сельскохозяйственный", "предпринимательство", "жизнедеятельность"),
    ),
}


@dataclass(slots=True)
class Score:
    """Posts of one rule: with the fault and named, named without it, with it and not named."""

    right: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, planted: bool, named: bool, text: str) -> None:
        """Counts one post."""
        self.right += planted and named
        self.false += named and not planted
        self.missed += planted and not named
        if planted != named:
            self.wrong.append(text)

    def row(self, name: str) -> str:
        """A line of the table."""
        named, faults = self.right + self.false, self.right + self.missed
        precision = f"{self.right / named:.3f}" if named else "–"
        recall = f"{self.right / faults:.3f}" if faults else "–"
        return f"| {name} | {faults} | {named} | {precision} | {recall} |"


Sentences = list[str]
Plant = Callable[[random.Random, str, Sentences], Sentences]


def plain_sentences(folder: Path) -> dict[str, Sentences]:
    """Sentences of real texts that a plain post may consist of, by language."""
    found: dict[str, Sentences] = {"kk": [], "ru": []}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".txt", ".md"):
            continue
        for line in repair_text(decode_text(path.read_bytes()).text).text.splitlines():
            for sentence in split_sentences(line):
                locale = detect_locale(sentence)
                if locale.sure and is_plain(sentence, locale.locale):
                    found[locale.locale].append(sentence)
    return {locale: list(dict.fromkeys(sentences)) for locale, sentences in found.items()}


def spoken(text: str) -> list[str]:
    """The words between spaces, counted apart from the code under test."""
    return [word for word in text.split() if any(letter.isalnum() for letter in word)]


def is_hard(post: Sentences) -> bool:
    """The formula of LANGUAGE.md, worked out again."""
    words = [word for word in spoken(" ".join(post)) if not word[0].isdigit()]
    vowels = sum(letter in "аеёиоуыэюя" for word in words for letter in word.lower())
    return 206.835 - 1.3 * len(words) / len(post) - 60.1 * vowels / len(words) < 50


def faults(planted: str, locale: str, post: Sentences) -> set[str]:
    """What is wrong with a post, worked out from the sentences it was put together from."""
    counts = [len(spoken(sentence)) for sentence in post]
    long, very_long, average, beside = MOST[locale]
    found = {planted} & {"officialese"}
    if sum(counts) / len(counts) > average:
        found.add("average")  # said instead of naming the one sentence
    elif max(counts) > long:
        found.add("very long sentence" if max(counts) > very_long else "long sentence")
    if sum(counts) > beside:
        found.add("text beside a video")
    if share_of_long(post) > LONG_SHARE[locale]:
        found.add("long words")
    if locale == "ru" and is_hard(post):
        found.add("difficulty")
    return found


def share_of_long(post: Sentences) -> float:
    """Words of 13 letters or more among all."""
    words = spoken(" ".join(post))
    return sum(len(word.strip("«».,!?:;()")) >= 13 for word in words) / len(words)


def is_plain(sentence: str, locale: str) -> bool:
    """By spaces, not by the code under test; no fault of any kind stands in it."""
    few = 4 <= len(spoken(sentence)) <= MOST[locale][2]
    stems = ("асыр", "қамтамасыз", "табыл", "аясында", "шеңбер", "мақсат", "шара", "тарап")
    more = ("тиісінше", "осуществ", "обеспеч", "целях", "рамках", "ходе", "мероприят", "данн")
    most = ("явля", "проведен", "вопрос", "исполнен", "айтқанда")
    low = sentence.lower()
    short = all(len(word.strip("«».,!?:;()")) < 13 for word in sentence.split())
    clean = not any(stem in low for stem in (*stems, *more, *most))
    return few and short and clean and sentence[0].isupper() and sentence[-1] in ".!?"


def join(chance: random.Random, locale: str, post: Sentences, least: int, most: int) -> Sentences:
    """The post with some sentences made one of so many words."""
    pool = [word.strip('«»"“”') for one in post * 3 for word in spoken(one.rstrip(".!?"))]
    at = chance.randrange(len(pool) // 3)
    return [
        *post,
        " ".join([opened(locale), *pool[at : at + chance.randint(least, most) - 1]]) + ".",
    ]


def opened(locale: str) -> str:
    """A word that opens a sentence."""
    return {"kk": "Бүгін", "ru": "Сегодня"}[locale]


def long_sentence(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """One sentence that is long, among short ones."""
    return join(chance, locale, post, MOST[locale][0] + 1, MOST[locale][1])


def very_long_sentence(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """One sentence that is very long."""
    return join(chance, locale, post, MOST[locale][1] + 1, MOST[locale][1] + 8)


def long_average(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """Sentences joined in pairs until the average is too long."""
    return [join(chance, locale, post, MOST[locale][0], MOST[locale][1])[-1] for _ in post]


def officialese(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """Three pieces or more."""
    return [*post, *chance.sample(STILTED[locale], chance.randint(3, 5))]


def two_stilted(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """Two pieces, which are allowed."""
    return [*post, *chance.sample(STILTED[locale], 2)]


def long_words(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """Long words in every sentence, as one word in ten."""
    some = max(1, len(spoken(" ".join(post))) // len(post) // 10 + 1)
    return [" ".join([opened(locale), *chance.choices(LONG[locale], k=some), one]) for one in post]


def beside_video(chance: random.Random, locale: str, post: Sentences) -> Sentences:
    """As many sentences as make the text too long."""
    return post * (MOST[locale][3] // len(spoken(" ".join(post))) + 1)


PLANTS: dict[str, Plant] = {
    "": lambda chance, locale, post: post,
    "long sentence": long_sentence,
    "very long sentence": very_long_sentence,
    "average": long_average,
    "officialese": officialese,
    "two stilted": two_stilted,
    "long words": long_words,
    "text beside a video": beside_video,
}


def named(locale: str, sentences: Sentences) -> set[str]:
    """The rules that speak about a post of these sentences beside a clip."""
    raw = text_file(locale, " ".join(sentences))
    clip = Clip(Source("1.mov", "1", 1), ClipFacts(1920, 1080, seconds=30.0, fps=30.0))
    content = Content(posts=(post_of(raw, (clip,)),))
    found = check_plain(content, lambda path: "")
    return {rule for one in found for start, rule in RULES.items() if one.what.startswith(start)}


def text_file(locale: str, text: str) -> TextFile:
    """What intake reads of such a file."""
    title = {"kk": "Жол", "ru": "Дом"}[locale]
    return read_text(f"# {title}\n\n{text}\n".encode(), f"{locale}.md", locale, ("kk", "ru"))


def post_of(file: TextFile, media: tuple[Clip, ...] = ()) -> Post:
    """A post of a file's texts."""
    texts = [
        finish_text(raw, blocks(raw.html, lambda name: "")[0], raw.title, "") for raw in file.texts
    ]
    return Post("Жол", "zhol", date(2026, 11, 23), tuple(texts), media)


def posts(
    sentences: dict[str, Sentences], chance: random.Random
) -> Iterator[tuple[str, str, Sentences]]:
    """Posts with one planted fault each, and without: language, fault, sentences."""
    for locale, plain in sentences.items():
        for name, plant in PLANTS.items():
            for _ in range(PLANTED):
                yield locale, name, plant(chance, locale, chance.sample(plain, POST))


def score(sentences: dict[str, Sentences], chance: random.Random, show: bool) -> None:
    """Prints precision and recall of each rule in each language."""
    scores: dict[str, Score] = {}
    for locale, planted, post in posts(sentences, chance):
        found = named(locale, post)
        wrong = faults(planted, locale, post)
        for rule in RULES.values():
            one = scores.setdefault(f"{locale}, {rule}", Score())
            one.add(rule in wrong, rule in found, f"{planted}: {' '.join(post)}")
    print("| rule | faults | named | precision | recall |\n|---|---|---|---|---|")
    for name, one in sorted(scores.items()):
        print(one.row(name))
        for text in one.wrong[:5] if show else ():
            print("   ", text[:300])


def clock(sentences: dict[str, Sentences], chance: random.Random) -> None:
    """Prints the CPU seconds of 2,000 words, from the file's bytes on and of the check alone."""
    halves = {locale: officialese(chance, locale, plain) for locale, plain in sentences.items()}
    repeat = 2_000 // len(spoken(" ".join(one for half in halves.values() for one in half))) + 1
    written = {locale: (" ".join(half) + " ") * repeat for locale, half in halves.items()}
    count = sum(len(spoken(text)) for text in written.values())
    whole, alone = [], []
    for _ in range(7):
        started = time.process_time()
        files = [text_file(locale, text) for locale, text in written.items()]
        content = Content(posts=tuple(post_of(file) for file in files))
        read_at = time.process_time()
        list(check_plain(content, lambda path: written[path[:2]]))
        alone.append(time.process_time() - read_at)
        whole.append(time.process_time() - started)
    scale = 2_000 / count
    print(
        f"2,000 words: {sorted(whole)[3] * scale:.3f} s of CPU with parsing, "
        f"{sorted(alone)[3] * scale:.3f} s of them the check (median of 7, {count} words each)"
    )


def main() -> None:
    """Prints the table and the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="the posts that were judged wrongly")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sentences = plain_sentences(options.texts)
    print(
        ", ".join(f"{locale}: {len(plain)} plain sentences" for locale, plain in sentences.items())
    )
    score(sentences, chance, options.show)
    clock(sentences, chance)


if __name__ == "__main__":
    main()
