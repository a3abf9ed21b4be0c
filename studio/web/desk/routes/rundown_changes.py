"""Rundowns changed at the desk: by hand, by a proposal, and back again. Forms carry the version they were made on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query
from starlette.background import BackgroundTask
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.errors import StudioError
from studio.pipeline import rundown_edit as edits
from studio.pipeline.folder import write_rundown
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_desk import open_rundown
from studio.pipeline.rundown_edit import Change, Edited, edit_rundown
from studio.pipeline.rundown_headlines import write_headlines
from studio.pipeline.rundown_history import newest_number, redo, restore, undo
from studio.pipeline.rundown_preview import keep_proposal, preview
from studio.scheduling.timing.balances import show_balance
from studio.scheduling.values import Version
from studio.units import Ms
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.routes.rundown import around, opened, said, where
from studio.web.desk.visit import Visit

router = APIRouter()

Editing = Annotated[Visit, Depends(Needs(Right.EDIT_RUNDOWNS))]
Once = Annotated[str, Form(max_length=200)]
Key = Annotated[str, Form(max_length=200)]
Seen = Annotated[int, Form(ge=0, le=10**9)]
Place = Annotated[int, Form(ge=0, le=10**6)]
Seconds = Annotated[float, Form(ge=0, le=86_400, allow_inf_nan=False)]
Keep = Annotated[list[str] | None, Query(max_length=100)]

FOLDERS = Lock()
"""Held while the readable files of an edition are written, so that the newest version is written last."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for. place: from 1, 0 where none is named; ms: a length."""

    key: str
    place: int
    ms: Ms
    position: str
    other: str
    cut: Version


ACTS: dict[str, tuple[Callable[[Asked], Change], str]] = {
    "move": (lambda asked: edits.moved(asked.key, asked.place - 1), "rundown.moved"),
    "lock": (lambda asked: edits.locked(asked.key, True), "rundown.locked"),
    "unlock": (lambda asked: edits.locked(asked.key, False), "rundown.unlocked"),
    "float": (lambda asked: edits.floated(asked.key, True), "rundown.floated"),
    "back": (lambda asked: edits.floated(asked.key, False), "rundown.unfloated"),
    "length": (lambda asked: edits.lengthened(asked.key, asked.ms), "rundown.lengthened"),
    "short": (lambda asked: edits.swapped(asked.key, asked.key, "short"), "rundown.swapped"),
    "long": (lambda asked: edits.swapped(asked.key, asked.key, "long"), "rundown.swapped"),
    "swap": (lambda asked: edits.swapped(asked.key, asked.other, asked.cut), "rundown.swapped"),
    "remove": (lambda asked: edits.removed(asked.key), "rundown.removed"),
    "add": (lambda asked: put(asked), "rundown.inserted"),
}
"""What can be done with a segment: the change, and what the audit chain calls it."""


def put(asked: Asked) -> Change:
    """A segment put in at a place, or as the last one of its position where none is named."""
    if asked.place:
        return edits.inserted(asked.key, asked.position, asked.place - 1, asked.cut)
    return edits.added(asked.key, asked.position, asked.cut)


@router.post("/desk/rundown/{slug}/change")
def change(
    visit: Editing,
    slug: str,
    act: Annotated[str, Form(pattern=f"^({'|'.join(ACTS)})$")],
    number: Seen,
    key: Key = "",
    place: Place = 0,
    seconds: Seconds = 0,
    position: Key = "",
    other: Key = "",
    cut: Annotated[Literal["long", "short"], Form()] = "long",
    choice: Annotated[str, Form(max_length=400)] = "",
    once: Once = "",
) -> Response:
    """Change a segment. number: the version that the page showed; a newer one is never written over.

    choice: key, position and version of what is put in, as one button says it.
    """
    if choice.count(" ") == 2:
        key, position, long_or_short = choice.split(" ")
        cut = "short" if long_or_short == "short" else "long"
    asked = Asked(key, place, Ms(round(seconds * 1000)), position, other, cut)
    made, action = ACTS[act]
    return done(
        visit, slug, (once, act, str(asked)), key, lambda: edit_rundown(visit.studio, slug, made(asked), action, number)
    )


@router.post("/desk/rundown/{slug}/undo")
def undo_last(visit: Editing, slug: str, number: Seen, once: Once = "") -> Response:
    """Undo the last change that was not undone yet, whoever made it."""
    return done(visit, slug, (once, "undo"), "", lambda: undo(visit.studio, slug, number))


@router.post("/desk/rundown/{slug}/redo")
def redo_last(visit: Editing, slug: str, number: Seen, once: Once = "") -> Response:
    """Do again what was undone last."""
    return done(visit, slug, (once, "redo"), "", lambda: redo(visit.studio, slug, number))


@router.post("/desk/rundown/{slug}/restore")
def go_back(visit: Editing, slug: str, number: Seen, to: Seen, once: Once = "") -> Response:
    """Go back to an earlier version."""
    return done(visit, slug, (once, "restore", str(to)), "", lambda: restore(visit.studio, slug, to, number))


@router.post("/desk/rundown/{slug}/own")
def write_own(visit: Editing, slug: str, once: Once = "") -> Response:
    """Write the edition's headlines anew for the stories that are heard; somebody has to approve them again."""

    def act() -> str:
        write_headlines(visit.studio, slug)
        return where(slug)

    return answered(visit, slug, (once, "own"), act)


@router.get("/desk/rundown/{slug}/propose")
def show_proposal(visit: Editing, slug: str, keep: Keep = None) -> Response:
    """What would be proposed now, before it is kept. keep: segments that shall be in it."""
    kept = tuple(one[:200] for one in keep or ())
    try:
        found = preview(visit.studio, slug, kept)
    except StudioError as error:
        return opened(visit, slug, error)
    plan, clock = found.planned.plan, found.planned.clock
    titles = {one.name: (one.title_km, one.title_en) for one in clock.positions}
    if found.number:
        titles |= open_rundown(visit.studio, reader_of(visit), slug).titles
    titles |= {one.key: (one.title_km, one.title_en) for one in plan.entries}
    return visit.page(
        "rundown_propose",
        **around(visit, found.planned.airtime),
        found=found,
        plan=plan,
        kept=kept,
        changes=said(visit, found.changes, titles),
        dropped=said(visit, found.dropped, titles),
        whole=show_balance(plan, clock),
    )


@router.post("/desk/rundown/{slug}/propose")
def keep_shown(
    visit: Editing,
    slug: str,
    number: Seen,
    mark: Annotated[str, Form(max_length=200)],
    keep: Annotated[list[str] | None, Form(max_length=100)] = None,
    once: Once = "",
) -> Response:
    """Keep the proposal that was shown. mark: names it."""
    kept = tuple(one[:200] for one in keep or ())

    def act() -> str:
        keep_proposal(visit.studio, slug, number, mark, kept)
        return where(slug)

    return answered(visit, slug, (once, "propose"), act)


def done(visit: Visit, slug: str, form: Sequence[str], key: str, act: Callable[[], Edited]) -> Response:
    """Do a change once, and lead back to where it was made. key: of the segment; empty: the page as a whole."""

    def changed() -> str:
        made = act()
        return f"{where(slug)}{'' if made.planned.new else '?same=1'}{f'#e-{key}' if key else ''}"

    return answered(visit, slug, form, changed)


def answered(visit: Visit, slug: str, form: Sequence[str], act: Callable[[], str]) -> Response:
    """Do something once and write the edition's readable files after the answer; or the page with why it was not.

    form: the token of the page, and what was chosen on it: each of its forms is done once.
    """
    try:
        answer = visit.once(" ".join(form) if form[0] else "", act)
    except StudioError as error:
        return opened(visit, slug, error)
    answer.background = BackgroundTask(write_newest, visit.studio, slug, newest_number(visit.studio, slug))
    return answer


def write_newest(studio: Studio, slug: str, number: int) -> None:
    """Write the readable files of a version, unless there is a newer one, whose maker writes them."""
    with FOLDERS:
        planned = plan_of(studio, slug)
        if planned.number == number:
            write_rundown(studio, planned, planned.plan)
