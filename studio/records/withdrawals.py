"""Withdrawals: what somebody took back, what it touches, and how far it was carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from studio.records.base import Moment, Record


class Withdrawal(Record, table=True):
    """A withdrawal that somebody confirmed; finished_at is empty until the last of it is done.

    kind, name: what was asked to be withdrawn, and its code. touched: what it touches, in codes, digests and paths:
    no words and no names of people. done: the steps that are carried out. told: what came of it, as faults to be said.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str = Field(index=True)
    reason: str
    asked_at: datetime = Field(sa_type=Moment)
    asked_by: str
    touched: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    done: list[str] = Field(default_factory=list, sa_type=JSON)
    told: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def code(self) -> str:
        """What it is called in receipts and folders: W-0001."""
        return f"W-{self.id or 0:04}"
