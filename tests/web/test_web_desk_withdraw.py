"""What somebody took back, withdrawn at the desk: shown first, done in a child program, with a receipt."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk import ONCE, SEEN, Desk, Person, ended, held
from rundowns import FIRST, chosen, now, planned_station
from stories import Stories

from studio.pipeline.build import build_episode
from studio.pipeline.desk_work import work_of
from studio.pipeline.publish import publish_all
from studio.records.kinds import Role
from studio.web.app import create_app

PAGE, LOOK = "/desk/withdraw", "/desk/withdraw/look"
REASON = "by telephone, 14 May"
CODE = re.compile(rf'href="({PAGE}/[\w-]+)')


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """An edition that is built and published."""
    made = planned_station(tmp_path_factory.mktemp("withdraw") / "station")
    made.kit.Kit(made.root.parent).recorded(made.studio, now(made))
    build_episode(made.studio, FIRST)
    assert publish_all(made.studio).slugs == (FIRST,)
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def desk(stories: Stories) -> Desk:
    return Desk(stories.root, stories.studio, create_app(stories.studio.workspace.feeds, stories.studio))


@pytest.fixture(scope="module")
def chan(desk: Desk) -> Person:
    return desk.person("chan", Role.CUSTODIAN)


def once(person: Person, what: str) -> str:
    """The token of the form with which something is withdrawn after a look at what it touches."""
    found = ONCE.search(person.post(f"{LOOK}?lang=en", 200, what=what, reason=REASON).text)
    assert found
    return found[1]


def test_who_may_not_withdraw_gets_no_page(sokha: Person) -> None:
    sokha.get(PAGE, 403)
    sokha.post(LOOK, 403, what="x", reason="y")
    sokha.post(PAGE, 403, what="x", reason="y", sure=1)


def test_what_is_missing_or_unknown_is_told_and_what_was_typed_stays(chan: Person) -> None:
    chan.get(PAGE)
    page = chan.post(f"{LOOK}?lang=en", 404, what="S-9999", reason=REASON).text
    assert 'value="S-9999"' in page
    assert REASON in page
    assert "Withdraw it now" not in page
    page = chan.post(f"{LOOK}?lang=en", 422, what="", reason="").text
    assert page.count("alert") == 1
    assert "studio withdraw" not in page


def test_it_is_not_done_unless_somebody_says_that_it_was_read(stories: Stories, chan: Person) -> None:
    key = chosen(now(stories))[0]
    chan.get(PAGE)
    token = once(chan, key)
    page = chan.post(f"{PAGE}?lang=en", 422, what=key, reason=REASON, once=token).text
    assert key in page
    assert work_of(stories.studio) is None


def test_all_that_it_touches_is_shown_then_it_is_done_and_a_receipt_stays(
    stories: Stories, chan: Person, sokha: Person
) -> None:
    key = chosen(now(stories))[0]
    chan.get(PAGE)
    page = chan.post(f"{LOOK}?lang=en", 200, what=key, reason=REASON).text
    assert FIRST in page
    assert "What cannot be taken back" in page
    assert work_of(stories.studio) is None
    (seen,), token = SEEN.findall(page), ONCE.search(page)[1]
    other = chan.post(f"{PAGE}?lang=en", 409, what=key, reason=REASON, sure=1, seen="0" * 32, once=token).text
    assert "was shown; nothing was done" in other
    assert SEEN.findall(other) == [seen]
    assert work_of(stories.studio) is None
    chan.post(f"{PAGE}?lang=en", 303, what=key, reason=REASON, sure=1, seen=seen, once=token)
    going = sokha.get("/desk/editions?lang=en").text
    done = ended(stories.studio)
    assert done.faults == (), done
    assert done.outcome["new"]
    page = chan.get(f"{PAGE}?lang=en").text
    address = CODE.findall(page)[0]
    for language in ("km", "en"):
        text = chan.get(f"{address}?lang={language}").text
        assert done.outcome["code"] in text
    assert "studio " not in re.sub(r"<[^>]+>", "", chan.get(f"{PAGE}?lang=en").text)
    assert key not in going, "a producer, who may not withdraw, reads what is withdrawn"
    assert key not in [one.key for one in now(stories).plan.entries]
    chan.get(f"{PAGE}/W-9999", 404)


def test_a_custodian_is_not_offered_what_a_custodian_may_not_do(stories: Stories, chan: Person) -> None:
    with held(stories.studio, "build", FIRST):
        page = chan.get(f"{PAGE}?lang=en").text
    assert re.findall(r'<form method="post" action="(/desk/editions[^"]*)"', page) == []
