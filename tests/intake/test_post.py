"""Files in, posts out: dates, slugs, languages, covers, captions, and every doubt said aloud."""

import unicodedata
from datetime import date, datetime, time

import pytest
from msgspec.structs import replace

from generator.errors import Level, problem
from generator.kinds import Event
from generator.model import Block, Body, Clip, Cut, MediaNote, Photo, Post
from tests.support.written_content import CLIP, PHOTO, Seen, read_content, read_post, told

KK = "# Мектеп ашылды\n\nҚұрылысқа үш жүз адам қатысты."
RU = "# Школа открыта\n\nВ строительстве участвовали триста человек."


def titles(post: Post) -> dict[str, str]:
    return {text.locale: text.title for text in post.texts}


def media_names(post: Post) -> list[str]:
    return [one.source.path.rpartition("/")[2] for one in post.media]


# Dates and slugs


@pytest.mark.parametrize(
    ("folder", "day", "slug"),
    [
        ("2026-11-23 Мектеп жөндеу", date(2026, 11, 23), "2026-11-23-mektep-zhondeu"),
        ("2026.11.23 Мектеп", date(2026, 11, 23), "2026-11-23-mektep"),
        ("23.11.2026 Мектеп", date(2026, 11, 23), "2026-11-23-mektep"),
        ("20261123_Мектеп", date(2026, 11, 23), "2026-11-23-mektep"),
        ("Мектеп 23 ноября 2026", date(2026, 11, 23), "2026-11-23-mektep"),
        ("2026 ж. 23 қараша Мектеп", date(2026, 11, 23), "2026-11-23-mektep"),
        ("2026-11-23", date(2026, 11, 23), "2026-11-23"),
    ],
)
def test_the_date_in_the_folders_name_is_the_posts(folder: str, day: date, slug: str) -> None:
    content = read_content({f"{folder}/kk.md": KK, f"{folder}/ru.md": RU})
    (post,) = content.posts
    assert (post.date, post.slug, post.path) == (day, slug, folder)
    assert content.problems == ()


@pytest.mark.parametrize(
    "files",
    [
        {"Мектеп/kk.md": KK, "Мектеп/post.toml": "date = 2026-11-20"},
        {"Мектеп/kk.md": KK, "Мектеп/post.toml": 'date = "2026-11-20 18:30"'},
        {"Мектеп/kk.md": f"---\ndate: 2026-11-20\n---\n{KK}"},
    ],
)
def test_without_a_date_in_the_name_the_written_one_counts(files: dict[str, str]) -> None:
    content = read_content(files)
    assert content.posts[0].date == date(2026, 11, 20)
    assert content.posts[0].slug == "mektep"
    assert content.problems == ()


def test_else_the_earliest_photo_or_clip_tells_the_day() -> None:
    seen: Seen = {
        "Мектеп/a.jpg": replace(PHOTO, taken=datetime(2026, 11, 19, 23, 50)),
        "Мектеп/b.mp4": replace(CLIP, taken=datetime(2026, 11, 18, 9, 0)),
    }
    content = read_content({"Мектеп/kk.md": KK, "Мектеп/a.jpg": b"", "Мектеп/b.mp4": b""}, seen)
    assert content.posts[0].date == date(2026, 11, 18)
    assert told(content) == [
        ("Мектеп", "no date in the name: the day it was filmed is shown, 2026-11-18")
    ]


def test_else_the_files_own_day_in_kazakhstan_is_shown_with_a_doubt() -> None:
    content = read_content({"Мектеп/kk.md": KK})
    assert content.posts[0].date == date(2026, 11, 23)
    (found,) = content.problems
    assert found.level is Level.DOUBT
    assert dict(found.values) == {"day": "2026-11-23"}


def test_two_different_dates_are_a_doubt_and_the_names_is_shown() -> None:
    content = read_content(
        {"2026-11-23 Жол/kk.md": KK, "2026-11-23 Жол/post.toml": "date = 2026-11-20"}
    )
    assert content.posts[0].date == date(2026, 11, 23)
    assert told(content) == [
        ("2026-11-23 Жол", "the name says 2026-11-23, the text says 2026-11-20")
    ]


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("zhana-mektep", "zhana-mektep"),
        ("Жаңа мектеп!", "zhana-mektep"),
        ("???", "2026-11-23-mektep"),
        ("", "2026-11-23-mektep"),
    ],
)
def test_a_written_slug_replaces_the_folders(written: str, slug: str) -> None:
    post = read_post(
        {"2026-11-23 Мектеп/kk.md": KK, "2026-11-23 Мектеп/post.toml": f"slug = '{written}'"}
    )
    assert post.slug == slug


def test_a_changed_title_leaves_the_slug() -> None:
    before = read_post({"2026-11-23 Мектеп/kk.md": KK})
    after = read_post({"2026-11-23 Мектеп/kk.md": "# Басқа атау\n\nСөз."})
    assert before.slug == after.slug


def test_a_name_on_apples_disk_gives_the_same_slug() -> None:
    folder = unicodedata.normalize("NFD", "2026-11-23 Жаңа үй")
    post = read_post({f"{folder}/kk.md": KK})
    assert post.slug == "2026-11-23-zhana-ui"
    assert post.path == folder


# Texts


@pytest.mark.parametrize(
    ("kk", "ru"),
    [
        ("kk.md", "ru.md"),
        ("kz.txt", "rus.txt"),
        ("қаз.md", "рус.md"),
        ("Баяндама қаз.md", "Отчёт рус.md"),
        ("мәтін (kk).md", "мәтін (ru).md"),
        ("бірінші.md", "второй.md"),
    ],
)
def test_each_text_finds_its_language(kk: str, ru: str) -> None:
    post = read_post({f"2026-11-23 А/{kk}": KK, f"2026-11-23 А/{ru}": RU})
    assert titles(post) == {"kk": "Мектеп ашылды", "ru": "Школа открыта"}
    assert {text.locale: text.path for text in post.texts} == {
        "kk": f"2026-11-23 А/{kk}",
        "ru": f"2026-11-23 А/{ru}",
    }


def test_a_guessed_language_is_a_doubt() -> None:
    content = read_content({"2026-11-23 А/text.md": "Наш район"})
    assert told(content) == [("2026-11-23 А/text.md", "the language is a guess: kk")]


def test_a_second_text_in_one_language_is_a_doubt_and_stays_out() -> None:
    content = read_content({"2026-11-23 А/kk.md": KK, "2026-11-23 А/мәтін қаз.md": "# Басқа"})
    assert titles(content.posts[0]) == {"kk": "Мектеп ашылды"}
    assert told(content) == [
        (
            "2026-11-23 А/мәтін қаз.md",
            "there is another text in this language: 2026-11-23 А/kk.md",
        )
    ]


def test_a_text_in_a_language_the_site_has_not_stays_out() -> None:
    content = read_content(
        {"site.toml": 'locales = ["kk"]', "2026-11-23 А/kk.md": KK, "2026-11-23 А/ru.md": RU}
    )
    assert titles(content.posts[0]) == {"kk": "Мектеп ашылды"}
    assert told(content) == [("2026-11-23 А/ru.md", "this language is not among the site's")]


def test_a_title_in_front_matter_is_shown_and_the_text_stays_whole() -> None:
    post = read_post({"2026-11-23 А/kk.md": f"---\ntitle: Жаңа үй\n---\n{KK}"})
    assert titles(post) == {"kk": "Жаңа үй"}
    assert next(iter(post.texts[0].body)).html.startswith("<h2>Мектеп ашылды</h2>")
    plain = read_post({"2026-11-23 А/kk.md": "---\ntitle: Жаңа үй\n---\nБірінші. Екінші."})
    assert plain.texts[0].body == Body.of(Block(html="<p>Бірінші. Екінші.</p>"))


def test_a_title_written_twice_is_shown_once() -> None:
    post = read_post({"2026-11-23 А/kk.md": f"---\ntitle: Мектеп ашылды\n---\n{KK}"})
    assert post.texts[0].body == Body.of(Block(html="<p>Құрылысқа үш жүз адам қатысты.</p>"))


def test_a_title_in_post_toml_keeps_the_text_whole() -> None:
    post = read_post(
        {
            "2026-11-23 А/kk.md": "Бірінші. Екінші.",
            "2026-11-23 А/post.toml": 'title = { kk = "Жаңа үй", ru = "Новый дом" }',
        }
    )
    assert titles(post) == {"kk": "Жаңа үй"}
    assert post.texts[0].body == Body.of(Block(html="<p>Бірінші. Екінші.</p>"))


def test_front_matter_over_two_texts_may_title_them_both() -> None:
    front = "---\ntitle: {kk: Үй, ru: Дом}\ntags: {kk: [Құрылыс], ru: [Стройка]}\n---\n"
    post = read_post({"2026-11-23 А/text.md": f"{front}{KK}\n\n{RU}"})
    assert titles(post) == {"kk": "Үй", "ru": "Дом"}
    assert {text.locale: text.tags for text in post.texts} == {
        "kk": ("Құрылыс",),
        "ru": ("Стройка",),
    }


def test_one_title_over_two_texts_leaves_each_its_own() -> None:
    post = read_post({"2026-11-23 А/text.md": f"---\ntitle: Үй\n---\n{KK}\n\n{RU}"})
    assert titles(post) == {"kk": "Мектеп ашылды", "ru": "Школа открыта"}


@pytest.mark.parametrize(("written", "title"), [("2026", "2026"), ("", "Мектеп ашылды")])
def test_a_title_of_figures_or_of_nothing_is_no_mistake(written: str, title: str) -> None:
    post = read_post({"2026-11-23 А/kk.md": f"---\ntitle: {written}\n---\n{KK}"})
    assert titles(post) == {"kk": title}


def test_the_summary_is_written_or_made_of_the_first_sentences() -> None:
    made = read_post({"2026-11-23 А/kk.md": KK})
    assert made.texts[0].summary == "Құрылысқа үш жүз адам қатысты."
    written = read_post({"2026-11-23 А/kk.md": f"---\nsummary: Қысқаша\n---\n{KK}"})
    assert written.texts[0].summary == "Қысқаша"


def test_tags_of_front_matter_belong_to_their_text() -> None:
    post = read_post(
        {
            "2026-11-23 А/kk.md": f"---\ntags: [Мектеп, Бақ]\n---\n{KK}",
            "2026-11-23 А/ru.md": f"---\ntags: Школа, Сад\n---\n{RU}",
        }
    )
    assert [text.tags for text in post.texts] == [("Мектеп", "Бақ"), ("Школа", "Сад")]


# Posts without words


def test_a_lone_clip_has_its_name_for_a_title() -> None:
    content = read_content({"2026-11-22 Жаңа жол.mp4": b""})
    (post,) = content.posts
    assert (titles(post), post.slug) == ({"kk": "Жаңа жол"}, "2026-11-22-zhana-zhol")
    assert told(content) == [("2026-11-22 Жаңа жол.mp4", "there are no words")]


def test_a_clip_named_by_the_camera_is_a_draft_until_it_has_a_title() -> None:
    content = read_content({"VID_20261122_101533.mp4": b""})
    (post,) = content.posts
    assert titles(post) == {"kk": "", "ru": ""}
    assert post.facts.draft
    no_title = "there is no title: this is a draft, and readers do not see it"
    assert (no_title, Level.PROBLEM) in [(found.what, found.level) for found in content.problems]
    assert (post.slug, post.date) == ("2026-11-22-vid-20261122-101533", date(2026, 11, 22))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('{ kk = "Жол", ru = "Дорога" }', {"kk": "Жол", "ru": "Дорога"}),
        ('{ ru = "Дорога" }', {"ru": "Дорога"}),
        ('"Жол"', {"kk": "Жол", "ru": "Жол"}),
    ],
)
def test_titles_of_post_toml_serve_a_clip_without_words(title: str, shown: dict[str, str]) -> None:
    post = read_post(
        {
            "2026-11-22 А/a.mp4": b"",
            "2026-11-22 А/post.toml": f'title = {title}\ntags = {{ ru = ["Дороги"] }}',
        }
    )
    assert titles(post) == shown
    assert {text.locale: text.tags for text in post.texts}["ru"] == ("Дороги",)


def test_a_folder_with_nothing_to_show_is_a_doubt() -> None:
    content = read_content({"2026-11-23 А/post.toml": "pin = true"})
    assert content.posts == ()
    assert told(content) == [("2026-11-23 А", "there is nothing to show in this folder")]


# What holds a post back


@pytest.mark.parametrize(
    "broken",
    [
        {"post.toml": "draft = tru"},
        {"post.toml": b"title = '\xcc\xe5\xea'"},
        {"post.toml": "drafft = true"},
        {"pots.toml": "draft = true"},
        {"kk.md": '---\ndraft: true\ntitle: "Жол\n---\nСөз'},
        {"kk.md": "---\ndraft: true\n\nСөз"},
        {"kk.md": f"---\ndrfat: true\n---\n{KK}"},
        {"kk.md": f"---\ntitle: [Жол, Көпір]\n---\n{KK}"},
        {"post.toml": 'kind = "event"\nwhen = 2026-12-01 18:30:00'},
        {"post.toml": 'kind = "reprot"'},
        {"post.toml": 'publish_at = "ертең"'},
        {"post.toml": 'title = { kz = "Жол" }'},
    ],
)
def test_a_post_whose_facts_are_not_understood_waits_and_all_others_stay(
    broken: dict[str, str | bytes],
) -> None:
    files: dict[str, str | bytes] = {"2026-11-23 А/kk.md": KK, "2026-11-22 Б/kk.md": KK}
    files |= {f"2026-11-23 А/{name}": content for name, content in broken.items()}
    content = read_content(files)
    assert [post.path for post in content.posts] == ["2026-11-22 Б"]
    (found,) = content.problems
    assert found.level is Level.PROBLEM
    assert found.where == f"2026-11-23 А/{next(iter(broken))}"


def test_words_that_cannot_be_read_do_not_hide_the_clip() -> None:
    content = read_content(
        {"2026-11-23 А/kk.md": KK, "2026-11-23 А/ru.md": "", "2026-11-23 А/a.mp4": b""}
    )
    (post,) = content.posts
    assert (titles(post), len(post.media)) == ({"kk": "Мектеп ашылды"}, 1)
    assert told(content) == [("2026-11-23 А/ru.md", "the file is empty")]


def test_children_with_consent_are_shown() -> None:
    post = read_post(
        {"2026-11-23 А/kk.md": KK, "2026-11-23 А/post.toml": "children = true\nconsent = true"}
    )
    assert (post.facts.children, post.facts.consent) == (True, True)


def test_an_event_has_its_time_and_place_in_both_languages() -> None:
    post = read_post(
        {
            "2026-11-23 А/kk.md": KK,
            "2026-11-23 А/post.toml": 'kind = "event"\nwhen = 2026-12-01T18:30:00\nwhere = "Клуб"',
        }
    )
    assert post.facts.event == Event(
        datetime(2026, 12, 1, 18, 30), (("kk", "Клуб"), ("ru", "Клуб"))
    )


@pytest.mark.parametrize("name", ["есеп.pdf", "есеп.doc", "есеп.rtf"])
def test_documents_that_are_not_read_are_reported(name: str) -> None:
    content = read_content({"2026-11-23 А/kk.md": KK, f"2026-11-23 А/{name}": b"x"})
    assert len(content.posts) == 1
    assert told(content) == [(f"2026-11-23 А/{name}", "this kind of file is not read")]


# Photos and clips


def test_media_come_in_the_order_people_count() -> None:
    names = ["IMG_10.jpg", "IMG_2.jpg", "IMG_1.mp4"]
    post = read_post({f"2026-11-23 А/{name}": b"" for name in names})
    assert media_names(post) == ["IMG_1.mp4", "IMG_2.jpg", "IMG_10.jpg"]


def test_an_order_puts_what_it_names_first_and_tells_of_what_is_not_there() -> None:
    names = ["1.jpg", "2.mp4", "3.jpg"]
    order = 'order = ["3.JPG", "2.mp4", "9.jpg"]\n'
    content = read_content(
        {f"2026-11-23 А/{name}": b"" for name in names} | {"2026-11-23 А/post.toml": order}
    )
    assert media_names(content.posts[0]) == ["3.jpg", "2.mp4", "1.jpg"]
    (found,) = [problem for problem in content.problems if "is not known here" in problem.what]
    assert dict(found.values)["name"] == "9.jpg"


def test_a_broken_photo_is_reported_and_the_rest_stays() -> None:
    broken = problem("elsewhere", "the photo is damaged", "copy it from the phone again")
    content = read_content(
        {"2026-11-23 А/kk.md": KK, "2026-11-23 А/a.jpg": b"", "2026-11-23 А/b.jpg": b""},
        {"2026-11-23 А/a.jpg": broken},
    )
    assert media_names(content.posts[0]) == ["b.jpg"]
    assert told(content) == [("2026-11-23 А/a.jpg", "the photo is damaged")]


@pytest.mark.parametrize(
    ("seconds", "clip", "shown"),
    [
        (2.9, "IMG_1.MOV", ["IMG_1.HEIC"]),
        (2.9, "img_1.mov", ["IMG_1.HEIC"]),
        (2.9, "IMG_2.MOV", ["IMG_1.HEIC", "IMG_2.MOV"]),
        (40.0, "IMG_1.MOV", ["IMG_1.HEIC", "IMG_1.MOV"]),
    ],
)
def test_a_live_photo_is_one_photo(seconds: float, clip: str, shown: list[str]) -> None:
    post = read_post(
        {"2026-11-23 А/IMG_1.HEIC": b"", f"2026-11-23 А/{clip}": b""},
        {f"2026-11-23 А/{clip}": replace(CLIP, seconds=seconds)},
    )
    assert media_names(post) == shown


def test_the_same_file_twice_is_shown_once_with_a_doubt() -> None:
    content = read_content(
        {"2026-11-23 А/kk.md": KK, "2026-11-23 А/a.jpg": b"same", "2026-11-23 А/b.jpg": b"same"}
    )
    assert media_names(content.posts[0]) == ["a.jpg"]
    assert told(content) == [
        ("2026-11-23 А/b.jpg", "the same file is there twice; it is shown once")
    ]


@pytest.mark.parametrize(
    ("files", "toml", "cover"),
    [
        (("a.jpg", "cover.jpg"), "", "cover.jpg"),
        (("a.jpg", "Cover.HEIC"), "", "Cover.HEIC"),
        (("a.jpg", "b.jpg"), 'cover = "B.jpg"', "b.jpg"),
        (("a.jpg", "cover.jpg"), 'cover = "a.jpg"', "a.jpg"),
        (("a.jpg", "discover.jpg"), "", ""),
    ],
)
def test_the_cover_is_named_so_or_chosen(files: tuple[str, ...], toml: str, cover: str) -> None:
    post = read_post({"А/post.toml": toml} | {f"А/{name}": b"" for name in files})
    assert post.cover == (f"А/{cover}" if cover else "")


def test_a_cover_that_is_not_there_is_reported_with_the_nearest_name() -> None:
    content = read_content(
        {
            "2026-11-23 А/kk.md": KK,
            "2026-11-23 А/IMG_2044.jpg": b"",
            "2026-11-23 А/post.toml": 'cover = "IMG_2045.jpg"',
        }
    )
    (found,) = content.problems
    assert found.where == "2026-11-23 А/post.toml"
    assert dict(found.values) == {"name": "IMG_2045.jpg", "near": "img_2044.jpg"}


def test_a_note_finds_its_photo_and_clip() -> None:
    post = read_post(
        {
            "А/a.jpg": b"",
            "А/Б.mp4": b"",
            "А/post.toml": (
                '[media."A.JPG"]\nalt = { kk = "Көпір", ru = "Мост" }\nfocus = [0.5, 0.25]\n'
                f'[media."{unicodedata.normalize("NFD", "Б.mp4")}"]\nposter_at = 3.5\nai = true\n'
                "from = 2\nto = 20.5\n"
            ),
        }
    )
    notes = {one.source.path: one.note for one in post.media}
    assert notes == {
        "А/a.jpg": MediaNote(alt=(("kk", "Көпір"), ("ru", "Мост")), focus=(0.5, 0.25)),
        "А/Б.mp4": MediaNote(poster_at=3.5, cut=Cut(2.0, 20.5), ai=True),
    }


def test_a_note_for_a_photo_that_is_not_there_is_reported() -> None:
    content = read_content(
        {
            "2026-11-23 А/kk.md": f'---\nmedia: {{"IMG_1.jpeg": {{alt: Көпір}}}}\n---\n{KK}',
            "2026-11-23 А/IMG_1.jpg": b"",
        }
    )
    (found,) = content.problems
    assert found.where == "2026-11-23 А/kk.md"
    assert dict(found.values) == {"name": "IMG_1.jpeg", "near": "img_1.jpg"}


def test_a_photo_in_the_text_stands_there() -> None:
    post = read_post(
        {"А/kk.md": f"{KK}\n\n![Көпір](IMG_1.JPG)", "А/IMG_1.jpg": b"", "А/IMG_2.jpg": b""}
    )
    assert [*post.texts[0].body][-1] == Block(media="А/IMG_1.jpg", alt="Көпір")


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("IMG_11.jpg", "the text shows IMG_11.jpg, and there is no such photo here", "img_1.jpg"),
        (
            "https://example.kz/a.jpg",
            "a picture from another site is not shown: https://example.kz/a.jpg",
            "",
        ),
    ],
)
def test_a_picture_that_is_not_here_is_reported(name: str, what: str, hint: str) -> None:
    content = read_content(
        {"2026-11-23 А/kk.md": f"{KK}\n\n![]({name})", "2026-11-23 А/IMG_1.jpg": b""}
    )
    assert told(content) == [("2026-11-23 А/kk.md", what)]
    assert dict(content.problems[0].values).get("near", "") == hint


# Captions


def captions(post: Post) -> dict[str, list[tuple[str, str]]]:
    return {
        one.source.path: [(sub.locale, sub.source.path) for sub in one.subtitles]
        for one in post.media
        if isinstance(one, Clip)
    }


def test_captions_find_their_clip_and_language_by_name() -> None:
    folder = "2026-11-23 А"
    post = read_post(
        {
            f"{folder}/IMG_1.MOV": b"",
            f"{folder}/IMG_2.mp4": b"",
            f"{folder}/img_1.kk.srt": "1",
            f"{folder}/IMG_1 рус.vtt": "2",
            f"{folder}/IMG_2.ru.srt": "3",
        }
    )
    assert captions(post) == {
        f"{folder}/IMG_1.MOV": [
            ("ru", f"{folder}/IMG_1 рус.vtt"),
            ("kk", f"{folder}/img_1.kk.srt"),
        ],
        f"{folder}/IMG_2.mp4": [("ru", f"{folder}/IMG_2.ru.srt")],
    }


@pytest.mark.parametrize(
    ("name", "words", "locale"),
    [
        ("kk.srt", "Школа", "kk"),
        ("ru.srt", "Мектеп ашылды", "ru"),
        ("титры.srt", RU, "ru"),
        ("титры.srt", KK, "kk"),
    ],
)
def test_a_folders_only_clip_takes_captions_of_any_name(name: str, words: str, locale: str) -> None:
    post = read_post({"2026-11-23 А/IMG_1.mp4": b"", f"2026-11-23 А/{name}": words})
    assert captions(post)["2026-11-23 А/IMG_1.mp4"] == [(locale, f"2026-11-23 А/{name}")]


def test_second_captions_in_one_language_are_a_doubt_and_stay_out() -> None:
    folder = "2026-11-23 А"
    files = {f"{folder}/{name}": "1" for name in ("IMG_1.kk.srt", "IMG_1.kk.vtt")}
    content = read_content({f"{folder}/kk.md": KK, f"{folder}/IMG_1.mp4": b"", **files})
    assert captions(content.posts[0])[f"{folder}/IMG_1.mp4"] == [("kk", f"{folder}/IMG_1.kk.srt")]
    assert [where for where, _ in told(content)] == [f"{folder}/IMG_1.kk.vtt"]


def test_captions_without_a_clip_are_reported() -> None:
    content = read_content(
        {
            "2026-11-23 А/kk.md": KK,
            "2026-11-23 А/IMG_1.mp4": b"",
            "2026-11-23 А/IMG_2.mp4": b"",
            "2026-11-23 А/IMG_3.kk.srt": "1",
        }
    )
    assert told(content) == [("2026-11-23 А/IMG_3.kk.srt", "there is no clip of this name")]


# The site's own files and pages


def test_the_portrait_is_the_sites_and_no_post() -> None:
    content = read_content({"portrait.jpg": b"", "portrait.MOV": b""})
    assert isinstance(content.site.portrait, Photo)
    assert content.site.portrait.source.path == "portrait.jpg"
    assert content.posts == ()


def test_a_text_called_portrait_is_a_post() -> None:
    assert [post.path for post in read_content({"portrait.md": KK}).posts] == ["portrait.md"]


def test_a_broken_site_toml_is_reported_and_the_posts_stay() -> None:
    content = read_content({"site.toml": "name = Депутат", "2026-11-23 А/kk.md": KK})
    assert content.site.locales == ("kk", "ru")
    assert len(content.posts) == 1
    assert [where for where, _ in told(content)] == ["site.toml"]


def test_campaign_posts_wait_for_no_portrait() -> None:
    campaign = 'kind = "campaign"\nproducer = "А"\nclient = "Б"\npayer = "В"'
    files: dict[str, str | bytes] = {
        "2026-11-23 А/kk.md": KK,
        "2026-11-23 А/post.toml": campaign,
        "logo.jpg": b"no photo",
    }
    content = read_content(
        files, {"logo.jpg": problem("", "this photo is damaged", "take it again")}
    )
    assert len(content.posts) == 1
    assert told(content) == [("logo.jpg", "this photo is damaged")]


def test_campaign_posts_wait_while_the_quiet_days_are_not_known() -> None:
    campaign = 'kind = "campaign"\nproducer = "А"\nclient = "Б"\npayer = "В"'
    files = {"2026-11-23 А/kk.md": KK, "2026-11-23 А/post.toml": campaign}
    assert len(read_content(files).posts) == 1
    content = read_content({**files, "site.toml": "quiet = 2026-11-23\nname = Депутат"})
    assert content.posts == ()
    assert [where for where, _ in told(content)] == ["site.toml", "2026-11-23 А"]


def test_pages_are_read_in_their_languages() -> None:
    content = read_content({"pages/about/kk.md": KK, "pages/about/ru.md": RU})
    (page,) = content.pages
    assert (page.slug, [text.locale for text in page.texts]) == ("about", ["kk", "ru"])
    assert content.posts == ()


@pytest.mark.parametrize(
    ("front", "problems"),
    [
        ("draft: true", []),
        ("drfat: true", [("pages/about/kk.md", "“drfat” is not known here")]),
    ],
)
def test_a_page_that_is_a_draft_or_not_understood_waits(
    front: str, problems: list[tuple[str, str]]
) -> None:
    content = read_content({"pages/about/kk.md": f"---\n{front}\n---\n{KK}"})
    assert content.pages == ()
    assert told(content) == problems


def test_nothing_at_all_is_an_empty_site() -> None:
    content = read_content({})
    assert (content.posts, content.pages, content.problems) == ((), (), ())


@pytest.mark.parametrize(
    "unlawful",
    [
        "children = true",
        'kind = "campaign"\nproducer = "А"\nclient = "Б"',
        'kind = "answer"\nclaim = "Жалған"',
    ],
)
def test_what_must_not_be_published_holds_its_post_back_and_a_draft_may_wait(unlawful: str) -> None:
    def told(post_toml: str) -> Level:
        files: dict[str, str | bytes] = {"2026-11-23 А/kk.md": KK, "2026-11-22 Б/kk.md": KK}
        content = read_content(files | {"2026-11-23 А/post.toml": post_toml})
        assert [post.path for post in content.posts] == ["2026-11-22 Б"]
        (found,) = content.problems
        return found.level

    assert told(unlawful) is Level.PROBLEM
    assert told(f"draft = true\n{unlawful}") is Level.DOUBT


def test_facts_in_one_language_are_doubted_where_the_post_has_a_page() -> None:
    toml = 'kind = "event"\nwhen = 2026-12-01 18:30:00\nwhere = { ru = "ДК" }'
    both: dict[str, str | bytes] = {"2026-11-23 А/kk.md": KK, "2026-11-23 А/ru.md": RU}
    doubts = read_content(both | {"2026-11-23 А/post.toml": toml}).problems
    assert [(one.level, dict(one.values)["locale"]) for one in doubts] == [(Level.DOUBT, "kk")]
    alone: dict[str, str | bytes] = {"2026-11-23 А/ru.md": RU, "2026-11-23 А/post.toml": toml}
    assert read_content(alone).problems == ()


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ('date = "2026-11-23 09:05"', time(9, 5)),
        ("date = 2026-11-23 09:05:00", time(9, 5)),
        ("date = 2026-11-23", None),
        ("date = 2026-11-22 09:05:00", None),  # of another day than the folder
        ("publish_at = 2026-11-23 18:00:00", time(18, 0)),
        ("publish_at = 2026-11-24 18:00:00", None),
        ("publish_at = 2026-11-23", None),
        ("", None),
    ],
)
def test_the_hour_of_a_post_is_the_written_one(written: str, hour: time | None) -> None:
    post = read_post({"2026-11-23 Мектеп/kk.md": KK, "2026-11-23 Мектеп/post.toml": written})
    assert (post.date, post.hour) == (date(2026, 11, 23), hour)


ANSWER = """
kind = "answer"
claim = "Су жоқ"
evidence = ["хат.jpg", { title = "Акт", file = "АКТ.JPG", issuer = "Су арнасы" }, "жоқ.jpg"]
"""


def test_photos_beside_an_answer_are_evidence_by_their_names() -> None:
    folder = "2026-11-23 Су"
    names = ("kk.md", "post.toml", "хат.jpg", "акт.jpg", "сурет.jpg")
    written = {"kk.md": KK, "post.toml": ANSWER}
    content = read_content({f"{folder}/{name}": written.get(name, name) for name in names})
    (post,) = content.posts
    assert post.evidence == (f"{folder}/хат.jpg", f"{folder}/акт.jpg")
    assert (f"{folder}/post.toml", "“жоқ.jpg” is not known here") in told(content)


def test_a_key_of_evidence_that_is_not_known_is_named() -> None:
    wrong = 'kind = "answer"\nclaim = "Су жоқ"\nevidence = [{ titel = "Акт" }]'
    content = read_content({"2026-11-23 Су/kk.md": KK, "2026-11-23 Су/post.toml": wrong})
    assert told(content) == [("2026-11-23 Су/post.toml", "“titel” is not known here")]
