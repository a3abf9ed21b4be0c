"""For the next airtimes: what is ready, and what each segment still lacks. Reading only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from studio.errors import EditionNotReady, Fault, NotFound
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.built import edition_of
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned, plan_of
from studio.pipeline.sounds import Spoken, spoken_entries
from studio.records.episodes import Publication
from studio.store.engine import reading


@dataclass(frozen=True, slots=True)
class Readiness:
    """An edition with its entries and all they lack; without a rundown there are no entries."""

    airtime: Airtime
    entries: tuple[Spoken, ...]

    @property
    def lacks(self) -> tuple[Fault, ...]:
        """Everything missing, in the order of the show."""
        return tuple(lack for one in self.entries for lack in one.lacks)

    @property
    def ready(self) -> bool:
        """Whether it can be built."""
        return bool(self.entries) and not self.lacks


def readiness(studio: Studio, most: int, *, every: bool = False) -> tuple[Readiness, ...]:
    """The next editions, at most that many, the next one first; `every`: those already aired too."""
    found = []
    wanted = [one for one in coming(studio, every=every) if one.episode.cancelled is None]
    for airtime in wanted[:most]:
        try:
            planned = plan_of(studio, airtime.episode.slug)
        except NotFound:
            found.append(Readiness(airtime, ()))
            continue
        found.append(Readiness(airtime, as_published(studio, airtime) or as_planned(studio, planned)))
    return tuple(found)


def as_planned(studio: Studio, planned: Planned) -> tuple[Spoken, ...]:
    """The entries of an edition to come, as scripts, consents and takes stand."""
    with reading(studio.engine) as session:
        return spoken_entries(session, studio, planned)


def as_published(studio: Studio, airtime: Airtime) -> tuple[Spoken, ...]:
    """The entries of a published edition as it was built, as consents stand; nothing where it is not published."""
    with reading(studio.engine) as session:
        row = session.exec(select(Publication).where(Publication.episode_id == airtime.episode.id)).first()
    if row is None or not row.master:
        return ()
    try:
        return edition_of(studio, airtime).spoken
    except EditionNotReady:
        return ()
