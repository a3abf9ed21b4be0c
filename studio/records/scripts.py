"""Scripts: the words of a segment, by language and version."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from studio.records.base import Moment, Record
from studio.records.kinds import ScriptKind


class Script(Record, table=True):
    """One version of a script. key names the segment ("story:<root_uuid>", "opening:<episode>").

    text: canonical script text, frozen once approved. recipe: digest of what it was written from.
    seconds are estimated reading time in milliseconds: milliseconds, low, high. short_milliseconds: of its short
    version; None where it has none.
    """

    __table_args__ = (UniqueConstraint("key", "language", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    kind: ScriptKind
    language: str
    number: int = 1
    title: str = ""
    report_id: int | None = Field(default=None, foreign_key="report.id", index=True)
    text: str
    recipe: str = Field(max_length=64)
    presenter: str = ""
    milliseconds: int
    low: int
    high: int
    short_milliseconds: int | None = None
    written_at: datetime = Field(sa_type=Moment)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def approved(self) -> bool:
        """Whether somebody answers for this version."""
        return self.approved_at is not None
