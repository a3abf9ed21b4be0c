"""Withdrawals as the desk shows them: what was withdrawn so far, and the receipts and notices of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from studio.errors import NotFound, fault
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.withdrawals.receipt import folder_of
from studio.records.withdrawals import Withdrawal
from studio.store.engine import reading

RECEIPT, NOTICE = "receipt", "notice-"


@dataclass(frozen=True, slots=True)
class Carried:
    """A withdrawal with its receipt in a language, empty while it is not done; notices: for stations, by name."""

    row: Withdrawal
    receipt: str
    notices: tuple[tuple[str, str], ...]


def withdrawals(studio: Studio) -> Sequence[Withdrawal]:
    """Every withdrawal that was confirmed, the latest first."""
    with reading(studio.engine) as session:
        return session.exec(select(Withdrawal).order_by(col(Withdrawal.id).desc())).all()


def carried(studio: Studio, code: str, language: Language) -> Carried:
    """A withdrawal by its code. Raises NotFound."""
    row = next((one for one in withdrawals(studio) if one.code == code), None)
    if row is None:
        raise NotFound(fault("ground.not-found", code, kind="withdrawal", command="studio withdraw"))
    folder = folder_of(studio, row)
    path = folder / f"{RECEIPT}.{language.value}.txt"
    notices = sorted(folder.glob(f"{NOTICE}*.{language.value}.txt"))
    told = tuple((one.name.removeprefix(NOTICE).split(".")[0], one.read_text("utf-8")) for one in notices)
    return Carried(row, path.read_text("utf-8") if path.is_file() else "", told)
