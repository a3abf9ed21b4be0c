"""Everything that the OpenAPI document of the desk describes, with whatever a stranger's program might send."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk import HOST, Desk, Person, desk_over
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rundowns import FIRST
from sqlalchemy import text
from stories import MAP, filled

from studio.pipeline.clear import clear_report
from studio.pipeline.write import write_stories
from studio.records.kinds import Role
from studio.web.desk.faces import ROUTERS
from studio.web.report import receipt, tus
from studio.web.report import routes as report
from studio.web.shared.routes import router as shared

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

OURS = [route for router in (*ROUTERS, report.router, receipt.router, tus.router, shared) for route in router.routes]
DOCUMENT = get_openapi(title="Studio", version="1", routes=OURS)
OPERATIONS = {
    f"{one.ok().method.upper()} {one.ok().path}": one.ok()
    for one in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
}
ENDS = ("/desk/sign-out", "/desk/password", "/desk/authenticator")
"""What would end the session of whoever asks."""


@dataclass(frozen=True)
class Station:
    """A desk over a workspace with reports and scripts, who may come in, and names of what is there."""

    desk: Desk
    editor: Person
    admin: Person
    there: dict[str, str]

    def who(self, path: str) -> Person:
        """Who asks for something."""
        if path in ENDS:
            return self.desk.stranger()
        return self.admin if path.startswith("/desk/people") else self.editor


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    root: Path = tmp_path_factory.mktemp("schema") / "station"
    stories = filled(root)
    stories.kit.Kit(root.parent).airtime(stories.studio)
    clear_report(stories.studio, stories.uuid(MAP), frozenset(), "")
    assert not write_stories(stories.studio, [stories.uuid(MAP)]).refused
    (key,) = stories.keys(MAP)
    desk = desk_over(root)
    editor, admin = desk.person("editor", Role.EDITOR), desk.person("admin", Role.ADMIN)
    desk.person("dara", Role.REPORTER)
    for one in (editor, admin):
        one.get("/desk/account")
    uuid = stories.uuid(MAP)
    there = {"uuid": uuid, "report": uuid, "key": key, "subject": key, "number": "1", "login": "dara"}
    there |= {"slug": FIRST}
    yield Station(desk, editor, admin, there | {"what": f"report:{uuid}", "province": "02", "name": "desk.css"})
    desk.close()


def test_every_route_is_in_the_document() -> None:
    described = {f"{method.upper()} {path}" for path, many in DOCUMENT["paths"].items() for method in many}
    there = {
        f"{method} {route.path_format}" for route in OURS if isinstance(route, APIRoute) for method in route.methods
    }
    assert there - described <= {one for one in there if one.startswith("HEAD ")}
    assert set(OPERATIONS) == described
    assert len(OPERATIONS) > 50


def real_of(station: Station, operation: str, key: str) -> str:
    """What is there by that name; no edition where an answer goes on for as long as somebody listens."""
    return "x" if key == "slug" and operation.endswith("/live") else station.there.get(key, "x")


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_law_nothing_that_is_sent_breaks_an_operation_or_the_records(name: str, station: Station) -> None:
    operation, who = OPERATIONS[name], station.who(OPERATIONS[name].path)

    @given(case=operation.as_strategy(), real=st.integers(0, 3))
    @settings(max_examples=24, suppress_health_check=list(HealthCheck), deadline=None, derandomize=True)
    def sent(case: Any, real: int) -> None:
        if real:
            case.path_parameters = {key: real_of(station, name, key) for key in case.path_parameters or {}}
        given_ = case.as_transport_kwargs(base_url=HOST)
        body = given_.get("data")
        if isinstance(body, dict):
            names = {key: station.there[key] for key in body if key in station.there and real > 1}
            body = {**body, **names, "form": who.form}
        headers = {key: value for key, value in given_["headers"].items() if value.isascii()}
        reply = who.client.request(
            given_["method"],
            given_["url"],
            params=given_.get("params"),
            data=body if isinstance(body, dict) else None,
            content=body if isinstance(body, bytes | str) else None,
            headers=headers | {"origin": HOST, "sec-fetch-site": "same-origin"},
        )
        assert reply.status_code < 500, (name, given_, reply.text[:300])
        assert "Traceback" not in reply.text
        assert "content-security-policy" in reply.headers

    sent()
    with station.desk.studio.engine.connect() as reading:
        assert reading.execute(text("PRAGMA foreign_key_check")).all() == []
        assert reading.execute(text("PRAGMA quick_check")).scalar() == "ok"
    station.editor.get("/desk/account")
