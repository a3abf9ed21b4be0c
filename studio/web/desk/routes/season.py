"""The season: a calendar of airtimes, who is heard how much, and what became of what was bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.pipeline.airtime_ledger import airtime_ledger
from studio.pipeline.clear import today
from studio.pipeline.seasons.desk import season_weeks
from studio.pipeline.seasons.equity import Row, stations_of, who_is_heard
from studio.scheduling.pictures.board import STATE_WORDS, State
from studio.units import day_named
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]
Day = Annotated[str, Query(max_length=10)]
Slug = Annotated[str, Query(max_length=200)]

SIGNS: dict[State, str] = {
    State.EMPTY: "○",
    State.PLANNED: "◔",
    State.WRITTEN: "◑",
    State.RECORDED: "◕",
    State.BUILT: "●",
    State.PUBLISHED: "▲",
    State.AIRED: "✓",
    State.LOST: "✕",
    State.OFF: "–",
}
"""Beside its colour and its word, each state has a sign: from empty to full, then out."""

BACK, AHEAD = timedelta(weeks=13), timedelta(weeks=13)
"""The stretch that is looked at when none is asked for."""
DRAWN = 12
"""Rows that a chart draws; the table has them all."""


@router.get("/desk/season")
def calendar(visit: Reading, since: Day = "") -> Response:
    """The airtimes of some weeks, station by station."""
    return visit.page(
        "season",
        found=season_weeks(visit.studio, day_of(since)),
        words=STATE_WORDS,
        signs=SIGNS,
        today=today(visit.studio),
        link=lambda day: f"/desk/season?{urlencode({'since': day.isoformat()})}",
    )


@router.get("/desk/season/heard")
def heard(visit: Reading, since: Day = "", until: Day = "", weeks: Annotated[int, Query(ge=0, le=520)] = 0) -> Response:
    """Who is heard how much."""
    now = today(visit.studio)
    first, last = day_of(since) or now - BACK, day_of(until) or now + AHEAD
    found = who_is_heard(
        visit.studio, min(first, last), max(first, last), weeks or visit.studio.settings.season.heard_within_weeks
    )
    return visit.page("season_heard", found=found, whole=max(found.whole, 1), longest=longest, drawn=DRAWN)


@router.get("/desk/season/ledger")
def ledger(visit: Reading, month: Annotated[str, Query(max_length=7)] = "", station: Slug = "") -> Response:
    """What was bought on each station in each month, and what became of it."""
    every = airtime_ledger(visit.studio)
    rows = [one for one in every if month in ("", one.month) and station in ("", one.station)]
    stations = stations_of(visit.studio)
    return visit.page(
        "season_ledger",
        rows=rows[::-1],
        months=sorted({one.month for one in every}, reverse=True),
        stations=stations,
        names={one.slug: one for one in stations},
        month=month,
        station=station,
        money=money,
    )


def longest(rows: Sequence[Row], whole: int) -> int:
    """What a full bar of a chart stands for, in ms, never 0."""
    return max((max(one.heard, whole * (one.target or 0) // 1000) for one in rows), default=0) or 1


def day_of(text: str) -> date | None:
    """A day as pages send it, YYYY-MM-DD; None for anything else."""
    try:
        return day_named(text)
    except ValueError:
        return None


def money(cents: int) -> str:
    """An amount in hundredths with its decimals, where it has any."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}{f'.{rest:02}' if rest else ''}"
