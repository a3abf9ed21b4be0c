"""Takes heard and seen: as they were recorded, as they will be heard, and their waveforms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as Within
from starlette.responses import FileResponse, Response

from studio.accounts.rights import Right
from studio.languages import Language, translator
from studio.pipeline.take_desk import as_heard, picture_of, sound_of
from studio.web.desk.needs import Needs
from studio.web.desk.routes.reports import reader_of
from studio.web.desk.visit import Visit

router = APIRouter()

SCRIPT = "/desk/takes/{key:path}"
Count = Annotated[int, Within(ge=0, le=10**6)]
Reading = Annotated[Visit, Depends(Needs(Right.READ_TAKES))]


@router.get(SCRIPT + "/sound/{part}/{number}")
def sound(visit: Reading, key: str, part: Count, number: Count, language: Language = Language.KM) -> Response:
    """A take as it was recorded, in the portions that a player asks for; the clip that the part is, with 0."""
    return played(sound_of(visit.studio, reader_of(visit), key, part, number, language))


@router.get(SCRIPT + "/heard/{part}")
def heard(visit: Reading, key: str, part: Count, language: Language = Language.KM) -> Response:
    """What will be heard of a part, with everything that is done to it."""
    return played(as_heard(visit.studio, reader_of(visit), key, part, language))


@router.get(SCRIPT + "/wave/{part}/{number}")
def picture(visit: Reading, key: str, part: Count, number: Count, language: Language = Language.KM) -> Response:
    """The waveform of a take, or of the clip that the part is."""
    translate = translator(visit.language)
    words = (translate("Waveform"), translate("Peaks and loudness from beginning to end."))
    drawn = picture_of(visit.studio, reader_of(visit), key, part, number, language, words)
    return Response(drawn, media_type="image/svg+xml")


def played(path: Path) -> FileResponse:
    """A sound, in the portions that a player asks for."""
    return FileResponse(path, media_type="audio/flac", headers={"cache-control": "no-store"})
