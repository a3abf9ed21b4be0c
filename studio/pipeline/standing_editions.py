"""Which editions may stand in the feed: decided anew each time from the consents as they are, reading nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from studio.errors import Fault, fault
from studio.pipeline import ledger
from studio.pipeline.airtime import Airtime
from studio.pipeline.built import entries_as_built, newest_build, planned_keys
from studio.pipeline.directory import Directory, communities_of
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import rundown_row
from studio.pipeline.sounds import Spoken
from studio.records.episodes import Build
from studio.scheduling.exports.rundown_json import read_rundown

VERSION = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition that was built, as it stands now.

    stamp: another one whenever anything that is published of it is another one. lacks: what it lost since it was
    built. master: of the podcast.
    """

    airtime: Airtime
    stamp: str
    lacks: tuple[Fault, ...]
    master: Mapping[str, Any]


def standing_of(studio: Studio, session: Session, airtime: Airtime, directory: Directory) -> Standing | None:
    """How an edition stands; None where it was never built.

    Every story's clearance is decided anew for the day of the airtime: nothing of an earlier decision is used.
    """
    build, row = newest_build(session, airtime), rundown_row(session, airtime)
    if build is None:
        return None
    slug = airtime.episode.slug
    rundown = read_rundown(build.rundown)
    if row is None or planned_keys(rundown) != planned_keys(read_rundown(row.text)):
        return Standing(airtime, "", (fault("pipeline.master-missing", slug),), build.master)
    spoken = entries_as_built(session, studio, airtime, rundown, build.parts)
    lacks = tuple(lack for one in spoken for lack in one.lacks)
    return Standing(airtime, stamp_of(studio, airtime, build, spoken, directory), lacks, build.master)


def stamp_of(studio: Studio, airtime: Airtime, build: Build, spoken: tuple[Spoken, ...], directory: Directory) -> str:
    """The digest of all that decides what is published of an edition: its build, its airtime, what is cleared now."""
    materials = [one.story.material for one in spoken if one.story is not None]
    show = studio.settings.show
    inputs = [
        build.id,
        [airtime.episode.number, airtime.local_start.isoformat(), airtime.episode.length_ms, airtime.slot.language],
        [asdict(material) for material in materials],
        [[asdict(one) for one in communities_of(directory, material)] for material in materials],
        [asdict(one) for one in directory.provinces.values()],
        [show.guid, show.title_km, show.title_en, show.description_km, show.description_en],
        [one.script.id for one in spoken if one.script is not None],
    ]
    return ledger.key("published", VERSION, inputs)
