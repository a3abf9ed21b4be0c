"""Scripts: written, timed as they are written, held against each other, approved, read at the microphone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query
from starlette.responses import HTMLResponse, Response

from studio.accounts.rights import Right
from studio.errors import Fault, StudioError
from studio.languages import Language
from studio.pipeline.differences import Piece, differences
from studio.pipeline.edit_script import edit
from studio.pipeline.inbox import open_report
from studio.pipeline.reading_scripts import reading_page
from studio.pipeline.script_desk import Checked, Told, check, newest_of, segment, shelf
from studio.pipeline.write import approve, write_stories
from studio.scripting.labels import BOTH, LONG_ONLY
from studio.sentences.on_page import say_on_page
from studio.web.desk.labels import LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.visit import Visit, status_of
from studio.web.guard import policy

router = APIRouter()

Reading = Annotated[Visit, Depends(Needs(Right.READ_SCRIPTS))]
Writing = Annotated[Visit, Depends(Needs(Right.WRITE_SCRIPTS))]
Approving = Annotated[Visit, Depends(Needs(Right.APPROVE_SCRIPTS))]
Text = Annotated[str, Form(max_length=200_000)]
Once = Annotated[str, Form(max_length=200)]
Short = Annotated[str, Query(max_length=200)]
Spoken = Annotated[Language, Form()]
Number = Annotated[int, Form(ge=0)]


@router.get("/desk/scripts")
def listed(visit: Reading, report: Short = "", q: Short = "", page: int = 1) -> Response:
    """The newest version of every script."""
    found = shelf(visit.studio, reader_of(visit), report, q, page)
    query = {name: value for name, value in (("report", report), ("q", q)) if value}
    return visit.page(
        "scripts",
        labels=LABELS,
        found=found,
        words=q,
        report=report,
        writes=visit.may(Right.WRITE_SCRIPTS),
        link=lambda number: f"/desk/scripts?{urlencode({**query, 'page': number})}",
        at=at,
    )


@router.post("/desk/scripts/write")
def write(visit: Writing, report: Annotated[str, Form(max_length=80)] = "", once: Once = "") -> Response:
    """Write the scripts of a report, or of everything that is cleared, from their templates. What is fresh stays."""
    if report:
        open_report(visit.studio, reader_of(visit), report)
    refused: list[Fault] = []

    def act() -> str:
        done = write_stories(visit.studio, [report] if report else [])
        refused.extend(one for error in done.refused.values() for one in error.faults)
        return f"/desk/scripts?report={report}" if report else "/desk/scripts"

    answer = visit.once(once, act)
    return visit.page("refused", 422, tuple(refused)) if refused else answer


@router.get("/desk/scripts/{key:path}/print")
def print_page(visit: Reading, key: str, language: Language = Language.KM) -> Response:
    """The script as a page to print, which carries its own style and font."""
    newest_of(visit.studio, reader_of(visit), key, language)
    return printable(reading_page(visit.studio, key, language))


@router.post("/desk/scripts/{key:path}/time")
def timed(visit: Writing, key: str, language: Spoken, text: Text = "") -> Response:
    """How long a text takes and what is wrong with it: the piece of the page that says so."""
    script = newest_of(visit.studio, reader_of(visit), key, language)
    checked = check(visit.studio, script, text)
    return visit.page("script_time", checked=checked, said=said(visit, checked.faults))


@router.post("/desk/scripts/{key:path}/check")
def check_typed(
    visit: Writing, key: str, language: Spoken, text: Text = "", title: Text = "", number: Number = 0
) -> Response:
    """The page again with what was typed, timed and checked; nothing is kept."""
    script = newest_of(visit.studio, reader_of(visit), key, language)
    return opened(
        visit, key, typed={language: (title, text, number)}, found={language: check(visit.studio, script, text)}
    )


@router.post("/desk/scripts/{key:path}/edit")
def keep(
    visit: Writing,
    key: str,
    language: Spoken,
    text: Text = "",
    title: Text = "",
    number: Number = 0,
    once: Once = "",
) -> Response:
    """Keep a text as the next version."""
    script = newest_of(visit.studio, reader_of(visit), key, language)

    def act() -> str:
        edit(visit.studio, key, language, text, number, title)
        return f"{at(key)}#{language.value}"

    try:
        return visit.once(once, act)
    except StudioError as error:
        found = {language: check(visit.studio, script, text)}
        return opened(visit, key, error, typed={language: (title, text, number)}, found=found)


@router.post("/desk/scripts/{key:path}/approve")
def answer_for(visit: Approving, key: str, language: Spoken, number: Number = 0, once: Once = "") -> Response:
    """Answer for the newest version of a script: it is frozen."""
    newest_of(visit.studio, reader_of(visit), key, language)

    def act() -> str:
        approve(visit.studio, key, language, number or None)
        return f"{at(key)}#{language.value}"

    try:
        return visit.once(once, act)
    except StudioError as error:
        return opened(visit, key, error)


@router.get("/desk/scripts/{key:path}")
def show(visit: Reading, key: str, before: int = 0, after: int = 0, language: Language = Language.KM) -> Response:
    """One script: both languages side by side, with its versions and what changed between two of them."""
    return opened(visit, key, chosen={language: (before, after)})


def printable(page: str) -> HTMLResponse:
    """A page that carries its own style and font, which are all that it may use."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    own = policy(style_src=f"'sha256-{digest}'", font_src="data:")
    return HTMLResponse(page, headers={"content-security-policy": own})


def opened(
    visit: Visit,
    key: str,
    refusal: StudioError | None = None,
    typed: dict[Language, tuple[str, str, int]] | None = None,
    found: dict[Language, Checked] | None = None,
    chosen: dict[Language, tuple[int, int]] | None = None,
) -> Response:
    """The page of a script. typed, found: what somebody just wrote, and what there is to know of it."""
    shown = segment(visit.studio, reader_of(visit), key)
    checked = {language: (found or {}).get(language, one.checked) for language, one in shown.told.items()}
    compared = {one: compare(told, *(chosen or {}).get(one, (0, 0))) for one, told in shown.told.items()}
    return visit.page(
        "script",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        labels=LABELS,
        shown=shown,
        typed=typed or {},
        checked=checked,
        marks={one: (f"[{LONG_ONLY[one]}]", f"[{BOTH[one]}]") for one in Language},
        said={one: said(visit, checked[one].faults) for one in shown.told},
        stale={one: said(visit, told.stale) for one, told in shown.told.items()},
        blocks={one: said(visit, told.blocks) for one, told in shown.told.items()},
        compared=compared,
        writes=visit.may(Right.WRITE_SCRIPTS),
        approves=visit.may(Right.APPROVE_SCRIPTS),
        traces=visit.may(Right.TRACE),
        shares=visit.may(Right.SHARE),
        takes=visit.may(Right.READ_TAKES),
        at=at,
    )


def compare(told: Told, before: int, after: int) -> tuple[int, int, tuple[Piece, ...]]:
    """What changed between two versions; without a choice, between the last two."""
    texts = {one.script.number: f"# {one.script.title}\n\n{one.script.text}" for one in told.versions}
    new = after if after in texts else told.newest.number
    old = before if before in texts else max((one for one in texts if one < new), default=new)
    return old, new, differences(texts[old], texts[new]) if old != new else ()


def said(visit: Visit, faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    """What is wrong and how to mend it, in the language of a visit, each once."""
    return list(dict.fromkeys(say_on_page(one, visit.language) for one in faults))


def at(key: str, *more: Any) -> str:
    """The address of a script, and of what lies below it."""
    return "/".join(["/desk/scripts", quote(key), *map(str, more)])
