"""Recordings that were sent from a page: inside a form, or before it, piece by piece; kept as takes once whole."""

from __future__ import annotations

import shutil
from typing import BinaryIO

from studio.audio.values import TakeReport
from studio.errors import IntakeRefused, NotFound, fault
from studio.languages import Language
from studio.pipeline.opening import Studio, awake
from studio.pipeline.take_measured import keep_report
from studio.pipeline.takes import add_take, desk_drawer
from studio.pipeline.uploads import drop_upload, upload_of
from studio.records.episodes import Take
from studio.units import Digest

NAMED = 200
"""Bytes of a file's name."""


def take_from(
    studio: Studio, key: str, part: int, language: Language, source: BinaryIO | str, name: str, *, synthetic: bool
) -> tuple[Take, TakeReport | None]:
    """Keep a recording as `add_take` does, with what was measured of it.

    source: what came inside a form, or the token of an upload, which is gone afterwards whatever becomes of it. name:
    of the file, where it came from. Raises as `add_take`; IntakeRefused where an upload is not whole or not there.
    """
    with desk_drawer(studio) as drawer:
        path = drawer / plain_name(name)
        if isinstance(source, str):
            path.symlink_to(upload_of_form(studio, source, path.name))
        else:
            with path.open("wb") as target:
                shutil.copyfileobj(source, target)
        try:
            taken, report = add_take(studio, key, part, path, language, synthetic=synthetic)
        finally:
            if isinstance(source, str):
                drop_upload(awake(studio), source)
    if report is not None:
        keep_report(studio, Digest(taken.original), report)
    return taken, report


def upload_of_form(studio: Studio, token: str, name: str) -> str:
    """Where an upload lies that came before its form. Raises IntakeRefused."""
    try:
        found = upload_of(awake(studio), token)
    except NotFound as reason:
        raise IntakeRefused(fault("pipeline.upload-gone", name)) from reason
    if not found.whole:
        raise IntakeRefused(fault("pipeline.upload-cut", name))
    return str(found.path.resolve())


def plain_name(name: str) -> str:
    """The name of a file without anything that a file system or a page could stumble over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).encode("utf-8", "ignore")[-NAMED:]
    return kept.decode("utf-8", "ignore").lstrip(". ") or "recording"
