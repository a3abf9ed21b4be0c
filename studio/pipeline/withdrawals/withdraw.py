"""The stage `withdraw`: what somebody took back leaves everything that is out, to come and kept.

In steps, each of which can be done again: an interrupted withdrawal is finished by asking for it once more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import col, select

from studio.errors import Fault, NotFound, fault_of
from studio.languages import N_
from studio.pipeline.opening import Studio
from studio.pipeline.withdrawals.asked import asked_of
from studio.pipeline.withdrawals.decide import decide
from studio.pipeline.withdrawals.receipt import receipt_path, write_receipt
from studio.pipeline.withdrawals.steps import STEPS
from studio.pipeline.withdrawals.values import touched_of
from studio.records.withdrawals import Withdrawal
from studio.store import audit
from studio.store.engine import reading, writing


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A withdrawal that is done. new: by this run; else it was done before, and nothing was left to do."""

    row: Withdrawal | None
    receipt: Path | None
    new: bool

    @property
    def told(self) -> tuple[Fault, ...]:
        """What came of it."""
        rows = self.row.told if self.row else []
        return tuple(map(fault_of, rows))


def withdraw(studio: Studio, name: str, reason: str) -> CarriedOut:
    """Carry a withdrawal out, or finish one that was interrupted; where nothing is left to do, nothing is done.

    The caller is alone in the workspace. Raises NotFound, IntakeRefused, ClearanceRefused for a reason that names a
    person, PublishRefused where the rest cannot be published: all else is done by then.
    """
    row = begun(studio, name)
    if row is None:
        row = decide(studio, name, reason)
    if row is None or row.finished_at is not None:
        return CarriedOut(row, receipt_path(studio, row) if row else None, new=False)
    for number, (step, work) in enumerate(STEPS.items(), start=1):
        if step not in row.done:
            row = marked(studio, row, step, work(studio, row, touched_of(row.touched)))
        studio.tell(N_("Withdrawing"), number, len(STEPS))
    return CarriedOut(finished(studio, row), receipt_path(studio, row), new=True)


def begun(studio: Studio, name: str) -> Withdrawal | None:
    """A withdrawal of that name that was interrupted."""
    with reading(studio.engine) as session:
        open_ones = select(Withdrawal).where(col(Withdrawal.finished_at).is_(None))
        rows = {one.name: one for one in session.exec(open_ones)}
        if rows and name not in rows:
            try:
                name = asked_of(session, name).name
            except NotFound:
                return None
        return rows.get(name)


def interrupted(studio: Studio) -> list[Withdrawal]:
    """Every withdrawal that was confirmed and is not done."""
    with reading(studio.engine) as session:
        return list(session.exec(select(Withdrawal).where(col(Withdrawal.finished_at).is_(None))))


def marked(studio: Studio, row: Withdrawal, step: str, told: list[Fault]) -> Withdrawal:
    """A step written down as done, with what came of it."""
    with writing(studio.engine) as session:
        kept = session.get_one(Withdrawal, row.id)
        kept.done = [*kept.done, step]
        kept.told = [*kept.told, *(asdict(one) for one in told)]
        session.add(kept)
    return kept


def finished(studio: Studio, row: Withdrawal) -> Withdrawal:
    """The receipt written, and the withdrawal closed with its trace."""
    write_receipt(studio, row)
    with writing(studio.engine) as session:
        kept = session.get_one(Withdrawal, row.id)
        kept.finished_at = studio.now
        session.add(kept)
        details = {"withdrawal": kept.code}
        audit.append(session, studio.now, studio.actor, "withdrawal.carried-out", kept.name, details)
    return kept
