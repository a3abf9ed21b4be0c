"""What a trace is made of: the stages of the way from a report to the air and back, each with what was done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from studio.records.audit import AuditEvent
from studio.units import Ms


class Stage(StrEnum):
    """A stage of the way, in its order."""

    REPORT = "report"
    CONSENT = "consent"
    CLEARANCE = "clearance"
    SCRIPT = "script"
    RUNDOWN = "rundown"
    TAKE = "take"
    MASTER = "master"
    PUBLICATION = "publication"
    AIRING = "airing"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that was done. name: its code; trace: what leads on from it ("episode:2012-05-17-voices"); "" if none.

    title_km, title_en: what it is called. state: where it stands, by the names of the records. of: what it belongs to.
    number: of a version or part. length: in ms.
    """

    stage: Stage
    name: str
    trace: str = ""
    title_km: str = ""
    title_en: str = ""
    at: datetime | None = None
    who: str = ""
    state: str = ""
    of: str = ""
    number: int | None = None
    length: Ms | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that hangs together with one thing, both ways. hidden: reports in it that are not for this reader."""

    what: str
    links: tuple[Link, ...]
    events: tuple[AuditEvent, ...]
    hidden: int = 0

    def of(self, stage: Stage) -> tuple[Link, ...]:
        """The links of one stage."""
        return tuple(one for one in self.links if one.stage is stage)
