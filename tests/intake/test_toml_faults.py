"""Settings that TOML refuses in, the line and its mend out."""

import tomllib

import pytest

from generator.errors import Problem
from generator.intake.toml_faults import swallowed_path, toml_problem

BACKSLASH = "a backslash cannot stand between quotation marks"
CURLY = "these are not straight quotation marks"
MISSING_QUOTE = "a quotation mark is missing"
BARE = "the value is not in quotation marks"
EQUALS = "the sign = is missing"
BRACKET = "a bracket is not closed"
DASH = "a long dash stands here instead of a short one"
COMMA = "a comma is missing"
DAY = "a date is written with the year first"
REST = "there is something after the value"
TRUTH = "yes and no are written true and false"
UNSEEN = "there is an invisible sign in this line"

ONE_LINE = [
    (r'publish = "C:\сайт"', BACKSLASH, 'publish = "C:/сайт"'),
    (r'publish = "D:\users\site\"', BACKSLASH, 'publish = "D:/users/site/"'),
    (r'publish = "\\server\сайт"', BACKSLASH, 'publish = "//server/сайт"'),
    ("name = “Айгүл”", CURLY, 'name = "Айгүл"'),
    ("name = «Айгүл»", CURLY, 'name = "Айгүл"'),
    ('name = "Айгүл”', CURLY, 'name = "Айгүл"'),
    ("name = “ТОО «Үлгі»”  # атау", CURLY, 'name = "ТОО «Үлгі»"  # атау'),
    ("name = { kk = “А”, ru = „Б“ }", CURLY, 'name = { kk = "А", ru = "Б" }'),
    ("[media.“a.jpg”]", CURLY, '[media."a.jpg"]'),
    (r"publish = “C:\сайт”", CURLY, 'publish = "C:/сайт"'),
    ('name = "Айгүл', MISSING_QUOTE, 'name = "Айгүл"'),
    ('name = Айгүл"', MISSING_QUOTE, 'name = "Айгүл"'),
    ("name = 'Айгүл", MISSING_QUOTE, "name = 'Айгүл'"),
    ("name = Айгүл", BARE, 'name = "Айгүл"'),
    ("phone = +7 700 000 00 00", BARE, 'phone = "+7 700 000 00 00"'),
    ("url = https://example.kz", BARE, 'url = "https://example.kz"'),
    ("accent = #0a6c74", BARE, 'accent = "#0a6c74"'),
    ("tags = [мектеп, жол]", BARE, 'tags = ["мектеп", "жол"]'),
    ("name = { kk = А, ru = Б }", BARE, 'name = { kk = "А", ru = "Б" }'),
    ('name "Айгүл"', EQUALS, 'name = "Айгүл"'),
    ('name: "Айгүл"', EQUALS, 'name = "Айгүл"'),
    ("name — Айгүл", EQUALS, 'name = "Айгүл"'),
    ('name = { kk: "А" }', EQUALS, 'name = { kk = "А" }'),
    ('name == "А"', EQUALS, 'name = "А"'),
    ('name = { kk = "А", ru = "Б"', BRACKET, 'name = { kk = "А", ru = "Б"}'),
    ('[media."a.jpg"', BRACKET, '[media."a.jpg"]'),
    ('tags = ["а" "б"]', COMMA, 'tags = ["а", "б"]'),
    ('name = { kk = "А" ru = "Б" }', COMMA, 'name = { kk = "А", ru = "Б" }'),
    ("date = 2026–11–23", DASH, "date = 2026-11-23"),
    ("quiet = [2026—11—28]", DASH, "quiet = [2026-11-28]"),
    ("quiet = [29.11.2026]", DAY, "quiet = [2026-11-29]"),
    ("date = 2026-1-5", DAY, "date = 2026-01-05"),
    ("draft = Иә", TRUTH, "draft = true"),
    ("pin = False", TRUTH, "pin = false"),
    ("poster_at = 3,5", "a number is written with a point", "poster_at = 3.5"),
    ('name = "А";', REST, 'name = "А"'),
    ('name = "А" Бұл аты', REST, 'name = "А"  # Бұл аты'),
    ('name\u00a0= "А"', UNSEEN, 'name = "А"'),
    ('\u200bname = "А"', UNSEEN, 'name = "А"'),
    (
        'name = "ТОО "Үлгі""',
        "quotation marks stand inside quotation marks",
        'name = "ТОО «Үлгі»"',
    ),
    ('nаme = "А"', "the name of a setting is written in Latin letters", 'name = "А"'),
]


def fault_of(text: str) -> Problem:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found = toml_problem(text, caught.value, "site.toml")
    assert found.where == "site.toml"
    return found


@pytest.mark.parametrize(("line", "what", "mended"), ONE_LINE)
@pytest.mark.parametrize("before", ["", '# баптау\nemail = "a@b.kz"\n\n'])
def test_a_fault_of_one_line_is_named_and_mended(
    line: str, what: str, mended: str, before: str
) -> None:
    for after in ("", '\nphoto = "1"\n'):
        found = fault_of(before + line + after)
        assert (found.what, found.line) == (what + ": {text}", before.count("\n") + 1)
        assert dict(found.values)["text"] == line.strip()
        assert dict(found.values)["mended"] == mended
        tomllib.loads(before + mended + after)


@pytest.mark.parametrize(
    ("text", "what", "line", "shown"),
    [
        ('name = "А"\n\nname = "Б"', "“{key}” is written twice", 3, "name"),
        ('name = "А"\n[name]\nkk = "А"', "“{key}” is written twice", 2, "name"),
        ("quiet = 1\nquiet = [\n 1,\n]", "“{key}” is written twice", 4, "quiet"),
        ('name = { kk = "А", kk = "Б" }', "“{key}” is written twice", 1, "kk"),
        ("a = 1\nquiet = [2026-11-28,", BRACKET + ": {text}", 2, "quiet = [2026-11-28,"),
        ('quiet = [2026-11-28\nname = "А"', BRACKET + ": {text}", 1, "quiet = [2026-11-28"),
        ('quiet = [\n 1,\n\nname = "А"', BRACKET + ": {text}", 1, "quiet = ["),
        ("tags = [\n  “а”,\n]\n", CURLY + ": {text}", 2, "“а”,"),
        ('text = """\nа \\q б\n"""', BACKSLASH + ": {text}", 2, "а \\q б"),
        ('a = 1\ntext = """абв\n\n', MISSING_QUOTE + ": {text}", 2, 'text = """абв'),
        ('name = {kk = "А, ru = "Б"}', MISSING_QUOTE + ": {text}", 1, 'name = {kk = "А, ru = "Б"}'),
        ("name =\n", "there is nothing after the =: {text}", 1, "name ="),
        (
            'аты = "А"',
            "the name of a setting is written in Latin letters: {text}",
            1,
            'аты = "А"',
        ),
        ("Бұл менің сайтым", "this line cannot be read: {text}", 1, "Бұл менің сайтым"),
        ("date = 2026-13-45", "this line cannot be read: {text}", 1, "date = 2026-13-45"),
        ("a = 1\n]", "this line cannot be read: {text}", 2, "]"),
    ],
)
def test_a_fault_between_lines_and_an_unknown_one_have_their_line(
    text: str, what: str, line: int, shown: str
) -> None:
    found = fault_of(text)
    values = dict(found.values)
    assert (found.what, found.line) == (what, line)
    assert (values.get("text") or values["key"]) == shown


def test_a_table_over_several_lines_is_shown_in_one() -> None:
    found = fault_of('name = {\n  kk = "А",\n  ru = "Б",\n}\n')
    assert dict(found.values)["mended"] == 'name = { kk = "А", ru = "Б" }'


def test_a_password_in_a_broken_line_is_not_repeated() -> None:
    values = dict(fault_of("publish = ftp://a:secret@example.kz/").values)
    assert values["mended"] == 'publish = "ftp://a:•••@example.kz/"'
    assert "secret" not in str(values)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (r'publish = "C:\new"', 'publish = "C:/new"'),
        (r'publish = "C:\\site\backup"', 'publish = "C:/site/backup"'),
        (r'publish = "\\server\temp"', 'publish = "//server/temp"'),
    ],
)
def test_a_path_that_toml_would_read_as_another_text_is_named(line: str, mended: str) -> None:
    tomllib.loads(line)  # \n, \b and \t mean something
    found = swallowed_path(f"a = 1\n{line}", "site.toml")
    assert found is not None
    assert (found.line, dict(found.values)["mended"]) == (2, mended)


@pytest.mark.parametrize(
    "line",
    [
        r'publish = "C:\\new"',
        r'publish = "\\\\server\\temp"',
        r"publish = 'C:\new'",
        r'# publish = "C:\new"',
        r'caption = "А\nБ: \"В\""',
    ],
)
def test_a_backslash_that_is_meant_is_none_of_our_business(line: str) -> None:
    tomllib.loads(line)
    assert swallowed_path(line, "site.toml") is None


@pytest.mark.parametrize("text", ["[" * 900, "a = " + '"\\' * 50_000, "{[" * 60_000, '"' * 99_999])
def test_a_hostile_file_takes_no_time(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        assert len(str(toml_problem(text, error, "site.toml").values)) < 2000
    except RecursionError:
        pass


def test_a_long_line_that_is_right_is_not_blamed() -> None:
    text = f'tagline = "{"А" * 3000}"\nname = "Б'
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    assert toml_problem(text, error.value, "site.toml").line == 2
