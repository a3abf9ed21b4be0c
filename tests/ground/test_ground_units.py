"""Quantities: exact where they say so, rounded as they say."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.units import (
    FIRST_DAY,
    LAST_DAY,
    RATE,
    SAMPLES_PER_MS,
    Ms,
    Samples,
    clock_text,
    day_named,
    delta,
    digest_of,
    ms_of,
    samples,
    whole_ms,
)

LENGTHS = st.integers(-(10**9), 10**9)


def read_back(text: str) -> int:
    """The milliseconds that a clock text says."""
    found = re.fullmatch(r"(-?)(?:(\d+):)?(\d+):(\d\d)(?:\.(\d\d\d))?", text)
    assert found, text
    sign, hours, minutes, seconds, millis = found.groups()
    size = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(millis or 0)
    return -size if sign else size


def test_a_millisecond_is_a_whole_number_of_samples() -> None:
    assert RATE % 1000 == 0
    assert SAMPLES_PER_MS * 1000 == RATE == 48_000


@given(ms=LENGTHS)
def test_milliseconds_to_samples_and_back_is_exact(ms: int) -> None:
    assert samples(Ms(ms)) == ms * 48
    assert whole_ms(samples(Ms(ms))) == ms


@given(count=LENGTHS)
def test_whole_milliseconds_hold_every_sample_and_not_one_millisecond_more(count: int) -> None:
    held = whole_ms(Samples(count))
    assert samples(held) >= count > samples(Ms(held - 1))


@given(ms=LENGTHS)
def test_a_timedelta_and_back_is_exact(ms: int) -> None:
    assert ms_of(delta(Ms(ms))) == ms


@given(micros=st.integers(-(10**12), 10**12))
def test_a_timedelta_is_rounded_to_the_nearest_millisecond(micros: int) -> None:
    off = ms_of(timedelta(microseconds=micros)) * 1000 - micros
    assert -500 <= off <= 500


@given(ms=LENGTHS)
def test_clock_text_with_milliseconds_says_exactly_the_length(ms: int) -> None:
    assert read_back(clock_text(Ms(ms), millis=True)) == ms


@given(ms=LENGTHS)
def test_clock_text_is_within_half_a_second(ms: int) -> None:
    assert abs(read_back(clock_text(Ms(ms))) - ms) <= 500


@pytest.mark.parametrize(
    ("ms", "text", "exact"),
    [
        (0, "0:00", "0:00.000"),
        (999, "0:01", "0:00.999"),
        (59_400, "0:59", "0:59.400"),
        (59_600, "1:00", "0:59.600"),
        (3_599_999, "1:00:00", "59:59.999"),
        (3_600_000, "1:00:00", "1:00:00.000"),
        (-1_500, "-0:02", "-0:01.500"),
        (-61_000, "-1:01", "-1:01.000"),
    ],
)
def test_clock_text_by_example(ms: int, text: str, exact: str) -> None:
    assert clock_text(Ms(ms)) == text
    assert clock_text(Ms(ms), millis=True) == exact


def test_a_length_that_rounds_to_nothing_has_no_sign() -> None:
    assert clock_text(Ms(-400)) == "0:00"


@given(content=st.binary())
def test_a_digest_is_sha_256_in_small_hexadecimal(content: bytes) -> None:
    digest = digest_of(content)
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert digest == hashlib.sha256(content).hexdigest()


@given(st.dates())
def test_law_a_day_that_is_named_has_days_around_it(day: date) -> None:
    if FIRST_DAY < day < LAST_DAY:
        found = day_named(day.isoformat())
        assert found - timedelta(days=366) < found == day < found + timedelta(days=366)
    else:
        with pytest.raises(ValueError, match=day.isoformat()):
            day_named(day.isoformat())
