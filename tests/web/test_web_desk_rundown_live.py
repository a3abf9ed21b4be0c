"""What an open page is told of a rundown: every version, no more pages than there may be, until the session ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPResponse

import anyio
import pytest
from desk import Desk, Person
from rundowns import FIRST, at, chosen, now, planned_station
from sqlmodel import select
from stories import Stories

from studio.pipeline.rundown_edit import edit_rundown, locked
from studio.pipeline.sign_in import glanced, signed_in
from studio.records.accounts import AccountSession
from studio.store.engine import reading, writing
from studio.web.desk.gate import COOKIE
from studio.web.desk.live import MOST_EACH, Watching, events
from studio.web.desk.routes.rundown_live import versions
from studio.web.serve import listening, server


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("rundown-live") / "station")
    yield made
    made.studio.engine.dispose()


def token(person: Person) -> str:
    """What somebody's cookie carries."""
    return next(cookie.value or "" for cookie in person.client.cookies.jar if cookie.name == COOKIE)


def test_a_page_is_told_of_each_version_and_of_the_end(stories: Stories) -> None:
    (first, *_) = chosen(now(stories))
    looks: list[int] = []

    def stands() -> bool:
        """The session stands no more."""
        return False

    def ending() -> bool:
        """Somebody else changes the rundown before the second look; the server does not stop."""
        looks.append(1)
        if len(looks) == 2:
            edit_rundown(stories.studio, FIRST, locked(first, True), "rundown.locked")
        return False

    async def told() -> list[str]:
        """All that is told until the session is over."""
        return [one async for one in events(versions(stories.studio, FIRST, 1), stands, ending)]

    said = anyio.run(told)
    assert said == [
        "retry: 3000\n\n",
        'event: version\ndata: {"number": 2, "by": "ED-01"}\n\n',
        "event: over\ndata: {}\n\n",
    ]
    assert len(looks) == 5, "the session is looked at every fifth time"


def test_a_server_that_stops_lets_go_of_all(stories: Stories) -> None:
    async def told() -> list[str]:
        """All that is told by a server that stops."""
        return [one async for one in events(versions(stories.studio, FIRST, 1), lambda: True, lambda: True)]

    assert anyio.run(told) == ["retry: 3000\n\n"]


def test_only_so_many_pages_of_a_session_are_told() -> None:
    watching = Watching([7] * MOST_EACH)
    assert watching.full(7)
    assert not watching.full(8)
    assert Watching(list(range(64))).full(99)


def test_what_a_page_asks_for_by_itself_keeps_no_session_alive(stories: Stories, desk: Desk, sokha: Person) -> None:
    sokha.get(at(FIRST))
    with writing(desk.studio.engine) as session:
        own = session.exec(select(AccountSession)).one()
        own.seen_at -= timedelta(minutes=5)
        before = own.seen_at
        session.add(own)
    sokha.get(at(FIRST, "now"))
    assert seen(desk) == before
    sokha.get(at(FIRST))
    assert seen(desk) > before
    later = replace(desk.studio, clock=lambda: seen(desk) + timedelta(days=1))
    assert glanced(later, token(sokha)) is None
    assert signed_in(later, token(sokha)) is None
    assert glanced(later, "") is None


def seen(desk: Desk) -> datetime:
    """When somebody was last here."""
    with reading(desk.studio.engine) as session:
        return session.exec(select(AccountSession)).one().seen_at


def test_over_a_real_connection(stories: Stories, sokha: Person) -> None:
    (first, *_) = chosen(now(stories))
    with listening(port=0) as listener, ExitStack() as stack:
        running = server(stories.root / "feeds", stories.studio)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        opened = [watch(stack, port, sokha) for _ in range(MOST_EACH)]
        assert {reply.status for reply in opened} == {200}
        assert opened[0].getheader("content-type") == "text/event-stream; charset=utf-8"
        assert opened[0].getheader("cache-control") == "no-store"
        assert watch(stack, port, sokha).status == 503
        number = now(stories).number + 1
        edit_rundown(stories.studio, FIRST, locked(first, number % 2 == 0), "rundown.locked")
        for reply in opened:
            assert f'"number": {number}' in until(reply, f'"number": {number}')
        opened.pop().close()
        opened.append(again(stack, port, sokha))
        assert opened[-1].status == 200, "who left makes room"
        running.should_exit = True
        for reply in opened:
            reply.read()  # raises IncompleteRead where the stream is cut off instead of ended
        thread.join(20)
        assert not thread.is_alive()


def watch(stack: ExitStack, port: int, person: Person) -> HTTPResponse:
    """Open the stream of a rundown, on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    stack.callback(connection.close)
    headers = {"cookie": f"{COOKIE}={token(person)}", "sec-fetch-site": "same-origin", "connection": "close"}
    connection.request("GET", f"{at(FIRST, 'live')}?after=0", headers=headers)
    return stack.enter_context(connection.getresponse())


def again(stack: ExitStack, port: int, person: Person) -> HTTPResponse:
    """Open it as soon as there is room."""
    for _ in range(100):
        reply = watch(stack, port, person)
        if reply.status == 200:
            break
        time.sleep(0.1)
    return reply


def until(reply: HTTPResponse, words: str) -> str:
    """What is told until some words have come."""
    told = ""
    while words not in told:
        told += reply.readline().decode()
    return told


def test_a_stranger_and_an_edition_that_is_not_there(sokha: Person, desk: Desk) -> None:
    sokha.get(at("no-such-edition", "live"), 404)
    assert desk.stranger().get(at(FIRST, "live"), 303).headers["location"].startswith("/desk/sign-in")
