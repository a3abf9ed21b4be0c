"""What is said in public of a withdrawal: that something was taken out and when, never what or whose it was."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from studio.khmer.spoken import written_date
from studio.languages import Language, translator
from studio.pipeline.opening import Studio
from studio.publishing.values import Both, Notice
from studio.records.withdrawals import Withdrawal
from studio.sentences.withdrawal import NOTICES
from studio.store.engine import reading


def notices_of(studio: Studio, slug: str) -> tuple[Notice, ...]:
    """What was taken out of an edition after it was published, a notice for each day."""
    days = dict.fromkeys(day for day, touched, _ in withdrawals(studio) if slug in touched)
    return tuple(notice("part", day=day) for day in days)


def notices_of_gone(studio: Studio) -> tuple[Notice, ...]:
    """What was taken out as a whole and is heard nowhere any more, the newest first."""
    found = [
        notice("whole", day=day, aired=date.fromisoformat(aired))
        for day, _, whole in withdrawals(studio)
        for aired in whole
    ]
    return tuple(reversed(list(dict.fromkeys(found))))


def withdrawals(studio: Studio) -> list[tuple[date, frozenset[str], tuple[str, ...]]]:
    """Each withdrawal in order: its day, the published editions that go on without something, and the days of those
    that left as a whole."""
    with reading(studio.engine) as session:
        rows = session.exec(select(Withdrawal).order_by(col(Withdrawal.id))).all()
    found = []
    for row in rows:
        out = [one for one in row.touched.get("editions", ()) if one["published"]]
        part = frozenset(one["slug"] for one in out if one["left"])
        whole = tuple(one["starts_at"][:10] for one in out if not one["left"])
        found.append((row.asked_at.astimezone(studio.timezone).date(), part, whole))
    return found


def notice(kind: str, **days: date) -> Notice:
    """A sentence of a withdrawal in both languages."""
    told = [
        translator(one)(NOTICES[kind]).format(**{name: written_date(day, one) for name, day in days.items()})
        for one in (Language.KM, Language.EN)
    ]
    return Notice(Both(*told))
