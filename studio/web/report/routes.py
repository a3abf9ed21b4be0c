"""The report form and what belongs to it: places, the paper form, sound of the consent texts, the service worker."""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, FastAPI, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from studio.errors import Fault, IntakeRefused, StudioError, fault
from studio.languages import Language
from studio.pipeline.consent_words import SOUNDS, spoken_consent, spoken_consents
from studio.pipeline.opening import Studio, awake
from studio.pipeline.report_form import send_report, today_of
from studio.pipeline.report_places import area_meant, areas
from studio.pipeline.uploads import keep_upload
from studio.web.desk.visit import Desk, status_of
from studio.web.report import assets, receipt, tus
from studio.web.report.page import page
from studio.web.report.typed import MOST_PEOPLE, Typed, enclosed_in, fields_of, new_number, placed, typed_from

router = APIRouter()
ASKED = ("confidentiality",)
"""What the form asks of everybody, though a file of reports may leave it out."""
MOST_FIELDS, MOST_FILES = 400, 18
SIDE_BY_SIDE = 4
"""Forms that are kept at once: the threads that remain are for the desk and for listeners."""
LIMITER = CapacityLimiter(SIDE_BY_SIDE)


def add_report(app: FastAPI) -> None:
    """Give an application the report form of its workspace."""
    for one in (router, receipt.router, tus.router):
        app.include_router(one)


def desk_of(request: Request) -> Desk:
    """What all requests share."""
    found: Desk = request.app.state.desk
    return found


@router.get("/report")
def ask_khmer(request: Request, o: str = "") -> Response:
    """The empty form in Khmer. o: the code of an organization, from its personal link."""
    return empty(desk_of(request).studio, Language.KM, o)


@router.get("/report/en")
def ask_english(request: Request, o: str = "") -> Response:
    """The empty form in English."""
    return empty(desk_of(request).studio, Language.EN, o)


@router.post("/report")
async def send_khmer(request: Request) -> Response:
    """Take the form in Khmer."""
    return await sent(request, Language.KM)


@router.post("/report/en")
async def send_english(request: Request) -> Response:
    """Take the form in English."""
    return await sent(request, Language.EN)


@router.get("/report/paper")
def paper_khmer(request: Request) -> Response:
    """The form to print, in Khmer."""
    return HTMLResponse(page(desk_of(request).studio, Language.KM, "paper"))


@router.get("/report/paper/en")
def paper_english(request: Request) -> Response:
    """The form to print, in English."""
    return HTMLResponse(page(desk_of(request).studio, Language.EN, "paper"))


@router.get("/report/places/{parent}.json")
def places(request: Request, parent: str) -> Response:
    """What lies in a province or a district: code, Khmer name, English name."""
    found = areas(desk_of(request).studio, parent) if len(parent) in (2, 4) else []
    if not found:
        return Response(status_code=404)
    return JSONResponse([[one.code, one.km, one.en] for one in found], headers={"cache-control": "max-age=86400"})


@router.get("/report/assets/{name}")
def asset(request: Request) -> Response:
    """A stylesheet, a font or a script of the form."""
    return assets.read(request.url.path)


@router.get("/report/worker.js")
def worker() -> Response:
    """What answers for the form where there is no network."""
    return assets.worker()


@router.get("/report/consent/{name}")
def consent(request: Request, name: str) -> Response:
    """A text of consent, read aloud."""
    found = spoken_consent(desk_of(request).studio, name)
    return FileResponse(found, media_type=SOUNDS[found.suffix]) if found else Response(status_code=404)


def empty(studio: Studio, language: Language, organization: str) -> Response:
    """A form of its own number."""
    day = today_of(studio).date().isoformat()
    typed = Typed({"root_uuid": new_number(), "organizations": organization[:60], "source1_consent_on": day})
    return shown(studio, language, typed)


def shown(
    studio: Studio, language: Language, typed: Typed, faults: tuple[Fault, ...] = (), status: int = 200, **more: Any
) -> Response:
    """The form with what was typed. more: what a form of the desk has besides."""
    values: dict[str, Any] = {
        "typed": typed,
        "provinces": areas(studio),
        "sounds": spoken_consents(studio, language),
        "most": MOST_PEOPLE,
        "today": today_of(studio).date().isoformat(),
        "action": "/report" if language is Language.KM else "/report/en",
        "staff": False,
        "token": "",
    }
    return HTMLResponse(page(studio, language, "form", faults, **(values | more)), status)


async def sent(request: Request, language: Language) -> Response:
    """Take a form, from whoever sends it."""
    try:
        form = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)
    except HTTPException as error:
        studio = desk_of(request).studio
        large = error.status_code == 413
        found = fault("web.report-large" if large else "web.form-bad")
        return shown(studio, language, Typed({"root_uuid": new_number()}), (found,), error.status_code)
    try:
        return await run_sync(taken, request, language, form, limiter=LIMITER)
    finally:
        await form.close()


def taken(request: Request, language: Language, form: FormData) -> Response:
    """Keep the report, or show the form again with everything that is wrong."""
    desk = desk_of(request)
    typed = typed_of(form)
    typed = typed if typed("root_uuid") else typed.with_values(root_uuid=new_number())
    if "more" in form:
        return shown(desk.studio, language, Typed(typed.values, typed.lists, min(typed.people + 1, MOST_PEOPLE)))
    if not desk.tries.allowed("report", typed("root_uuid")[:60]):
        return shown(desk.studio, language, typed, (fault("web.report-often"),), 429)
    studio = acting(desk.studio)
    typed, faults = with_files(studio, form, typed)
    return kept(studio, language, typed.with_values(channel="web"), faults)


def kept(
    studio: Studio,
    language: Language,
    typed: Typed,
    faults: list[Fault],
    *,
    stranger: bool = True,
    province: str = "",
    **more: Any,
) -> Response:
    """Keep a report that was typed, or show the form again."""
    meant = area_meant(studio, typed("province")[:2], typed("district")[:200], typed("commune")[:200])
    try:
        IntakeRefused.raise_if([*faults, *(() if typed.whole else (fault("web.form-cut"),))])
        fields = fields_of(typed, meant.code, language)
        done = send_report(studio, fields, enclosed_in(typed), ASKED, stranger=stranger, province=province)
    except StudioError as error:
        told = tuple(placed(one, meant.field) for one in error.faults)
        return shown(studio, language, typed, told, status_of(error), **more)
    return HTMLResponse(page(studio, language, "sent", done.unusable, receipt=done.receipt))


def typed_of(form: FormData) -> Typed:
    """The words of a form."""
    given: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            given.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return typed_from(given)


def with_files(studio: Studio, form: FormData, typed: Typed) -> tuple[Typed, list[Fault]]:
    """The form with the files that came inside it kept, so that none is sent again where something else is wrong."""
    faults: list[Fault] = []
    for number in range(1, MOST_PEOPLE + 1):
        for name in ("upload", "picture"):
            field = f"source{number}_{name}"
            file = form.get(f"{field}_file")
            if not isinstance(file, UploadFile) or not file.size:
                continue
            try:
                typed = typed.with_values(**{field: keep_upload(awake(studio), file.file, file.size)})
            except StudioError as error:
                faults += [Fault(one.code, "", {**one.values, "field": field}) for one in error.faults]
    return typed, faults


def acting(studio: Studio) -> Studio:
    """The workspace, with a stranger as the one who is answerable."""
    return receipt.acting(studio)
