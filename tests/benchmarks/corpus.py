"""The same made-up posts in Kazakh and Russian, as content/ of ours and as a project of Hugo's."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import checkout  # noqa: F401 - finds the rest
from generator.plan.files.search import SearchEntry
from tests.support.search_corpus import written_posts

LOCALES = ("kk", "ru")
NAMES = {"kk": "Мәслихат депутаты", "ru": "Депутат маслихата"}

# Equal work is a home page cut into pages, a page a post, tags, a feed and a sitemap; ours does
# more on each of them (cards of clips, search, share links, JSON-LD, archive, notices).
_HUGO = {
    "hugo.toml": """baseURL = "https://example.kz/"
defaultContentLanguage = "kk"
buildFuture = true
disableKinds = ["section", "404"]
[pagination]
pagerSize = 30
[languages.kk]
title = "Мәслихат депутаты"
[languages.ru]
title = "Депутат маслихата"
""",
    "layouts/baseof.html": """<!doctype html>
<html lang="{{ .Site.Language.Name }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}
<link rel="alternate" hreflang="{{ .Language.Name }}" href="{{ .Permalink }}">
{{ end }}</head>
<body><header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "layouts/_partials/rows.html": """{{ range . }}
<article><time>{{ .Date | time.Format ":date_long" }}</time>
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2></article>
{{ end }}""",
    "layouts/home.html": """{{ define "main" }}{{ $paginator := .Paginate .Site.RegularPages }}
{{ partial "rows.html" $paginator.Pages }}{{ end }}
""",
    "layouts/term.html": """{{ define "main" }}{{ $paginator := .Paginate .Pages }}
<h1>{{ .Title }}</h1>
{{ partial "rows.html" $paginator.Pages }}{{ end }}
""",
    "layouts/taxonomy.html": """{{ define "main" }}<ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/page.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1>
<time>{{ .Date | time.Format ":date_long" }}</time>{{ .Content }}
{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</article>{{ end }}
""",
}


def write_ours(folder: Path, count: int) -> Path:
    """content/ with that many posts; gives the text that an edit is to change."""
    for number, posts in posts_of(count):
        place = folder / "content" / name_of(posts[0], number)
        for post in posts:
            text = f"---\ntags: [{', '.join(post.tags)}]\n---\n# {post.title}\n\n{words_of(post)}\n"
            write_file(place / f"{post.locale}.md", text)
    names = ", ".join(f'{locale} = "{name}"' for locale, name in NAMES.items())
    write_file(folder / "content/site.toml", f"name = {{ {names} }}\n")
    return _middle(folder / "content", "*/ru.md", count)


def write_hugo(folder: Path, count: int) -> Path:
    """The same posts for Hugo; gives the text that an edit is to change."""
    for path, text in _HUGO.items():
        write_file(folder / path, text)
    for number, posts in posts_of(count):
        for post in posts:
            front = f'title: "{post.title}"\ndate: {post.day}\ntags: [{", ".join(post.tags)}]\n'
            name = f"content/news/{name_of(post, number)}/index.{post.locale}.md"
            write_file(folder / name, f"---\n{front}---\n{words_of(post)}\n")
    return _middle(folder / "content/news", "*/index.ru.md", count)


def posts_of(count: int) -> Iterator[tuple[int, tuple[SearchEntry, ...]]]:
    """So many posts, each with its number and in every language."""
    by_locale = [written_posts(locale, count) for locale in LOCALES]
    yield from enumerate(zip(*by_locale, strict=True))


def name_of(post: SearchEntry, number: int) -> str:
    """The name of its folder."""
    return f"{day_of(number)} {number}"


def day_of(number: int) -> date:
    """A day for that post: 5,000 are a lifetime of a site, and may not leave the calendar."""
    return date.fromordinal(date(1995, 1, 1).toordinal() + number % 11_000)


def words_of(post: SearchEntry) -> str:
    """The post's body as Markdown."""
    return "\n\n".join(re.sub(r"</?p>", "", piece) for piece in post.html.split("</p> "))


def _middle(folder: Path, pattern: str, count: int) -> Path:
    return sorted(folder.glob(pattern))[count // 2]


def write_file(path: Path, text: str) -> None:
    """The file with that text, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
