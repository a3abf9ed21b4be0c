"""Moments have a time zone: kept in UTC, given back the same moment, refused when naive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from studio.records.audit import LedgerEntry
from studio.records.base import Moment
from studio.store.engine import reading, writing

DIALECTS = (sqlite.dialect(), postgresql.dialect())
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001


def entry(key: str, at: datetime) -> LedgerEntry:
    return LedgerEntry(key=key, stage="file", subject="s", made_at=at)


@given(moment=MOMENTS)
def test_what_is_kept_is_the_same_moment_in_utc(moment: datetime) -> None:
    for dialect in DIALECTS:
        kept = Moment().process_bind_param(moment, dialect)
        assert kept == moment
        assert kept is not None
        assert kept.utcoffset() == timedelta(0)
        for found in (kept, kept.replace(tzinfo=None), kept.astimezone(timezone(timedelta(hours=7)))):
            back = Moment().process_result_value(found, dialect)
            assert back == moment
            assert back is not None
            assert back.tzinfo is UTC


def test_nothing_stays_nothing() -> None:
    assert Moment().process_bind_param(None, DIALECTS[0]) is None
    assert Moment().process_result_value(None, DIALECTS[0]) is None


def test_a_naive_moment_is_refused_by_the_database(engine: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"), writing(engine) as session:
        session.add(entry("naive", datetime(2012, 5, 17, 18, 30)))  # noqa: DTZ001
    with reading(engine) as session:
        assert session.exec(select(LedgerEntry)).all() == []


def test_a_moment_comes_back_to_the_microsecond(engine: Engine) -> None:
    moments = [
        datetime(2012, 5, 17, 18, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7))),
        datetime(2011, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
        datetime(1993, 5, 23, tzinfo=UTC),
    ]
    with writing(engine) as session:
        session.add_all(entry(str(number), moment) for number, moment in enumerate(moments))
    with reading(engine) as session:
        found = session.exec(select(LedgerEntry.made_at).order_by(LedgerEntry.key)).all()
    assert list(found) == moments
    assert [moment.tzinfo for moment in found] == [UTC] * 3


def test_moments_are_compared_as_moments_whatever_zone_they_are_asked_in(engine: Engine) -> None:
    evening = datetime(2012, 5, 17, 18, 30, tzinfo=timezone(timedelta(hours=7)))
    with writing(engine) as session:
        session.add(entry("evening", evening))
    with reading(engine) as session:
        for wanted in (evening, evening.astimezone(UTC), evening.astimezone(timezone(timedelta(hours=-9)))):
            assert session.exec(select(LedgerEntry.key).where(col(LedgerEntry.made_at) == wanted)).one() == "evening"
            later = wanted + timedelta(microseconds=1)
            assert session.exec(select(LedgerEntry.key).where(col(LedgerEntry.made_at) >= later)).first() is None
