"""Editions as the desk builds and publishes them: what each lacks, what was made of it, and what publishing changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from studio.errors import EditionNotReady, Fault, NotFound, fault
from studio.pipeline.airtime import Airtime, airtime_of, to_come_or_over
from studio.pipeline.built import edition_of, newest_build
from studio.pipeline.built_since import changed_since
from studio.pipeline.directory import directory_of
from studio.pipeline.folder import MEASURED, folder_of
from studio.pipeline.opening import Studio
from studio.pipeline.paging import page_of
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import channel_of, looked_at
from studio.pipeline.rundown_edit import broken_now
from studio.pipeline.sounds import Spoken
from studio.pipeline.specs import specs
from studio.pipeline.standing import standings
from studio.pipeline.status import as_planned
from studio.publishing.publish import stamps
from studio.records.episodes import Build, Master, Publication
from studio.scheduling.pictures.board import State
from studio.store.engine import reading
from studio.units import Digest

PAGE = 20
"""Editions on a page."""
BUILT = "build"
"""The folder of what was measured of an edition."""


@dataclass(frozen=True, slots=True)
class Row:
    """An edition in the list, and how far it is."""

    airtime: Airtime
    state: State


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list, and how many there are."""

    rows: tuple[Row, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Made:
    """An edition before it is published. lacks: why it cannot be built, each once; broken: rules of its rundown that
    it breaks; masters: as they were made last, the podcast's first; stale: why the build is not what it should be now;
    changed: what would be heard otherwise if it were built again; pictures: what was measured, by names of files."""

    airtime: Airtime
    state: State
    lacks: tuple[Fault, ...]
    broken: tuple[Fault, ...]
    build: Build | None
    masters: tuple[Master, ...]
    stale: tuple[Fault, ...]
    changed: tuple[Fault, ...]
    pictures: tuple[str, ...]
    publication: Publication | None


@dataclass(frozen=True, slots=True)
class Change:
    """What publishing would do to an edition: new, changed, same or held; lacks: why it is held back."""

    slug: str
    what: str
    lacks: tuple[Fault, ...] = ()


def build_shelf(studio: Studio, page: int, *, past: bool) -> Shelf:
    """The editions to come, the next one first, or those that are over, the latest first; page by page."""
    states = standings(studio)
    wanted = [one for one in to_come_or_over(studio, past=past) if one.episode.cancelled is None]
    shown = page_of(len(wanted), page, PAGE)
    rows = tuple(Row(one, states[one.episode.slug]) for one in wanted[shown.part])
    return Shelf(rows, shown.number, shown.pages)


def open_build(studio: Studio, slug: str) -> Made:
    """An edition with all that is known of its build. Raises NotFound."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        build = newest_build(session, airtime)
        rows = session.exec(
            select(Master).where(Master.episode_id == airtime.episode.id).order_by(col(Master.id).desc())
        ).all()
        publication = session.exec(select(Publication).where(Publication.episode_id == airtime.episode.id)).first()
    newest: dict[str, Master] = {}
    for one in rows:
        newest.setdefault(one.name, one)
    names = [one.name for one in specs(studio.settings, airtime.station)]
    masters = tuple(newest[name] for name in names if name in newest) if build else ()
    lacks, broken, spoken = wanting(studio, slug)
    folder = folder_of(studio, slug) / BUILT
    pictures = tuple(name for name in MEASURED if (folder / name).is_file())
    state, stale = standings(studio)[slug], lost(studio, airtime) if build else ()
    changed = tuple(changed_since(build, spoken)) if build and not stale else ()
    return Made(airtime, state, lacks, broken, build, masters, stale, changed, pictures, publication)


def wanting(studio: Studio, slug: str) -> tuple[tuple[Fault, ...], tuple[Fault, ...], tuple[Spoken, ...]]:
    """Why an edition cannot be built yet, the rules that its rundown breaks, and what would be heard in it."""
    try:
        planned = plan_of(studio, slug)
    except NotFound:
        return (fault("pipeline.rundown-none", slug),), (), ()
    spoken = as_planned(studio, planned)
    return tuple(lack for one in spoken for lack in one.lacks), broken_now(studio, planned), spoken


def lost(studio: Studio, airtime: Airtime) -> tuple[Fault, ...]:
    """Why what was built is not what should be published now."""
    try:
        return tuple(edition_of(studio, airtime).lacks)
    except EditionNotReady as error:
        return tuple(error.faults)


def picture_of(studio: Studio, slug: str, name: str) -> Path:
    """A picture of what was measured of an edition. Raises NotFound."""
    with reading(studio.engine) as session:
        airtime_of(session, slug)
    path = folder_of(studio, slug) / BUILT / name
    if name not in MEASURED or not path.is_file():
        raise NotFound(fault("ground.not-found", name, kind="picture", command=f"studio episode build {slug}"))
    return path


def master_sound(studio: Studio, slug: str, number: int) -> tuple[Master, Path]:
    """A master of an edition, and its file. Raises NotFound, VaultDamaged."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        row = session.get(Master, number)
    if row is None or row.episode_id != airtime.episode.id:
        raise NotFound(fault("ground.not-found", str(number), kind="master", command=f"studio episode build {slug}"))
    return row, studio.workspace.vault.open(Digest(row.digest))


def foreseen(studio: Studio) -> tuple[Change, ...]:
    """What publishing would change, by edition, the latest first; nothing is written."""
    before = stamps(studio.workspace.feeds, channel_of(studio))
    with reading(studio.engine) as session:
        out = set(session.exec(select(Publication.episode_id).where(col(Publication.master) != "")))
    found = []
    for one in looked_at(studio, directory_of(studio)):
        slug = one.airtime.episode.slug
        known = before.get(slug)
        if one.lacks:
            found.append(Change(slug, "held", tuple(one.lacks)))
        else:
            there = known is not None or one.airtime.episode.id in out
            found.append(Change(slug, "same" if known == one.stamp else "changed" if there else "new"))
    return tuple(found[::-1])
