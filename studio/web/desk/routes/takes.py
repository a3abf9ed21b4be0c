"""Takes: listed, recorded or uploaded part by part, trimmed, chosen, refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from starlette.responses import Response

from studio.accounts.rights import Right
from studio.accounts.tokens import new_token
from studio.errors import IntakeRefused, StudioError, fault
from studio.languages import Language, translator
from studio.pipeline.forms import begun
from studio.pipeline.script_desk import newest_of
from studio.pipeline.take_choice import LONGEST, choose_take, refuse_take, still_heard
from studio.pipeline.take_desk import Measured, Piece, open_takes
from studio.pipeline.take_sent import take_from
from studio.pipeline.take_wanted import wanted
from studio.pipeline.treat import treat
from studio.sentences.say import say
from studio.web.desk.labels import LABELS
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.routes.rundown import said, visit_number
from studio.web.desk.routes.take_words import (
    FIELDS,
    FIRST,
    LENGTHS,
    NUMBERS,
    REST,
    SWITCHES,
    left_out,
    steps_typed,
    typed_of,
    usual_of,
)
from studio.web.desk.visit import Visit, status_of
from studio.web.guard import policy

router = APIRouter()

ADDRESS = "/desk/takes"
Reading = Annotated[Visit, Depends(Needs(Right.READ_TAKES))]
Recording = Annotated[Visit, Depends(Needs(Right.RECORD))]
Once = Annotated[str, Form(max_length=200)]
Short = Annotated[str, Form(max_length=400)]
Number = Annotated[int, Form(ge=0, le=10**6)]
Spoken = Annotated[Language, Form()]
Chosen = Annotated[int, Query(ge=0, le=10**6)]

HEARD = policy(form_action="'self'", media_src="'self' blob:")
"""What a page may load on which somebody hears what was just recorded."""


@router.get(ADDRESS)
def listed(visit: Reading, unplaced: bool = False, page: int = 1) -> Response:
    """The scripts that wait for a presenter."""
    query = {"unplaced": 1} if unplaced else {}
    return visit.page(
        "takes",
        found=wanted(visit.studio, reader_of(visit), page, unplaced=unplaced),
        unplaced=unplaced,
        labels=LABELS,
        link=lambda number: f"{ADDRESS}?{urlencode({**query, 'page': number})}",
        where=where,
    )


@router.post(f"{ADDRESS}/{{key:path}}/add")
def add(
    visit: Recording,
    key: str,
    part: Number,
    language: Spoken,
    file: Annotated[UploadFile | None, File()] = None,
    upload: Short = "",
    name: Short = "",
    synthetic: Annotated[bool, Form()] = False,
    once: Once = "",
) -> Response:
    """Keep a recording of a part. It is decoded before anything is locked, so that nobody waits for it.

    upload: the token of a file that was sent before the form; name: of that file.
    """
    newest_of(visit.studio, reader_of(visit), key, language)
    known = begun(visit.awake, once)
    if known is not None:
        return visit.to(known)
    try:
        source = upload or (file.file if file is not None and file.size else None)
        if source is None:
            raise IntakeRefused(fault("web.take-none", str(part)))
        named = name or (file.filename if file is not None else None) or ""
        _taken, report = take_from(visit.studio, key, part, language, source, named, synthetic=synthetic)
    except StudioError as error:
        return opened(visit, key, language, error, part=part)
    return visit.once(once, lambda: there(key, language, part, kept="same" if report is None else "new"))


@router.post(f"{ADDRESS}/{{key:path}}/treat")
def treat_part(
    visit: Recording,
    key: str,
    part: Number,
    language: Spoken,
    number: Number = 0,
    once: Once = "",
    usual: Annotated[bool, Form()] = False,
    trim_in: Short = "",
    trim_out: Short = "",
    cuts: Annotated[str, Form(max_length=2000)] = "",
    gain_db: Short = "",
    fade_in: Short = "",
    fade_out: Short = "",
    crossfade: Short = "",
    silence: Short = "",
    high_pass: Short = "",
    denoise_db: Short = "",
    auto_trim: Short = "",
    levelling: Short = "",
    room_tone: Short = "",
) -> Response:
    """Choose what is done to a part where it is heard; the recording stays as it is.

    number: of the take that the page showed, 0 for a clip; usual: everything as usual.
    """
    newest_of(visit.studio, reader_of(visit), key, language)
    given = locals()
    typed = {} if usual else {name: str(given[name]) for name in FIELDS}

    def act() -> str:
        if number:
            still_heard(visit.studio, key, part, number, language)
        treat(visit.studio, key, part, language, steps_typed(str(part), typed), reset=True)
        return there(key, language, part, kept="treated")

    try:
        return visit.once(once, act)
    except StudioError as error:
        return opened(visit, key, language, error, part=part, typed=typed)


@router.post(f"{ADDRESS}/{{key:path}}/choose")
def choose(visit: Recording, key: str, part: Number, number: Number, language: Spoken, once: Once = "") -> Response:
    """Have another take heard."""
    return changed(visit, key, part, language, once, lambda: choose_take(visit.studio, key, part, number, language))


@router.post(f"{ADDRESS}/{{key:path}}/refuse")
def refuse(
    visit: Recording, key: str, part: Number, number: Number, language: Spoken, reason: Short = "", once: Once = ""
) -> Response:
    """Have a take not heard, with the reason."""
    return changed(
        visit, key, part, language, once, lambda: refuse_take(visit.studio, key, part, number, language, reason)
    )


@router.get(f"{ADDRESS}/{{key:path}}")
def show(
    visit: Reading,
    key: str,
    language: Language | None = None,
    part: Chosen = 0,
    left: Chosen = 0,
    right: Chosen = 0,
    kept: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The takes of one script. part, left, right: two takes of a part to be held against each other; kept: what a form
    has just done."""
    return opened(visit, key, language, part=part, pair=(left, right), kept=kept)


def changed(visit: Visit, key: str, part: int, language: Language, once: str, act: Callable[[], object]) -> Response:
    """Change which take is heard, and lead back to its part; or the page again with what stands in the way."""
    newest_of(visit.studio, reader_of(visit), key, language)

    def deed() -> str:
        act()
        return there(key, language, part)

    try:
        return visit.once(once, deed)
    except StudioError as error:
        return opened(visit, key, language, error, part=part)


def opened(
    visit: Visit, key: str, language: Language | None, refusal: StudioError | None = None, /, **given: Any
) -> Response:
    """The page of a script's takes. given: part, pair, kept; typed: of a treatment that was refused."""
    found = open_takes(visit.studio, reader_of(visit), key, language)
    part, pair = given.get("part", 0), given.get("pair", (0, 0))
    typed = given.get("typed")
    spoken = str(found.script.language)
    page = visit.page(
        "takes_script",
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        found=found,
        script=found.script,
        spoken=spoken,
        at=part,
        pair=pair,
        kept=given.get("kept", ""),
        typed={piece.part.number: typed_in(piece, part, typed) for piece in found.pieces},
        usual={one.part.number: usual_of(one.usual, one.treated) for one in found.pieces if one.treated},
        failed=typed is not None,
        verdicts=lambda take: verdict(visit, take),
        said=lambda faults: said(visit, faults, {}),
        left_out=left_out,
        compared={piece.part.number: compared(piece, part, pair) for piece in found.pieces},
        names={**LENGTHS, **NUMBERS, **SWITCHES},
        switches=SWITCHES,
        first=FIRST,
        rest=REST,
        longest=LONGEST,
        labels=LABELS,
        where=where,
        turn=new_token(),
        records=visit.may(Right.RECORD) and found.script.approved,
        scripts=visit.may(Right.READ_SCRIPTS),
        most=visit.studio.settings.limits.file_mb,
    )
    page.headers["content-security-policy"] = HEARD
    return page


def typed_in(piece: Piece, part: int, typed: dict[str, str] | None) -> dict[str, str]:
    """What stands in the form of a part: what was just typed there, else what somebody chose."""
    if typed is not None and piece.part.number == part:
        return typed
    return typed_of(piece.treated.own) if piece.treated else {}


def compared(piece: Piece, part: int, pair: tuple[int, int]) -> tuple[Measured, ...]:
    """The two takes of a part that are to be held against each other; nothing where there are not two."""
    if piece.part.number != part:
        return ()
    found = tuple(one for one in map(piece.take, dict.fromkeys(pair)) if one is not None)
    return found if len(found) == 2 else ()


def verdict(visit: Visit, take: Measured) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """The verdict on a take, and everything that somebody should know of it, in the words of the command line."""
    name = translator(visit.language)("Take {number}").format(number=visit_number(visit, str(take.name)))
    judged = replace(take.verdict.said, where=name)
    return say(judged, visit.language), said(visit, [replace(one, where=name) for one in take.verdict.faults], {})


def there(key: str, language: Language, part: int, **more: str) -> str:
    """Where the takes of a part are shown."""
    return f"{where(key)}?{urlencode({'language': language.value, **more})}#part-{part}"


def where(key: str, *more: object) -> str:
    """The address of a script's takes, and of what lies below it."""
    return "/".join([ADDRESS, quote(key), *map(str, more)])
