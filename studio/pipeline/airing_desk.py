"""What was aired as the desk shows it: the editions whose airtime has begun, what is known of each, what was delivered,
and evidence that is taken in and given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import select

from studio.errors import Conflict, IntakeRefused, NotFound, fault
from studio.pipeline.airings import Word, airings_of, note_airing
from studio.pipeline.airtime import Airtime, airtime_of, coming
from studio.pipeline.editions import newest_airings
from studio.pipeline.opening import Studio
from studio.pipeline.paging import page_of
from studio.pipeline.specs import air_name
from studio.records.episodes import Airing, Master
from studio.store.engine import reading
from studio.units import Digest

PAGE = 20
"""Editions on a page."""
MOST_MB = 20
"""The largest file of evidence."""
HEADS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"RIFF", ".wav"),
    (0, b"fLaC", ".flac"),
    (0, b"OggS", ".ogg"),
    (0, b"ID3", ".mp3"),
    (0, b"\xff\xfb", ".mp3"),
    (4, b"ftyp", ".m4a"),
    (0, b"\x1aE\xdf\xa3", ".webm"),
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"%PDF-", ".pdf"),
)
"""What evidence may be, by how it begins: recordings, pictures, documents; text besides."""


@dataclass(frozen=True, slots=True)
class Row:
    """An edition and the note of it in force; None where nobody noted anything."""

    airtime: Airtime
    airing: Airing | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of editions, the latest first. open: how many of all nobody noted anything of."""

    rows: tuple[Row, ...]
    page: int
    pages: int
    open: int


@dataclass(frozen=True, slots=True)
class Noted:
    """An edition with every note of it, the oldest first, and the masters made for its station, the newest first.

    lost: editions of the station that it could make good.
    """

    airtime: Airtime
    notes: tuple[Airing, ...]
    delivered: tuple[Master, ...]
    begun: bool
    lost: tuple[Airtime, ...]


def begun_editions(studio: Studio, page: int, station: str = "", *, unknown: bool = False) -> Shelf:
    """The editions whose airtime has begun. station: only those; unknown: only those of which nothing is noted."""
    with reading(studio.engine) as session:
        airings = newest_airings(session)
    rows = [
        Row(one, airings.get(one.episode.id or 0))
        for one in reversed(coming(studio, every=True))
        if one.episode.starts_at <= studio.now and station in ("", one.station.slug)
    ]
    left = [one for one in rows if one.airing is None and one.airtime.episode.cancelled is None]
    wanted = left if unknown else rows
    shown = page_of(len(wanted), page, PAGE)
    return Shelf(tuple(wanted[shown.part]), shown.number, shown.pages, len(left))


def noted_edition(studio: Studio, slug: str) -> Noted:
    """An edition with what is known of it. Raises NotFound."""
    notes = airings_of(studio, slug)
    every = coming(studio, every=True)
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        masters = session.exec(select(Master).where(Master.episode_id == airtime.episode.id)).all()
        airings = newest_airings(session)
    name = air_name(studio.settings, airtime.station)
    own = sorted((one for one in masters if one.name == name), key=lambda one: (one.made_at, one.id or 0), reverse=True)
    lost = tuple(
        one
        for one in every
        if one.station.slug == airtime.station.slug
        and one.episode.slug != slug
        and was_lost(one, airings.get(one.episode.id or 0))
    )
    return Noted(airtime, tuple(notes), tuple(own), airtime.episode.starts_at <= studio.now, lost)


def was_lost(airtime: Airtime, airing: Airing | None) -> bool:
    """Whether an edition that was bought was not heard, or not all of it."""
    if airtime.episode.makes_good:
        return False
    if airtime.episode.cancelled is not None:
        return airtime.episode.cancelled.value == "pre_empted"
    return airing is not None and airing.outcome.value in ("refused", "partial")


def note_seen(studio: Studio, slug: str, word: Word, seen: int) -> Airing:
    """Note what became of an edition. seen: how many notes there were when somebody looked.

    Raises Conflict where there are others now; IntakeRefused for a file that is no evidence; as `note_airing` does.
    """
    if len(airings_of(studio, slug)) != seen:
        raise Conflict(fault("ground.conflict", slug))
    if word.file is not None and not ending_of(word.file):
        raise IntakeRefused(fault("pipeline.evidence-kind", word.evidence or slug))
    return note_airing(studio, slug, word)


def evidence_of(studio: Studio, slug: str, number: int) -> tuple[Path, str]:
    """The file of an edition's note, counted from 1, and a name for it. Raises NotFound, VaultDamaged."""
    notes: Sequence[Airing] = airings_of(studio, slug)
    digest = notes[number - 1].evidence_file if 1 <= number <= len(notes) else ""
    if not digest:
        raise NotFound(fault("ground.not-found", slug, kind="evidence", command="studio airtime list --all"))
    path = studio.workspace.vault.open(Digest(digest))
    return path, f"{slug}-{number}{ending_of(path) or '.bin'}"


def ending_of(path: Path) -> str:
    """The ending of a file of evidence by its content; empty for anything that is none."""
    with path.open("rb") as source:
        head = source.read(4096)
    for at, sign, ending in HEADS:
        if head[at : at + len(sign)] == sign:
            return ending
    if not head or b"\0" in head:
        return ""
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return ".txt"
