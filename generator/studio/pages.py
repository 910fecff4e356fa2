"""Render the studio's pages and hand out what they are made of."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from generator.language.localized import in_locale
from generator.serve.web.content_types import content_type
from generator.serve.web.pages import asset as asset_bytes
from generator.serve.web.pages import templates_of
from generator.serve.web.rights import may_publish, role_of
from generator.serve.web.service import FRESH, NOT_KEPT
from generator.studio.posts import notes_of
from generator.studio.studio import Studio, languages

_HERE = Path(__file__).parent

# No inline script or style, and nothing of another server. Pictures that a page itself holds
# (blob:) are those that a person has just chosen.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {**NOT_KEPT, "Content-Security-Policy": POLICY}


def page(
    studio: Studio, request: Request, template: str, status: int = 200, **values: object
) -> Response:
    """A page of the studio; its template finds `words` and the visitor's role."""
    words, shown = studio.words(request), studio.shown
    site = shown.content.site
    html = (
        templates_of(_HERE)
        .get_template(template)
        .render(
            words=words,
            languages=languages(),
            owner=in_locale(site.name, words.language) or in_locale(site.name, site.locales[0]),
            role=role_of(request).value,
            may_publish=may_publish(request),
            notes=notes_of(shown, words),
            has_deputies=studio.has_deputies,
            **values,
        )
    )
    return HTMLResponse(html, status, _HEADERS)


async def asset(request: Request) -> Response:
    """A style or script of the studio."""
    name = request.path_params["name"]
    content = asset_bytes(name, _HERE)
    if content is None:
        return Response("not found", 404)
    return Response(content, media_type=content_type(name), headers=FRESH)
