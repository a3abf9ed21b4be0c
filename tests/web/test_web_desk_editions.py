"""Editions built and published at the desk: in a child program, told as it goes, heard before anybody else is."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk import ONCE, SEEN, Desk, Person, ended, held
from rundowns import BARE, FIRST, SECOND, chosen, now, planned_station
from stories import Stories

from studio.khmer.digits import to_khmer
from studio.languages import Language
from studio.pipeline.build_desk import foreseen
from studio.pipeline.desk_work import Work, begin_work, folder_of, work_of
from studio.pipeline.takes import add_takes
from studio.pipeline.treat import treat
from studio.publishing.addresses import INDEX
from studio.records.kinds import Role
from studio.store.files import write_text
from studio.web.app import create_app
from studio.web.desk.routes.how_far import of_work

LIST, ALL = "/desk/editions", "/desk/publish"
AGAIN = '<noscript><meta http-equiv="refresh"'
HEARD = re.compile(rf'src="({LIST}/{FIRST}/masters/\d+)"')


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """Two editions with rundowns, of which one has all its recordings."""
    made = planned_station(tmp_path_factory.mktemp("editions") / "station")
    made.kit.Kit(made.root.parent).recorded(made.studio, now(made))
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def desk(stories: Stories) -> Desk:
    return Desk(stories.root, stories.studio, create_app(stories.studio.workspace.feeds, stories.studio))


@pytest.fixture(scope="module")
def dara(desk: Desk) -> Person:
    return desk.person("dara", Role.EDITOR)


def sent(person: Person, page: str, form: str, status: int = 303, **fields: object) -> str:
    """Send a form of a page as it stands now; what it answered."""
    once = ONCE.search(person.get(f"{page}?lang=en").text)
    assert once
    return person.post(f"{form}?lang=en", status, **({"once": once[1]} | fields)).text


@pytest.fixture(scope="module")
def built(stories: Stories, sokha: Person) -> Work:
    """The first edition, built from its page."""
    sent(sokha, f"{LIST}/{FIRST}", f"{LIST}/{FIRST}/build")
    return ended(stories.studio)


def test_the_list_tells_how_far_each_edition_is(sokha: Person) -> None:
    page = sokha.get(f"{LIST}?lang=en").text
    assert page.index(FIRST) < page.index(SECOND) < page.index(BARE)


def test_an_edition_that_lacks_something_says_what_and_has_no_button(sokha: Person) -> None:
    for slug in (SECOND, BARE):
        page = sokha.get(f"{LIST}/{slug}?lang=en").text
        assert "It cannot be built yet" in page
        assert f'action="{LIST}/{slug}/build"' not in page


def test_an_edition_is_built_and_heard_in_portions(stories: Stories, sokha: Person, built: Work) -> None:
    assert built.faults == ()
    assert {one["name"] for one in built.outcome["masters"]} == {"podcast", "golden-river"}
    page = sokha.get(f"{LIST}/{FIRST}?lang=en").text
    sounds = HEARD.findall(page)
    assert len(sounds) == 2
    for one in sounds:
        reply = sokha.client.get(one, headers={"range": "bytes=100-199", "sec-fetch-site": "same-origin"})
        assert (reply.status_code, len(reply.content)) == (206, 100)
        assert reply.headers["cache-control"] == "no-store"
    for name in re.findall(rf'src="({LIST}/{FIRST}/measured/[\w.]+)"', page):
        assert len(sokha.get(name).content) > 1000, name


def test_masters_and_pictures_of_another_edition_or_outside_are_not_there(sokha: Person, built: Work) -> None:
    sound = HEARD.findall(sokha.get(f"{LIST}/{FIRST}?lang=en").text)[0]
    sokha.get(sound.replace(FIRST, SECOND), 404)
    sokha.get(f"{LIST}/{FIRST}/masters/999999", 404)
    for name in ("report.json", "..%2fcues.json", "script.km.html"):
        sokha.get(f"{LIST}/{FIRST}/measured/{name}", 404)
    sokha.get(f"{LIST}/2012-01-01-none", 404)


def test_building_again_makes_nothing_new(stories: Stories, sokha: Person, built: Work) -> None:
    sent(sokha, f"{LIST}/{FIRST}", f"{LIST}/{FIRST}/build")
    assert [one["new"] for one in ended(stories.studio).outcome["masters"]] == [False, False]


def test_a_form_sent_twice_builds_once_and_a_second_work_waits(stories: Stories, sokha: Person, built: Work) -> None:
    once = ONCE.search(sokha.get(f"{LIST}/{FIRST}").text)[1]
    sokha.post(f"{LIST}/{FIRST}/build", once=once)
    token = work_of(stories.studio).asked.token
    sokha.post(f"{LIST}/{FIRST}/build", once=once)
    assert work_of(stories.studio).asked.token == token
    ended(stories.studio)


def test_what_publishing_would_change_is_shown_and_then_done(stories: Stories, dara: Person, built: Work) -> None:
    page = dara.get(f"{ALL}?lang=en").text
    assert FIRST in page
    assert "is new in the feed" in page
    assert not (stories.studio.workspace.feeds / "feed.xml").exists()
    assert "was shown; nothing was done" in sent(dara, ALL, ALL, 409, seen="0" * 32)
    assert work_of(stories.studio).asked.kind == "build"
    sent(dara, ALL, ALL, seen=SEEN.findall(page)[0])
    done = ended(stories.studio)
    assert done.outcome["episodes"] == [FIRST]
    assert (stories.studio.workspace.feeds / "feed.xml").exists()
    assert "Editions in the feed: 1." in dara.get(f"{ALL}?lang=en").text
    assert "In the feed since" in dara.get(f"{LIST}/{FIRST}?lang=en").text
    assert "Nothing would change" in dara.get(f"{ALL}?lang=en").text
    index = stories.studio.workspace.feeds / INDEX
    index.rename(index.with_name("away"))
    assert [one.what for one in foreseen(stories.studio)] == ["changed"], "what is out already is not new"
    index.with_name("away").rename(index)


def test_what_was_chosen_since_an_edition_was_built_is_told_until_it_is_built_again(
    stories: Stories, sokha: Person, built: Work
) -> None:
    one, *_others = chosen(now(stories))
    older = "older than what is chosen now"
    page = f"{LIST}/{FIRST}"

    def built_again() -> None:
        sent(sokha, page, f"{page}/build")
        assert ended(stories.studio).outcome
        assert older not in sokha.get(f"{page}?lang=en").text

    assert older not in sokha.get(f"{page}?lang=en").text
    add_takes(stories.studio, [stories.kit.Kit(stories.root.parent).take(one, 1, 7)], Language.KM)
    assert sokha.get(f"{page}?lang=en").text.count("was changed since it was built") == 1
    built_again()
    treat(stories.studio, one, 1, Language.KM, {"gain_db": -3.0})
    assert older in sokha.get(f"{page}?lang=en").text
    built_again()


def test_a_producer_builds_and_does_not_publish(sokha: Person) -> None:
    sokha.get(ALL, 403)
    sokha.post(ALL, 403)


def test_a_work_whose_server_is_gone_is_told_as_lost_and_can_be_asked_for_again(
    stories: Stories, sokha: Person, built: Work
) -> None:
    folder = folder_of(stories.studio)
    (folder / "done.json").unlink()
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    write_text(folder / "asked.json", json.dumps(asked | {"kind": "build", "about": FIRST, "program": "another"}))
    assert "did not end well" in sokha.get(f"{LIST}/{FIRST}?lang=en").text
    sent(sokha, f"{LIST}/{FIRST}", f"{LIST}/{FIRST}/build")
    assert ended(stories.studio).outcome


def test_a_build_is_stopped_and_told(stories: Stories, sokha: Person, built: Work) -> None:
    work = begin_work(stories.studio, "build", FIRST)
    sent(sokha, f"{LIST}/work", f"{LIST}/work-stop", token=work.asked.token)
    over = ended(stories.studio)
    assert over.outcome or [one.code for one in over.faults] == ["pipeline.work-stopped"]
    sent(sokha, f"{LIST}/{FIRST}", f"{LIST}/work-forget", token=work.asked.token)
    assert work_of(stories.studio) is None
    sokha.post(f"{LIST}/work-stop", 404, token="none", once="a-token-of-my-own-1")


def test_a_page_that_shows_a_work_does_not_take_away_what_somebody_types_or_hears(
    stories: Stories, sokha: Person, dara: Person, built: Work
) -> None:
    with held(stories.studio, "build", FIRST):
        assert AGAIN not in dara.get(f"{LIST}/{FIRST}?lang=en").text
        reply = dara.post("/desk/withdraw/look?lang=en", 200, what=stories.uuid("6836884c"), reason="asked")
        assert AGAIN not in reply.text
        assert AGAIN in sokha.get(f"{LIST}/work").text
    assert AGAIN not in sokha.get(f"{LIST}/work").text


def test_while_an_edition_is_built_its_page_says_so_and_offers_no_second_build(
    stories: Stories, sokha: Person, built: Work
) -> None:
    with held(stories.studio, "build", FIRST):
        page = sokha.get(f"{LIST}/{FIRST}?lang=en").text
    assert "being built" in page
    assert f'action="{LIST}/{FIRST}/build"' not in page


def told(reply: str) -> list[tuple[str, Any]]:
    """The events of a stream that has ended, and what they carry."""
    return [(name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.+)\n\n", reply)]


def test_a_build_leaves_how_far_it_is(stories: Stories, sokha: Person, built: Work) -> None:
    shutil.rmtree(stories.studio.workspace.cache)
    stories.studio.workspace.cache.mkdir()
    begin_work(stories.studio, "build", FIRST)
    *steps, last = told(sokha.get(f"{LIST}/work-live?lang=km").text)
    done = ended(stories.studio)
    assert done.outcome
    assert 0 < done.done <= done.total
    far = of_work(done, Language.KM)
    assert far.count == to_khmer(f"{done.done}/{done.total}")
    assert far.stage
    assert not far.stage.isascii()
    assert last == ("ended", {})
    assert {name for name, _step in steps} <= {"step"}
    assert all(0 <= step["done"] <= step["total"] for _name, step in steps)
    assert len({json.dumps(step) for _name, step in steps}) == len(steps), "nothing is told twice"


def test_an_open_page_is_told_each_step_once_and_the_end(
    stories: Stories, sokha: Person, built: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(stories.studio, "build", FIRST) as work:
        told_while: list[Callable[[], object]] = [
            lambda: work.reach("Preparing sources", 0, 12),
            lambda: None,
            lambda: work.reach("Making the masters", 3, 12),
            work.end,
        ]

        async def sleep(_seconds: float) -> None:
            told_while.pop(0)()

        monkeypatch.setattr("studio.web.desk.live.sleep", sleep)
        first, *known, last = told(sokha.get(f"{LIST}/work-live?lang=km").text)
    assert first == ("step", {"stage": "", "count": "", "done": 0, "total": 0})
    assert [(name, step["done"], step["total"], step["count"]) for name, step in known] == [
        ("step", 0, 12, to_khmer("0/12")),
        ("step", 3, 12, to_khmer("3/12")),
    ]
    assert all(step["stage"] and not step["stage"].isascii() for _name, step in known)
    assert last == ("ended", {})


def test_where_nothing_goes_on_a_stream_ends_at_once(sokha: Person, dara: Person, built: Work) -> None:
    for person, page in ((sokha, LIST), (dara, LIST), (dara, ALL)):
        assert told(person.get(f"{page}/work-live").text) == [("ended", {})]
