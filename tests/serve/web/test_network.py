"""The server listens to the network while that is switched on, and to nobody there otherwise."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from generator.serve.run import Served
from generator.serve.web.guard import COOKIE
from generator.serve.web.lan import addresses
from generator.serve.web.network import bound
from generator.serve.web.rights import OFFICE, Door, Role
from tests.support.content import write_post
from tests.support.served import Preview, preview_of

NETWORKS = addresses()
pytestmark = pytest.mark.skipif(not NETWORKS, reason="this computer is in no network")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview with routes that open and close the network, as the studio's page does."""

    def switches(served: Served) -> list[Door]:
        network = served.network

        async def switch(request: Request) -> Response:
            is_on = request.path_params["to"] == "on" and await network.open()
            if not is_on:
                network.close()
            return Response(str(network.is_open))

        return [Door("/_studio/{to}", switch, roles=OFFICE, methods=["POST"])]

    root = tmp_path_factory.mktemp("network")
    write_post(root / "content", "2026-11-20 Жол", "# Жол\n\nАшылды.")
    with preview_of(root, more=switches) as running:
        yield running


def ask_from_the_network(preview: Preview, path: str, cookie: str = "") -> int:
    """The status that a phone gets; 0 where nobody answers."""
    link = http.client.HTTPConnection(NETWORKS[0], preview.port, timeout=5)
    try:
        link.request("GET", path, headers={"Cookie": cookie, "Accept": "*/*"})
        return link.getresponse().status
    except ConnectionRefusedError:
        return 0
    finally:
        link.close()


def test_phones_come_in_while_it_is_open_and_are_cut_off_when_it_is_closed(
    preview: Preview,
) -> None:
    assert ask_from_the_network(preview, "/") == 0
    assert preview.ask("POST", "/_studio/on").text == "True"
    assert ask_from_the_network(preview, "/") == 403
    entrance = preview.guard.entrance
    cookie = f"{COOKIE}={entrance.enter(entrance.number(Role.DEPUTY), 'phone')}"
    assert ask_from_the_network(preview, "/", cookie) == 200
    stream = http.client.HTTPConnection(NETWORKS[0], preview.port, timeout=5)
    stream.request("GET", "/_preview/events?page=index.html", headers={"Cookie": cookie})
    answer = stream.getresponse()
    assert answer.readline().startswith(b"data: ")
    assert preview.ask("POST", "/_studio/off").text == "False"
    with pytest.raises((http.client.HTTPException, OSError)):  # it does not go on
        answer.read()
    stream.close()
    assert ask_from_the_network(preview, "/", cookie) == 0
    assert preview.get("").status == 200


def test_it_is_opened_as_often_as_one_likes_and_old_tokens_stay_void(preview: Preview) -> None:
    entrance = preview.guard.entrance
    preview.ask("POST", "/_studio/on")
    cookie = f"{COOKIE}={entrance.enter(entrance.number(Role.DEPUTY), 'phone')}"
    preview.ask("POST", "/_studio/on")
    assert ask_from_the_network(preview, "/", cookie) == 403
    preview.ask("POST", "/_studio/off")


def test_where_no_socket_can_be_had_it_stays_closed(preview: Preview) -> None:
    taken = [bound(host, preview.port) for host in NETWORKS]
    for each in taken:
        each.listen()
    try:
        assert preview.ask("POST", "/_studio/on").text == "False"
    finally:
        for each in taken:
            each.close()
