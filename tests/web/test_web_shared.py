"""Links without an account: they open one thing, read-only, for a while, as long as their maker may share it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from desk import ONCE, Desk, Person
from sqlmodel import select
from stories import MAP, WORKERS, Stories, filled

from studio.languages import Language
from studio.pipeline.accounts import disable
from studio.pipeline.clear import clear_report, withdraw_consent
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import awake
from studio.pipeline.reading_view import reading_view
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.script_desk import newest_of
from studio.pipeline.write import approve, write_stories
from studio.records.accounts import ShareLink
from studio.records.kinds import Role
from studio.store.engine import reading, writing


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = filled(tmp_path_factory.mktemp("shared") / "station")
    made.kit.Kit(made.root.parent).airtime(made.studio)
    for name in (WORKERS, MAP):
        clear_report(made.studio, made.uuid(name), frozenset(), "")
    for script in write_stories(made.studio).new:
        approve(made.studio, script.key, Language(script.language))
    propose_rundown(made.studio, made.kit.FIRST)
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def keys(stories: Stories) -> dict[str, str]:
    return {one: next(iter(stories.keys(one))) for one in (WORKERS, MAP)}


@pytest.fixture(scope="module")
def producer(desk: Desk) -> Person:
    return desk.person("producer", Role.PRODUCER)


def linked(person: Person, status: int = 200, **fields: object) -> str:
    """Make a link; the path of its address."""
    once = ONCE.search(person.get("/desk/account/password").text) or ONCE.search(person.get("/desk/scripts").text)
    assert once
    page = person.post("/desk/shares", status, once=once[1], **fields).text
    found = re.search(r'class="address">https://studio\.example\.org(/shared/[\w-]{43})<', page)
    assert (found is not None) == (status == 200)
    return found[1] if found else ""


def test_a_link_opens_a_script_for_a_stranger_who_can_change_nothing(
    stories: Stories, desk: Desk, producer: Person, keys: dict[str, str]
) -> None:
    path = linked(producer, kind="reading", subject=keys[MAP], days=3)
    reply = desk.stranger().get(path)
    assert 'class="row say"' in reply.text
    assert "<form" not in reply.text
    assert "/desk/scripts" not in reply.text
    assert (reply.headers["cache-control"], reply.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert 'lang="en"' in desk.stranger().get(f"{path}?language=en").text
    assert desk.stranger().client.post(path).status_code == 405
    with reading(stories.studio.engine) as session:
        assert all(len(one.token) == 64 and one.token not in path for one in session.exec(select(ShareLink)))


def test_a_link_opens_a_rundown(stories: Stories, desk: Desk, producer: Person) -> None:
    path = linked(producer, kind="rundown", subject=stories.kit.FIRST, days=1)
    page = desk.stranger().get(f"{path}?lang=en").text
    assert "Farmers walk their fields" in page or "Brick workers" in page
    assert "<form" not in page


def test_a_link_ends_when_its_maker_ends_it_and_nobody_else_can(
    desk: Desk, producer: Person, keys: dict[str, str]
) -> None:
    path = linked(producer, kind="reading", subject=keys[MAP], days=3)
    number = re.findall(r"/desk/shares/(\d+)/revoke", producer.get("/desk/shares").text)[0]
    other = desk.person("other", Role.PRODUCER)
    assert "/revoke" not in other.get("/desk/shares").text
    other.post(f"/desk/shares/{number}/revoke", 404)
    desk.stranger().get(path)
    producer.post(f"/desk/shares/{number}/revoke")
    producer.post(f"/desk/shares/{number}/revoke")
    reply = desk.stranger().get(path, 404)
    assert reply.headers["cache-control"] == "no-store"
    assert reply.text == desk.stranger().get("/shared/" + "x" * 43, 404).text.replace("x" * 43, path[8:])


def test_a_link_ends_with_its_time_and_with_its_makers_account(
    stories: Stories, desk: Desk, keys: dict[str, str]
) -> None:
    maker = desk.person("maker", Role.PRODUCER)
    paths = [linked(maker, kind="reading", subject=keys[MAP], days=days) for days in (1, 3)]
    with writing(stories.studio.engine) as session:
        link = session.exec(select(ShareLink).order_by(ShareLink.id.desc())).all()[1]  # type: ignore[union-attr]
        link.ends_at -= timedelta(days=1)
        session.add(link)
    desk.stranger().get(paths[0], 404)
    desk.stranger().get(paths[1])
    disable(awake(stories.studio), "maker")
    desk.stranger().get(paths[1], 404)


def test_what_lost_its_consent_is_read_by_no_link(
    stories: Stories, desk: Desk, producer: Person, keys: dict[str, str]
) -> None:
    path = linked(producer, kind="reading", subject=keys[WORKERS], days=3)
    desk.stranger().get(path)
    withdraw_consent(stories.studio, "S-010", "asked for it")
    desk.stranger().get(path, 404)


def test_nothing_is_shared_that_the_maker_may_not_see_or_for_ever(
    desk: Desk, producer: Person, keys: dict[str, str]
) -> None:
    far = desk.person("far", Role.PRODUCER, province="05")
    linked(far, 404, kind="reading", subject=keys[MAP], days=3)
    far.get(f"/desk/scripts/{keys[MAP]}/read", 404)
    linked(producer, 403, kind="reading", subject=keys[MAP], days=31)
    linked(producer, 404, kind="rundown", subject="2012-05-24-voices", days=3)
    linked(producer, 422, kind="report", subject=keys[MAP], days=3)


def test_a_link_is_made_once_however_often_its_form_is_sent(producer: Person, keys: dict[str, str]) -> None:
    once = ONCE.search(producer.get("/desk/scripts").text)
    assert once
    before = producer.get("/desk/shares").text.count("/revoke")
    fields = {"kind": "reading", "subject": keys[MAP], "days": 2, "once": once[1]}
    producer.post("/desk/shares", 200, **fields)
    producer.post("/desk/shares", 303, **fields)
    assert producer.get("/desk/shares").text.count("/revoke") == before + 1


def test_lines_follow_one_another_without_a_gap(stories: Stories, keys: dict[str, str]) -> None:
    for language in Language:
        view = reading_view(stories.studio, newest_of(stories.studio, Reader(), keys[MAP], language))
        ends = [row.at + row.ms for row in view.rows]
        assert [row.at for row in view.rows] == [0, *ends[:-1]]
        assert view.ms == ends[-1]
        assert view.ms == view.script.milliseconds
