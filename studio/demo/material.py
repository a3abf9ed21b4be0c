"""The pilot's reports and the recordings that come with them, as they would arrive from the field."""

from __future__ import annotations

import csv
from pathlib import Path

from studio.demo import pilot
from studio.demo.sound.recordings import WantedRecording, make_recordings
from studio.languages import Language
from studio.pipeline.opening import Tell
from studio.store.files import write_bytes

PEOPLE = 3


def place_reports(folder: Path) -> None:
    """Lay the reports' file where its recordings will stand beside it."""
    write_bytes(folder / pilot.REPORTS.name, pilot.REPORTS.read_bytes())


def field_recordings(folder: Path, tell: Tell) -> None:
    """Make every recording that the reports name and that is not there yet: each person's own words, in Khmer."""
    wanted = []
    with pilot.REPORTS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            wanted += [one for number in range(1, PEOPLE + 1) for one in spoken(row, number)]
    tell("Speaking", 0, len(wanted))
    make_recordings(wanted, folder / "recordings")
    tell("Speaking", len(wanted), len(wanted))


def spoken(row: dict[str, str], number: int) -> list[WantedRecording]:
    """The recording of one person of a report, if there is one."""
    path = row.get(f"source{number}_recording") or ""
    if not path:
        return []
    words = row[f"source{number}_quote_km"] or row["event_description_km"]
    code, sex = row[f"source{number}_code"], row[f"source{number}_sex"]
    return [WantedRecording(code, sex, Language.KM, words, Path(path).suffix.lstrip("."))]
