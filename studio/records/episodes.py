"""Episodes: editions, their rundowns, takes, masters, airings and publications."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from studio.records.base import Moment, Record
from studio.records.kinds import AiringOutcome, ExceptionKind


class Episode(Record, table=True):
    """One edition of a show in one airtime. slug: <date>-<slot>, given once.

    airs_on: the local date that the slot's rule gives it, by which exceptions name it. clock, price_cents, currency:
    as they were agreed for it. makes_good: slug of the lost edition whose place it takes. cancelled: why it has no
    airtime. changes: how often its airtime was moved, cancelled or taken up again; changed_at: when that was last.
    """

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(index=True, unique=True)
    slot_id: int = Field(foreign_key="airtimeslot.id", index=True)
    number: int
    starts_at: datetime = Field(sa_type=Moment, index=True)
    length_ms: int
    title_km: str = ""
    title_en: str = ""
    airs_on: date
    clock: str
    price_cents: int = 0
    currency: str = "USD"
    makes_good: str = ""
    cancelled: ExceptionKind | None = None
    changes: int = 0
    changed_at: datetime | None = Field(default=None, sa_type=Moment)


class Rundown(Record, table=True):
    """One version of an episode's rundown; the newest number is in force. text: rundown.json as written."""

    __table_args__ = (UniqueConstraint("episode_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", index=True)
    number: int = 1
    made_at: datetime = Field(sa_type=Moment)
    made_by: str
    inputs: str = Field(max_length=64)
    text: str


class RundownPosition(Record, table=True):
    """A place in a rundown. planned and actual are different things and never mixed."""

    rundown_id: int = Field(foreign_key="rundown.id", primary_key=True)
    rank: int = Field(primary_key=True)
    position: str
    kind: str
    key: str = Field(index=True)
    start_ms: int
    planned_ms: int
    actual_ms: int | None = None
    locked: bool = False


class Take(Record, table=True):
    """A presenter's recording of one part of an approved script.

    treatment: what is done to it where it is heard, by step; what is not in it is done as is usual for its segment.
    refused: why it is not to be heard; empty where it may be.
    """

    id: int | None = Field(default=None, primary_key=True)
    script_id: int = Field(foreign_key="script.id", index=True)
    part: int
    number: int = 1
    presenter: str = ""
    synthetic: bool = False
    codec: str = ""
    original: str = Field(max_length=64)
    working: str = Field(max_length=64)
    milliseconds: int
    lufs: float
    dbtp: float
    warnings: list[str] = Field(default_factory=list, sa_type=JSON)
    treatment: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    refused: str = Field(default="", max_length=300)
    recorded_at: datetime = Field(sa_type=Moment)


class ClipTreatment(Record, table=True):
    """What is done to a participant's own recording wherever it is heard, by step. recording: digest of its copy."""

    recording: str = Field(primary_key=True, max_length=64)
    treatment: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Master(Record, table=True):
    """A finished sound of an episode, by the name of its spec."""

    id: int | None = Field(default=None, primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", index=True)
    name: str
    digest: str = Field(max_length=64)
    mime: str
    octets: int
    milliseconds: int
    lufs: float
    dbtp: float
    made_at: datetime = Field(sa_type=Moment)


class Build(Record, table=True):
    """An edition as it was built: what is published until it is built again, whatever is edited meanwhile.

    rundown, sheet: rundown.json and cues.json. parts: label, entry, script, part, digest, milliseconds, synthetic,
    treated of each recording that is heard. master: digest, bytes, ms and codec of the podcast's file.
    """

    id: int | None = Field(default=None, primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", index=True)
    made_at: datetime = Field(sa_type=Moment)
    rundown: str
    sheet: str
    parts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    master: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Airing(Record, table=True):
    """What became of a delivery to a station, as it was noted; the newest note of an edition is in force.

    planned_at, length_ms: its airtime as it was planned then. from_ms, to_ms: what was heard, as offsets into the
    airtime; None where nobody knows. entries: key, position, start_ms, planned_ms and aired_ms of what was in it.
    evidence: what somebody saw or heard; evidence_file: digest of a log or recording in the vault.
    """

    id: int | None = Field(default=None, primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", index=True)
    station_id: int = Field(foreign_key="station.id", index=True)
    planned_at: datetime = Field(sa_type=Moment)
    aired_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: AiringOutcome = AiringOutcome.UNKNOWN
    evidence: str = ""
    evidence_file: str = Field(default="", max_length=64)
    length_ms: int
    from_ms: int | None = None
    to_ms: int | None = None
    entries: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    noted_at: datetime = Field(sa_type=Moment)
    noted_by: str


class Publication(Record, table=True):
    """An episode in the feed. guid is given once and never changes. master: empty while it is held back."""

    id: int | None = Field(default=None, primary_key=True)
    episode_id: int = Field(foreign_key="episode.id", unique=True)
    guid: str = Field(unique=True)
    published_at: datetime = Field(sa_type=Moment)
    master: str = Field(max_length=64)
