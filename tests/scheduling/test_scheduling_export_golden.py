"""Every text that goes out is as somebody looked at it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from studio.scheduling.exports.calendar import editions_calendar
from studio.scheduling.exports.cuefile import rundown_cue
from studio.scheduling.exports.edition import Edition, Master
from studio.scheduling.exports.liquidsoap import rundown_annotations
from studio.scheduling.exports.mos import rundown_mos
from studio.scheduling.exports.ontime import rundowns_ontime
from studio.scheduling.exports.page import rundown_page
from studio.scheduling.exports.playlists import rundown_m3u8, rundown_xspf
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.exports.sheet import editions_csv
from studio.units import Ms

GOLDEN = Path(__file__).parent / "golden"
WRITERS: dict[str, Callable[[Edition], str]] = {
    "export.csv": lambda one: editions_csv([one]),
    "export.html": lambda one: rundown_page([one]),
    "export.ics": lambda one: editions_calendar([one]),
    "export.m3u8": rundown_m3u8,
    "export.xspf": rundown_xspf,
    "export.cue": rundown_cue,
    "export.liquidsoap.m3u": lambda one: rundown_annotations([one]),
    "export.mos.xml": rundown_mos,
    "export.ontime.json": lambda one: rundowns_ontime([one]),
}


@pytest.mark.parametrize("name", WRITERS)
def test_what_goes_out_is_as_it_always_was(cases: Any, name: str) -> None:
    edition = Edition(
        read_rundown((GOLDEN / "rundown.json").read_text("utf-8")),
        cases.clock(),
        3,
        "សំឡេងសហគមន៍",
        "Community voices",
        "golden-river",
        "វិទ្យុទន្លេមាស",
        "Golden River Radio",
        Master("masters/2012-04-07-weekly-golden-river.flac", "flac", Ms(900_000)),
        moves=1,
        moved_at=datetime(2012, 4, 1, 3, 0, tzinfo=UTC),
    )
    made = WRITERS[name](edition).encode()
    path = GOLDEN / name
    if os.environ.get("STUDIO_GOLDEN") == "write":
        path.write_bytes(made)
    assert path.is_file(), f"{name} is missing; look at the text, then: STUDIO_GOLDEN=write"
    assert made == path.read_bytes()
