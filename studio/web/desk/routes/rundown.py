"""Rundowns: which there are, and one of them as producers work with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.accounts.tokens import new_token
from studio.errors import Conflict, Fault, NotFound, Scalar, StudioError
from studio.khmer.digits import to_khmer
from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.rundown_desk import Opened, edition, open_rundown, shelf
from studio.pipeline.rundown_history import Version, since
from studio.scheduling.timing.balances import Balance
from studio.scheduling.timing.moments import seconds
from studio.scheduling.timing.times import wall
from studio.scheduling.values import Entry
from studio.sentences.on_page import say_on_page
from studio.units import Ms, clock_text
from studio.web.desk.labels import LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.routes.rundown_words import ACTIONS, KINDS
from studio.web.desk.routes.scripts import at
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_RUNDOWNS))]
Number = Annotated[int, Query(ge=0, le=10**9)]

TOLD = 12
"""Versions whose changes are told one by one."""

Titles = Mapping[str, tuple[str, str]]


@router.get("/desk/rundowns")
def listed(visit: Reading, past: bool = False, page: int = 1) -> Response:
    """The editions to come, or those that are over."""
    query = {"past": 1} if past else {}
    return visit.page(
        "rundowns",
        found=shelf(visit.studio, page, past=past),
        past=past,
        labels=LABELS,
        link=lambda number: f"/desk/rundowns?{urlencode({**query, 'page': number})}",
        where=where,
        signed=signed(visit),
    )


@router.get("/desk/rundown/{slug}")
def show(visit: Reading, slug: str, before: Number = 0, after: Number = 0, same: bool = False) -> Response:
    """One rundown. before, after: two versions to compare; same: a form has just changed nothing."""
    return opened(visit, slug, compared=(before, after), same=same)


@router.get("/desk/rundown/{slug}/now")
def show_now(visit: Reading, slug: str) -> Response:
    """The same, asked for by an open page when somebody else has changed it."""
    return opened(visit, slug)


def opened(visit: Visit, slug: str, refusal: StudioError | None = None, **given: Any) -> Response:
    """The page of a rundown. refusal: why something was not done; given: `compared`, `same`."""
    try:
        found = open_rundown(visit.studio, reader_of(visit), slug)
    except NotFound:
        return unplanned(visit, slug, refusal)
    before, after = given.get("compared", (0, 0))
    faults = refusal.faults if refusal else ()
    seen = [int(str(one.values["number"])) for one in faults if one.code == "pipeline.rundown-passed"]
    return visit.page(
        "rundown",
        status_of(refusal) if refusal else 200,
        tuple(titled(visit, one, found.titles) for one in faults),
        **around(visit, found.planned.airtime),
        found=found,
        plan=found.planned.plan,
        clock=found.planned.clock,
        out=wall(found.planned.plan, found.planned.clock.hard_out),
        span=max(found.planned.plan.length, *(one.end for one in found.planned.plan.entries), 1),
        longest=max((length_of(line.entry) for line in found.lines), default=1),
        said=lambda some: said(visit, some, found.titles),
        name_of=lambda bar: name_of(visit, bar, found),
        changes=changes(visit, found),
        pair=(before, after),
        between=said(visit, since(found.history, before, after), found.titles) if before and after else (),
        passed_by=passed_by(found.history, seen[0]) if isinstance(refusal, Conflict) and seen else (),
        same=given.get("same", False),
        actions=ACTIONS,
        kinds=KINDS,
        edits=visit.may(Right.EDIT_RUNDOWNS) and not found.closed,
        traces=visit.may(Right.TRACE),
        shares=visit.may(Right.SHARE),
        reports=visit.may(Right.READ_REPORTS),
        scripts=visit.may(Right.READ_SCRIPTS),
        takes=visit.may(Right.READ_TAKES),
        length_of=length_of,
    )


def unplanned(visit: Visit, slug: str, refusal: StudioError | None) -> Response:
    """The page of an edition that has no rundown yet. Raises NotFound where there is no such edition."""
    airtime, shut = edition(visit.studio, slug)
    return visit.page(
        "rundown_none",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        **around(visit, airtime),
        shut=[say_on_page(one, visit.language) for one in shut],
        edits=visit.may(Right.EDIT_RUNDOWNS) and not shut,
    )


def around(visit: Visit, airtime: Airtime) -> dict[str, Any]:
    """What every page about an edition has. turn: names this showing of the page, so that a form is done once."""
    return {
        "airtime": airtime,
        "slug": airtime.episode.slug,
        "where": where,
        "at": at,
        "labels": LABELS,
        "hour": lambda moment: hour(visit, moment),
        "seconds": seconds,
        "signed": signed(visit),
        "turn": new_token(),
    }


def changes(visit: Visit, found: Opened) -> list[tuple[Version, list[tuple[str, str]]]]:
    """The latest versions, each with what is other in it than in the one before; the newest first."""
    latest = found.history[-TOLD:]
    told = [
        (one, said(visit, since(found.history, one.number - 1, one.number), found.titles) if one.number > 1 else [])
        for one in latest
    ]
    return told[::-1]


def passed_by(history: Sequence[Version], seen: int) -> list[str]:
    """Who has changed a rundown since a version."""
    return sorted({one.made_by for one in history if one.number > seen})


def said(visit: Visit, faults: Sequence[Fault], titles: Titles) -> list[tuple[str, str]]:
    """Faults in the language of a visit, with titles instead of keys, each once."""
    return list(dict.fromkeys(say_on_page(titled(visit, one, titles), visit.language) for one in faults))


def titled(visit: Visit, one: Fault, titles: Titles) -> Fault:
    """The same fault with titles for the keys of segments and positions."""
    values = {key: title(visit, value, titles) for key, value in one.values.items()}
    return replace(one, where=str(title(visit, one.where, titles)), values=values)


def title(visit: Visit, value: Scalar, titles: Titles) -> Scalar:
    """A key, or several with commas, as titles; anything else as it is."""
    if not isinstance(value, str) or not value:
        return value
    khmer = visit.language is Language.KM
    found = [titles.get(part, (part, part)) for part in value.split(", ")]
    return ", ".join((km or en) if khmer else (en or km) for km, en in found)


def name_of(visit: Visit, bar: Balance, found: Opened) -> str:
    """What a section or group is called."""
    if bar.sort == "group":
        groups = {one.name: (one.title_km or one.name, one.title_en or one.name) for one in found.planned.clock.groups}
        return str(title(visit, bar.name, groups))
    return str(title(visit, bar.name.rpartition(", ")[2], found.titles))


def length_of(entry: Entry) -> int:
    """The longest of the lengths that are known of an entry, in ms."""
    return max(entry.planned, entry.estimated or 0, entry.actual or 0, entry.aired or 0)


def signed(visit: Visit) -> Any:
    """How far something is over or under, with its sign, in the digits of a visit."""
    return lambda ms: visit_number(visit, f"{'+' if ms > 0 else ''}{clock_text(Ms(ms))}")


def hour(visit: Visit, moment: datetime) -> str:
    """A moment of a show to the second."""
    return visit_number(visit, f"{moment:%H:%M:%S}")


def visit_number(visit: Visit, text: str) -> str:
    """Figures in the digits of a visit."""
    return to_khmer(text) if visit.language is Language.KM else text


def where(slug: str, *more: object) -> str:
    """The address of a rundown, and of what lies below it."""
    return "/".join(["/desk/rundown", slug, *map(str, more)])
