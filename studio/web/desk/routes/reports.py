"""The inbox, and one report: read, heard, asked about, cleared, spiked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import FileResponse, Response

from studio.accounts.rights import Right
from studio.errors import Fault, IntakeRefused, NotFound, StudioError, fault
from studio.pipeline import review
from studio.pipeline.clear import clear_report
from studio.pipeline.differences import Piece, differences
from studio.pipeline.inbox import Inbox, Opened, Reader, Wanted, inbox, open_report, working_copy
from studio.pipeline.opening import Studio
from studio.records.kinds import Confidentiality, Purpose, ReviewState, Sector
from studio.records.reports import Report, ReportChange
from studio.sentences.on_page import say_on_page
from studio.web.desk.labels import FIELDS, HIDDEN_FROM, LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_REPORTS))]
Reviewing = Annotated[Visit, Depends(Needs(Right.REVIEW))]
Text = Annotated[str, Form(max_length=20_000)]
Once = Annotated[str, Form(max_length=200)]
Short = Annotated[str, Query(max_length=200)]

DONE_WITHOUT = (Purpose.WORDS, Purpose.VOICE, Purpose.NAME, Purpose.PLACE)
"""What of a person an editor may leave out."""

HEARD = {"recording": "audio/flac"}
SEEN = {"jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
"""How the clean copies of pictures are sent, by their codec."""


class Changed(NamedTuple):
    """One field that was changed: what it is called, whose it is, and the words before and after."""

    name: str
    person: str
    pieces: tuple[Piece, ...]


@router.get("/desk/reports")
def listed(
    visit: Reading, state: Short = "", theme: Short = "", province: Short = "", q: Short = "", page: int = 1
) -> Response:
    """The inbox."""
    wanted = Wanted(
        ReviewState(state) if state in set(ReviewState) else None,
        Sector(theme) if theme in set(Sector) else None,
        province[:2] if province.isascii() and province.isdigit() else "",
        q,
        page,
    )
    found = inbox(visit.studio, reader_of(visit), wanted)
    return visit.page(
        "reports",
        labels=LABELS,
        states=list(ReviewState),
        themes=list(Sector),
        wanted=wanted,
        found=found,
        lacks={row.report.root_uuid: said(visit, row.report, row.lacks) for row in found.rows},
        link=links(wanted, found),
    )


@router.get("/desk/reports/{uuid}")
def show(visit: Reading, uuid: str) -> Response:
    """One report."""
    return opened(visit, uuid)


@router.get("/desk/reports/{uuid}/attachments/{number}")
def stream(visit: Reading, uuid: str, number: int) -> Response:
    """The clean copy of a recording or picture, in the portions that a player asks for."""
    attachment, path = working_copy(visit.studio, reader_of(visit), uuid, number)
    kind = HEARD.get(attachment.kind) or SEEN.get(attachment.codec)
    if kind is None:
        raise NotFound(fault("pipeline.recording-gone", uuid))
    return FileResponse(path, media_type=kind, headers={"cache-control": "no-store"})


@router.post("/desk/reports/{uuid}/ask")
def ask(visit: Reviewing, uuid: str, text: Text = "", once: Once = "") -> Response:
    """Ask the sender something."""
    return worded(visit, uuid, once, text, "ask", review.ask)


@router.post("/desk/reports/{uuid}/answer")
def answer(visit: Reviewing, uuid: str, text: Text = "", once: Once = "") -> Response:
    """Note what the sender answered."""
    return worded(visit, uuid, once, text, "answer", review.answer)


@router.post("/desk/reports/{uuid}/spike")
def spike(visit: Reviewing, uuid: str, text: Text = "", once: Once = "") -> Response:
    """Spike a report, with the reason."""
    return worded(visit, uuid, once, text, "spike", review.reject)


@router.post("/desk/reports/{uuid}/audience")
def audience(visit: Reviewing, uuid: str, text: Text = "", who: Text = "", once: Once = "") -> Response:
    """Note who may hear of a report, as its community says."""
    if who not in list(Confidentiality):
        return opened(visit, uuid, IntakeRefused(fault("web.form-bad")), typed={"audience": text})
    return worded(
        visit,
        uuid,
        once,
        text,
        "audience",
        lambda studio, name, said: review.note_audience(studio, name, Confidentiality(who), said),
    )


@router.post("/desk/reports/{uuid}/clear")
def clear(
    visit: Reviewing,
    uuid: str,
    without: Annotated[list[str] | None, Form(max_length=200)] = None,
    jigsaw: Annotated[str, Form(max_length=80)] = "",
    once: Once = "",
) -> Response:
    """Clear a report for air and feed, or say everything that is missing."""
    open_report(visit.studio, reader_of(visit), uuid)
    chosen = frozenset(without or ())

    def act() -> str:
        clear_report(visit.studio, uuid, chosen, jigsaw.strip())
        return f"/desk/reports/{uuid}#clearance"

    try:
        return visit.once(once, act)
    except StudioError as error:
        return opened(visit, uuid, error, without=chosen, jigsaw=jigsaw)


def worded(
    visit: Visit, uuid: str, once: str, text: str, form: str, act: Callable[[Studio, str, str], review.Reviewed]
) -> Response:
    """Take a step of a review that comes with a text; where it is refused, the text is still there."""
    open_report(visit.studio, reader_of(visit), uuid)

    def stepped() -> str:
        act(visit.studio, uuid, text)
        return f"/desk/reports/{uuid}#talk"

    try:
        return visit.once(once, stepped)
    except StudioError as error:
        return opened(visit, uuid, error, typed={form: text})


def opened(visit: Visit, uuid: str, refusal: StudioError | None = None, **given: Any) -> Response:
    """The page of a report. given: what was typed or chosen, where something was refused."""
    found = open_report(visit.studio, reader_of(visit), uuid)
    standing = found.shown.clearance
    chosen = {"without": frozenset(standing.left_out if standing else ()), "jigsaw": "", "typed": {}}
    return visit.page(
        "report",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        labels=LABELS,
        hidden_from=HIDDEN_FROM,
        found=found,
        shown=found.shown,
        report=found.shown.report,
        lacks=said(visit, found.shown.report, found.shown.lacks),
        purposes=[one.value for one in DONE_WITHOUT],
        recordings=attached(found, "recording"),
        pictures=attached(found, "picture"),
        changes=[(one, changed_fields(one)) for one in found.changes],
        reviews=visit.may(Right.REVIEW),
        writes=visit.may(Right.WRITE_SCRIPTS),
        traces=visit.may(Right.TRACE),
        **(chosen | given),
    )


def attached(found: Opened, kind: str) -> list[Any]:
    """What is attached to a report, of one kind."""
    return [one for one in found.attachments if one.kind == kind]


def changed_fields(change: ReportChange) -> list[Changed]:
    """The fields of a change with their words before and after."""
    rows = []
    for name, (before, after) in sorted(change.fields.items()):
        person, _dot, plain = name.rpartition(".")
        rows.append(Changed(FIELDS.get(plain, plain), person, differences(before, after)))
    return rows


def reader_of(visit: Visit) -> Reader:
    """Which reports exist for whoever came: those of their province; confidential ones for those who review."""
    return Reader(visit.here.account.province if visit.here else "", visit.may(Right.REVIEW))


def said(visit: Visit, report: Report, faults: tuple[Fault, ...]) -> list[str]:
    """What is wrong with a report, which is called by its receipt, in the language of a visit."""
    named = (replace(one, where=report.receipt if one.where == report.root_uuid else one.where) for one in faults)
    return list(dict.fromkeys(say_on_page(one, visit.language)[0] for one in named))


def links(wanted: Wanted, found: Inbox) -> Callable[..., str]:
    """How a page of the inbox leads to another: `link(page=2)`, `link(state="edited")`."""
    own = {
        "state": wanted.state.value if wanted.state else "",
        "theme": wanted.sector.value if wanted.sector else "",
        "province": wanted.province,
        "q": wanted.words,
        "page": found.page,
    }

    def link(**other: object) -> str:
        kept = {name: value for name, value in (own | other).items() if value and (name, value) != ("page", 1)}
        return f"/desk/reports?{urlencode(kept)}" if kept else "/desk/reports"

    return link
