"""What was aired: noted edition by edition and station by station, with evidence; every note is kept."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from starlette.responses import FileResponse, Response

from studio.accounts.rights import Right
from studio.errors import Fault, SettingsInvalid, StudioError, fault
from studio.khmer.digits import to_arabic
from studio.pipeline.airing_desk import begun_editions, evidence_of, note_seen, noted_edition
from studio.pipeline.airings import HEARD, Word
from studio.pipeline.seasons.equity import stations_of
from studio.pipeline.titles import segment_titles
from studio.records.kinds import AiringOutcome
from studio.scheduling.clocks.clock import duration
from studio.units import Ms
from studio.web.desk.needs import Needs
from studio.web.desk.routes.airing_words import EXCEPTED, OUTCOMES, SIGNS
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

ADDRESS = "/desk/airings"
Noting = Annotated[Visit, Depends(Needs(Right.NOTE_AIRINGS))]
Text = Annotated[str, Form(max_length=200)]
NOTHING = ("0", "0:00", "00:00")


@router.get(ADDRESS)
def listed(
    visit: Noting, station: Annotated[str, Query(max_length=200)] = "", unknown: bool = False, page: int = 1
) -> Response:
    """The editions whose airtime has begun."""
    query = {"station": station, **({"unknown": 1} if unknown else {})}
    return visit.page(
        "airings",
        found=begun_editions(visit.studio, page, station, unknown=unknown),
        stations=stations_of(visit.studio),
        station=station,
        unknown=unknown,
        outcomes=OUTCOMES,
        excepted=EXCEPTED,
        signs=SIGNS,
        link=lambda number: f"{ADDRESS}?{urlencode({**query, 'page': number})}",
    )


@router.get(f"{ADDRESS}/{{slug}}")
def show(visit: Noting, slug: str) -> Response:
    """One edition: what is known of it, and a form to note what became of it."""
    return shown(visit, slug)


@router.get(f"{ADDRESS}/{{slug}}/evidence/{{number}}")
def evidence(visit: Noting, slug: str, number: int) -> Response:
    """The file of a note, to be kept, never opened by the page."""
    path, name = evidence_of(visit.studio, slug, number)
    return FileResponse(
        path, media_type="application/octet-stream", filename=name, headers={"cache-control": "no-store"}
    )


@router.post(f"{ADDRESS}/{{slug}}")
def note(
    visit: Noting,
    slug: str,
    outcome: Annotated[AiringOutcome, Form()],
    seen: Annotated[int, Form(ge=0, le=10**6)],
    day: Text = "",
    hour: Text = "",
    start: Text = "",
    end: Text = "",
    words: Annotated[str, Form(max_length=4000)] = "",
    makes_good: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
    once: Text = "",
) -> Response:
    """Note what became of an edition. seen: how many notes the page showed."""
    typed = {
        "outcome": outcome.value,
        "day": day,
        "hour": hour,
        "start": start,
        "end": end,
        "words": words,
        "makes_good": makes_good,
    }

    def deed() -> str:
        with tempfile.TemporaryDirectory() as folder:
            word = word_of(slug, outcome, typed, taken(file, Path(folder)))
            note_seen(visit.studio, slug, word, seen)
        return f"{ADDRESS}/{slug}#notes"

    try:
        return visit.once(once, deed)
    except StudioError as error:
        return shown(visit, slug, error, typed)


def taken(file: UploadFile | None, folder: Path) -> Path | None:
    """A file that was sent, as a file of our own; None where none was."""
    if file is None or not file.filename:
        return None
    path = folder / "evidence"
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target)
    return path if path.stat().st_size else None


def word_of(slug: str, outcome: AiringOutcome, typed: dict[str, str], file: Path | None) -> Word:
    """What a form says; only what fits the outcome is taken. Raises SettingsInvalid with everything unreadable."""
    faults: list[Fault] = []
    partly = outcome in (AiringOutcome.PARTIAL, AiringOutcome.LATE)
    start = length_of(slug, typed["start"], faults) if partly else None
    end = length_of(slug, typed["end"], faults) if partly else None
    at = None
    if outcome is AiringOutcome.LATE and (typed["day"] or typed["hour"]):
        try:
            at = datetime.fromisoformat(f"{typed['day']}T{typed['hour']}").replace(tzinfo=None)
        except ValueError:
            faults.append(fault("pipeline.airing-when", slug))
    SettingsInvalid.raise_if(faults)
    good = typed["makes_good"] if outcome in HEARD else ""
    return Word(outcome, at, start, end, typed["words"].strip(), file, good)


def length_of(slug: str, text: str, faults: list[Fault]) -> Ms | None:
    """A length as it is typed, 7:30 or 45 s, in Khmer or other digits; None for nothing."""
    plain = to_arabic(text.strip())
    if not plain:
        return None
    found = Ms(0) if plain in NOTHING else duration(plain)
    if found is None:
        faults.append(fault("web.length-unreadable", slug, value=text))
    return found


def shown(visit: Visit, slug: str, refusal: StudioError | None = None, given: dict[str, Any] | None = None) -> Response:
    """The page of an edition. given: what was typed. Raises NotFound."""
    found = noted_edition(visit.studio, slug)
    local = found.airtime.local_start
    empty = {
        "outcome": "aired",
        "day": local.date().isoformat(),
        "hour": f"{local:%H:%M}",
        "start": "",
        "end": "",
        "words": "",
        "makes_good": found.airtime.episode.makes_good,
    }
    return visit.page(
        "airing",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        found=found,
        airtime=found.airtime,
        slug=slug,
        notes=list(enumerate(found.notes, start=1))[::-1],
        titles=segment_titles(visit.studio),
        given=given or empty,
        outcomes=OUTCOMES,
        excepted=EXCEPTED,
        signs=SIGNS,
    )
