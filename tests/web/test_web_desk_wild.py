"""Every form of the desk with values that nobody would type: none breaks the server, and no page names a command."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from desk import HOST, Desk, Person
from lxml import html
from rundowns import BARE, FIRST, SECOND, planned_station
from stories import MAP, Stories

from studio.records.kinds import Role
from studio.web.app import create_app

WILD = ["", " ", "-1", "9" * 20, "៩៩", "\x00", "' OR 1=1 --", "<script>alert(1)</script>", "ក" * 5000, "2012-13-45",
        "9999-12-31", "0001-01-01", "NaN", "1e309", "../../etc/passwd", "\U0001f600", "\u202e", "2012-05-17", "24:00",
        "no-such-edition", "S-0042"]  # fmt: skip
LEFT = {"form", "once", "lang"}
"""Fields that the desk fills in: what becomes of others is tested elsewhere."""
COMMAND = re.compile(r"\bstudio (report|script|org|airtime|rundown|season|take|episode|publish|withdraw|archive|user) ")
LONG = ("/stop", "/work-stop", "/build", "/sign-out", "/account/language")
"""What begins long work, or leads away."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("desk-wild") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def desk(stories: Stories) -> Desk:
    return Desk(stories.root, stories.studio, create_app(stories.studio.workspace.feeds, stories.studio))


@pytest.fixture(scope="module")
def editor(desk: Desk) -> Person:
    return desk.person("dara", Role.EDITOR)


def pages(stories: Stories) -> list[str]:
    """A page of every place of the desk."""
    (key,) = stories.keys(MAP)
    return [
        "reports", f"reports/{stories.uuid(MAP)}", "scripts", f"scripts/{key}", f"takes/{key}", "takes", "rundowns",
        f"rundown/{FIRST}", f"rundown/{SECOND}/propose", f"rundown/{BARE}", "season", "season/plan", "season/heard",
        "season/ledger", f"season/airtime/{FIRST}", f"season/airtime/{BARE}", f"editions/{FIRST}", "editions",
        "publish", "airings", f"airings/{FIRST}", "withdraw", "shares", "file", "account",
    ]  # fmt: skip


def forms(page: str, path: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The forms of a page: how and where each is sent, and what stands in it."""
    for one in html.fromstring(page).forms:
        action = (one.get("action") or path).partition("?")[0]
        if not action.endswith(LONG):
            yield one.method, action, {name: str(value or "") for name, value in one.form_values()} | typed_in(one)


def typed_in(form: html.FormElement) -> dict[str, str]:
    """Fields that a browser would send empty, too."""
    return {name: str(form.fields[name] or "") for name in form.fields if name and form.fields[name] is not None}


def test_no_form_of_the_desk_breaks_it(stories: Stories, editor: Person) -> None:
    sent, broken, told, known = itertools.count(), [], set(), set()
    for path in (f"/desk/{one}" for one in pages(stories)):
        for method, action, values in forms(editor.get(path).text, path):
            for name in values.keys() - LEFT:
                if (action, name) in known:
                    continue
                known.add((action, name))
                for wild in WILD:
                    given = values | {name: wild, "once": f"wild-token-number-{next(sent)}", "form": editor.form}
                    if method == "POST":
                        reply = editor.client.post(action, data=given, headers={"origin": HOST})
                    else:
                        reply = editor.client.get(action, params=given, headers={"sec-fetch-site": "same-origin"})
                    if reply.status_code >= 500:
                        broken.append((action, name, wild[:40], reply.status_code))
                    shown = re.sub(r"<[^>]+>", " ", reply.text.partition("<main")[2])
                    told |= {(action, name, one) for one in COMMAND.findall(shown)}
    assert broken == []
    assert told == set()
    assert next(sent) > 1_500
    assert {action.split("/")[2] for action, _name in known} >= {"reports", "scripts", "rundown", "season", "airings"}
