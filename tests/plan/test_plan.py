"""Keys of planned files: the same key means the same bytes."""

from generator.plan.plan import Copied, Literal, Rendered, copied, deferred, literal, rendered
from generator.plan.views import SitemapEntry, SitemapView

VIEW = SitemapView((SitemapEntry("https://a.kz/", "2026-11-20", ()),))


def key(
    template: str = "a.html", locale: str = "kk", view: SitemapView = VIEW, theme: str = "1"
) -> str:
    return rendered("a.html", template, locale, view, theme).key


def test_a_pages_key_changes_with_all_that_its_template_sees() -> None:
    others = (key("b.html"), key(locale="ru"), key(view=SitemapView(())), key(theme="2"))
    assert len({key(), *others}) == 5
    assert key() == key()


def test_a_deferred_page_is_made_only_when_it_is_asked_for() -> None:
    made: list[str] = []

    def make() -> SitemapView:
        made.append("view")
        return VIEW

    file = deferred("a.html", ("1", "2"), Rendered("a.html", "kk", make))
    assert made == []
    assert isinstance(file.content, Rendered)
    assert file.content.view is VIEW
    assert made == ["view"]


def test_a_deferred_pages_key_tells_its_inputs_apart() -> None:
    page = Rendered("a.html", "kk", lambda: VIEW)
    keys = {deferred("a.html", inputs, page).key for inputs in (("1", "2"), ("12",), ("1", "3"))}
    assert len(keys) == 3


def test_files_of_results_and_of_bytes_have_keys_of_their_own() -> None:
    assert copied("media/a.jpg", "1", "a.jpg").content == Copied("1", "a.jpg")
    assert copied("a", "1", "a.jpg").key != copied("a", "1", "b.jpg").key
    assert literal("a", b"1").content == Literal(b"1")
    assert literal("a", b"1").key == literal("b", b"1").key != literal("a", b"2").key
