"""The same made-up posts as projects of the peers: equal work, and small themes of our own."""

from collections.abc import Callable
from pathlib import Path

from corpus import NAMES, name_of, posts_of, words_of, write_file, write_hugo, write_ours

Writer = Callable[[Path, int], tuple[Path, Path]]
"""Writes so many posts; gives the text that an edit changes, and a post to be copied."""

MADE: dict[str, tuple[str, ...]] = {
    "ours": ("output", ".cache"),
    "Hugo": ("public", "resources"),
    "Pelican": ("output", "cache"),
    "Eleventy": ("_site",),
}
"""Folders that a cold build has to do without."""

_HEAD = """<!doctype html>
<html lang="{{ LANG }}"><head><meta charset="utf-8"><title>{{ TITLE }}</title>LINKS</head>
<body><header><a href="/">{{ SITE }}</a></header><main>MAIN</main></body></html>
"""


def _head(lang: str, title: str, site: str, links: str, main: str) -> str:
    words = {"LANG": lang, "TITLE": title, "SITE": site}
    made = _HEAD
    for name, inside in words.items():
        made = made.replace(f"{{{{ {name} }}}}", f"{{{{ {inside} }}}}")
    return made.replace("LINKS", links).replace("MAIN", main)


_PELICAN = {
    "pelicanconf.py": """SITENAME = "Мәслихат депутаты"
SITEURL = "https://example.kz"
PATH = "content"
THEME = "theme"
TIMEZONE = "Asia/Almaty"
DEFAULT_LANG = "kk"
DEFAULT_PAGINATION = 30
PATH_METADATA = "(?P<slug>[^/]+)/.*"
DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
ARTICLE_URL = "news/{slug}.html"
ARTICLE_SAVE_AS = "news/{slug}.html"
ARTICLE_LANG_URL = "{lang}/news/{slug}.html"
ARTICLE_LANG_SAVE_AS = "{lang}/news/{slug}.html"
FEED_ALL_ATOM = None
FEED_ALL_RSS = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
DEFAULT_DATE_FORMAT = "%d.%m.%Y"
""",
    "theme/templates/base.html": _head(
        "LANG|default('kk')",
        "TITLE|default(SITENAME)",
        "SITENAME",
        "{% block links %}{% endblock %}",
        "{% block main %}{% endblock %}",
    ),
    "theme/templates/rows.html": """{% for article in articles_page.object_list %}
<article><time>{{ article.locale_date }}</time>
<h2><a href="/{{ article.url }}">{{ article.title }}</a></h2></article>
{% endfor %}
{% if articles_page.has_next() %}<a href="/{{ articles_next_page.url }}">→</a>{% endif %}
""",
    "theme/templates/index.html": """{% extends "base.html" %}
{% block main %}{% include "rows.html" %}{% endblock %}
""",
    "theme/templates/tag.html": """{% extends "base.html" %}
{% block main %}<h1>{{ tag }}</h1>{% include "rows.html" %}{% endblock %}
""",
    "theme/templates/tags.html": """{% extends "base.html" %}
{% block main %}<ul>{% for tag, articles in tags %}
<li><a href="/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul>{% endblock %}
""",
    "theme/templates/sitemap.html": """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for article in articles %}<url><loc>{{ SITEURL }}/{{ article.url }}</loc></url>
{% for other in article.translations %}<url><loc>{{ SITEURL }}/{{ other.url }}</loc></url>
{% endfor %}{% endfor %}</urlset>
""",
    "theme/templates/article.html": """{% extends "base.html" %}
{% block links %}<link rel="canonical" href="{{ SITEURL }}/{{ article.url }}">
{% for other in article.translations %}
<link rel="alternate" hreflang="{{ other.lang }}" href="{{ SITEURL }}/{{ other.url }}">
{% endfor %}{% endblock %}
{% block main %}<article><h1>{{ article.title }}</h1>
<time>{{ article.locale_date }}</time>{{ article.content }}
{% for tag in article.tags %}<a href="/{{ tag.url }}">{{ tag }}</a> {% endfor %}</article>
{% endblock %}
""",
    "theme/static/.keep": "",
}


def write_pelican(folder: Path, count: int) -> tuple[Path, Path]:
    """Pelican's project."""
    for path, text in _PELICAN.items():
        write_file(folder / path, text)
    for number, posts in posts_of(count):
        name = name_of(posts[0], number)
        for post in posts:
            head = (
                f"Title: {post.title}\nDate: {post.day}\nTags: {', '.join(post.tags)}\n"
                f"Lang: {post.locale}\n"
            )
            place = folder / "content" / name / f"{post.locale}.md"
            write_file(place, f"{head}\n{words_of(post)}\n")
    return _in_the_middle(folder / "content", "*/ru.md", count)


_ELEVENTY = {
    "eleventy.config.js": """const names = NAMES;
export default function (config) {
  for (const locale of Object.keys(names)) {
    config.addCollection(locale, (api) => api.getFilteredByGlob(`posts/*/${locale}.md`).reverse());
  }
  config.addCollection("byTag", (api) => {
    const found = new Map();
    for (const post of api.getFilteredByGlob("posts/**/*.md").reverse()) {
      for (const topic of post.data.topics) {
        const key = `${post.data.locale} ${topic}`;
        const slug = config.getFilter("slugify")(key);
        if (!found.has(key)) found.set(key, { key: slug, topic, posts: [] });
        found.get(key).posts.push(post);
      }
    }
    return [...found.values()];
  });
  const days = new Map();
  config.addFilter("day", (date, locale) => {
    const key = `${locale} ${date.getTime()}`;
    if (!days.has(key)) days.set(key, date.toLocaleDateString(locale, { dateStyle: "long" }));
    return days.get(key);
  });
  config.addGlobalData("names", names);
  return { dir: { includes: "_includes" }, markdownTemplateEngine: false };
}
""".replace("NAMES", str(NAMES)),
    "package.json": '{"type": "module"}',
    "_includes/base.njk": _head(
        "locale",
        "title or names[locale]",
        "names[locale]",
        "{{ links | safe }}",
        "{{ content | safe }}",
    ),
    "_includes/post.njk": """---
layout: base.njk
---
<link rel="alternate" hreflang="{{ 'ru' if locale == 'kk' else 'kk' }}" href="{{ other }}">
<article><h1>{{ title }}</h1><time>{{ date | day(locale) }}</time>{{ content | safe }}
{% for topic in topics %}<a href="/topics/{{ (locale + ' ' + topic) | slugify }}/">{{ topic }}</a>
{% endfor %}</article>
""",
    "topics.njk": """---
layout: base.njk
pagination: {data: collections.byTag, size: 1, alias: one}
permalink: "/topics/{{ one.key }}/"
locale: kk
---
<h1>{{ one.topic }}</h1>
{% for post in one.posts %}<h2><a href="{{ post.url }}">{{ post.data.title }}</a></h2>{% endfor %}
""",
    "sitemap.njk": """---
permalink: /sitemap.xml
---
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for name in ["kk", "ru"] %}{% for post in collections[name] %}
<url><loc>https://example.kz{{ post.url }}</loc></url>{% endfor %}{% endfor %}</urlset>
""",
}
_ELEVENTY_LIST = """---
layout: base.njk
locale: LOCALE
pagination: {data: collections.LOCALE, size: 30, alias: posts}
permalink: "/LOCALE/{% if pagination.pageNumber %}{{ pagination.pageNumber }}/{% endif %}"
---
{% for post in posts %}<article><time>{{ post.date | day("LOCALE") }}</time>
<h2><a href="{{ post.url }}">{{ post.data.title }}</a></h2></article>{% endfor %}
"""
_ELEVENTY_FEED = """---
permalink: /LOCALE/feed.xml
---
<rss version="2.0"><channel>{% for post in collections.LOCALE | slice(1) | first %}
{% if loop.index0 < 20 %}<item><title>{{ post.data.title }}</title>
<link>https://example.kz{{ post.url }}</link></item>{% endif %}{% endfor %}</channel></rss>
"""


def write_eleventy(folder: Path, count: int) -> tuple[Path, Path]:
    """Eleventy's project."""
    for path, text in _ELEVENTY.items():
        write_file(folder / path, text)
    for locale in NAMES:
        write_file(folder / f"list-{locale}.njk", _ELEVENTY_LIST.replace("LOCALE", locale))
        write_file(folder / f"feed-{locale}.njk", _ELEVENTY_FEED.replace("LOCALE", locale))
    for number, posts in posts_of(count):
        name = name_of(posts[0], number)
        for post in posts:
            other = f"/posts/{name}/{'ru' if post.locale == 'kk' else 'kk'}/"
            front = (
                f'layout: post.njk\ntitle: "{post.title}"\ndate: {post.day}\n'
                f"topics: [{', '.join(post.tags)}]\nlocale: {post.locale}\n"
                f"other: {other}\n"
            )
            place = folder / "posts" / name / f"{post.locale}.md"
            write_file(place, f"---\n{front}---\n{words_of(post)}\n")
    return _in_the_middle(folder / "posts", "*/ru.md", count)


def _in_the_middle(folder: Path, pattern: str, count: int) -> tuple[Path, Path]:
    text = sorted(folder.glob(pattern))[count // 2]
    return text, text.parent


WRITERS: dict[str, Writer] = {
    "ours": lambda folder, count: (text := write_ours(folder, count), text.parent),
    "Hugo": lambda folder, count: (text := write_hugo(folder, count), text.parent),
    "Pelican": write_pelican,
    "Eleventy": write_eleventy,
}
