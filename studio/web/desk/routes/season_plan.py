"""The season planned at the desk: proposed beside it, shown with what would change, kept or not, and published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import NotFound, StudioError
from studio.pipeline.clear import today
from studio.pipeline.seasons.search import begin_search, drop_search, keep_search, search_of, stop_search
from studio.pipeline.seasons_kept import Kept, publish_plan, season_plan
from studio.pipeline.titles import position_titles, segment_titles
from studio.web.desk.live import live
from studio.web.desk.needs import Needs
from studio.web.desk.routes.how_far import HowFar, of_search, percent, steps
from studio.web.desk.routes.rundown import said
from studio.web.desk.routes.season import day_of
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

ADDRESS = "/desk/season/plan"
Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]
Planning = Annotated[Visit, Depends(Needs(Right.EDIT_RUNDOWNS))]
Text = Annotated[str, Form(max_length=200)]


@router.get(ADDRESS)
def show(visit: Reading) -> Response:
    """The newest plan, and the search for another one."""
    return shown(visit)


@router.get(f"{ADDRESS}/live")
def watch(visit: Reading) -> Response:
    """How far the search is, as it goes on."""
    studio, language = visit.studio, visit.language

    def far() -> HowFar | None:
        search = search_of(studio)
        return of_search(search, language) if search and search.going else None

    return live(visit, steps(far))


@router.post(ADDRESS)
def begin(
    visit: Planning,
    since: Text = "",
    until: Text = "",
    seed: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    hold: Text = "",
    once: Text = "",
) -> Response:
    """Start a search."""
    return done(visit, once, lambda: begin_search(visit.studio, day_of(since), day_of(until), seed, hold=bool(hold)))


@router.post(f"{ADDRESS}/stop")
def stop(visit: Planning, token: Text, once: Text = "") -> Response:
    """Be content with the best that was found so far."""
    return done(visit, once, lambda: stop_search(visit.studio, token))


@router.post(f"{ADDRESS}/keep")
def keep(visit: Planning, token: Text, once: Text = "") -> Response:
    """Keep the plan that is shown."""
    return done(visit, once, lambda: keep_search(visit.studio, token))


@router.post(f"{ADDRESS}/drop")
def drop(visit: Planning, token: Text, once: Text = "") -> Response:
    """Do not keep it."""
    return done(visit, once, lambda: drop_search(visit.studio, token))


@router.post(f"{ADDRESS}/publish")
def publish(visit: Planning, number: Annotated[int, Form(ge=1, le=10**9)], once: Text = "") -> Response:
    """Let rundowns keep what the newest plan says. number: of the plan that was shown."""
    return done(visit, once, lambda: publish_plan(visit.studio, number))


def done(visit: Visit, once: str, act: Callable[[], object]) -> Response:
    """Do something once and show the page again; or say why it was not done."""

    def deed() -> str:
        act()
        return ADDRESS

    try:
        return visit.once(once, deed)
    except StudioError as error:
        return shown(visit, error)


def shown(visit: Visit, refusal: StudioError | None = None) -> Response:
    """The page; while a search goes on it is told how far that is."""
    search = search_of(visit.studio)
    kept = newest(visit)
    titles = position_titles(visit.studio) | segment_titles(visit.studio)
    return visit.page(
        "season_plan",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        search=search,
        kept=kept,
        titles=titles,
        today=today(visit.studio),
        edits=visit.may(Right.EDIT_RUNDOWNS),
        changes=said(visit, search.found.changes, titles) if search and search.found else (),
        failed=said(visit, search.faults, titles) if search else (),
        why=lambda some: said(visit, some, titles),
        percent=percent,
        far=of_search(search, visit.language) if search and search.going else None,
        waits=bool(search and search.going and not refusal),
    )


def newest(visit: Visit) -> Kept | None:
    """The newest plan; None before there is one."""
    try:
        return season_plan(visit.studio)
    except NotFound:
        return None
