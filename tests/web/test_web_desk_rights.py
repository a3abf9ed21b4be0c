"""Role × route × method: every route names what it needs, and lets in just those who have it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from desk import HOST, Desk, Person, desk_over
from fastapi.routing import APIRoute

from studio.accounts.rights import RIGHTS, Right
from studio.pipeline.opening import make_workspace
from studio.records.kinds import Role
from studio.web.desk.faces import ROUTERS
from studio.web.desk.needs import Needs, Waits

STRANGERS = {("/desk/sign-in", "GET"), ("/desk/sign-in", "POST"), ("/desk/sign-out", "POST")}
"""What anybody may ask for."""


def routes() -> Iterator[tuple[str, str, APIRoute]]:
    """Every route of the desk by path and method."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in sorted(route.methods):
                yield route.path, method, route


def need(route: APIRoute) -> Right | Waits | None:
    """What a route needs, as its dependencies say."""
    found = [one.call for one in route.dependant.dependencies if isinstance(one.call, Needs | Waits)]
    assert len(found) <= 1, route.path
    return found[0].right if found and isinstance(found[0], Needs) else found[0] if found else None


TABLE = [
    pytest.param(role, path, method, right, id=f"{role.value}-{method}-{path}")
    for path, method, route in routes()
    for right in [need(route)]
    if isinstance(right, Right)
    for role in Role
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("rights") / "station"
    make_workspace(root)
    opened = desk_over(root)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def person(desk: Desk) -> Iterator[object]:
    @cache
    def come(role: Role) -> Person:
        return desk.person(f"a-{role.value}", role)

    return come


def test_every_route_names_what_it_needs() -> None:
    open_to_all = {(path, method) for path, method, route in routes() if need(route) is None}
    assert open_to_all == STRANGERS


def filled(path: str) -> str:
    """A path with something that is not there for each of its names."""
    return "/".join("999999" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize(("role", "path", "method", "right"), TABLE)
def test_a_route_lets_in_who_has_the_right(person: object, role: Role, path: str, method: str, right: Right) -> None:
    one: Person = person(role)  # type: ignore[operator]
    if not one.form:
        one.get("/desk/account")
    address = filled(path)
    sent = {"form": one.form} if method == "POST" else None
    reply = one.client.request(method, address, data=sent, headers={"origin": HOST})
    assert reply.status_code < 500
    assert (reply.status_code == 403) == (right not in RIGHTS[role]), reply.text[:400]


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _route in routes()])
def test_a_stranger_gets_nowhere(desk: Desk, path: str, method: str) -> None:
    if (path, method) in STRANGERS:
        return
    one = desk.stranger()
    reply = one.client.request(method, filled(path), headers={"origin": HOST})
    if method == "GET":
        assert reply.headers["location"].startswith("/desk/sign-in")
    else:
        assert (reply.status_code, reply.content) == (401, b"")
