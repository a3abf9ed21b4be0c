"""What is not worth keeping as the newest take: silence, torsos, a second for half a minute; and what is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.audio.takes.worth import against, worthless
from studio.audio.values import TakeReport
from studio.errors import fault
from studio.units import Dbtp, Lufs, Ms

LENGTHS = st.integers(100, 3_600_000)


def report(ms: int, heard: int, missing: float = 0.0) -> TakeReport:
    """A recording that is so long, heard for so much of it, with so many seconds missing."""
    lost = (fault("audio.truncated", "a.wav", missing_s=missing),) if missing else ()
    return TakeReport("pcm_s16le", 48_000, 1, Ms(ms), Lufs(-20.0), Dbtp(-3.0), Ms(heard), lost)


def codes(found: TakeReport, estimate: int = 0) -> list[str]:
    return [one.code for one in worthless("a.wav", found, Ms(estimate))]


@given(LENGTHS, st.integers(0, 100))
def test_law_what_is_heard_for_less_than_a_hundredth_is_silent(ms: int, percent: int) -> None:
    heard = ms * percent // 100
    assert ("audio.take-silent" in codes(report(ms, heard))) is (heard * 100 < ms)


@given(LENGTHS, st.integers(0, 4_000))
def test_law_more_than_half_must_be_there(ms: int, permille: int) -> None:
    missing = round(ms * permille / 1_000_000, 1)
    lost = missing * 1000 > ms
    assert ("audio.take-truncated" in codes(report(ms, ms, missing))) is lost


@given(st.integers(100, 5_000), st.integers(0, 600_000))
def test_law_half_a_minute_of_text_is_not_read_within_a_second(ms: int, estimate: int) -> None:
    wanted = ms < 1_000 and estimate >= 30_000
    assert codes(report(ms, ms), estimate) == (["audio.take-too-short"] if wanted else [])


def test_every_fault_is_told_at_once_and_how_long_it_should_be() -> None:
    found = list(worthless("a.wav", report(200, 0, 29.8), Ms(40_000)))
    assert [one.code for one in found] == ["audio.take-silent", "audio.take-truncated"]
    assert (found[1].values["found"], found[1].values["promised"]) == ("0:00.200", "0:30.000")


@given(LENGTHS, st.integers(0, 600_000))
def test_law_half_or_twice_the_estimate_of_a_text_is_told_and_kept(ms: int, estimate: int) -> None:
    found = against(report(ms, ms), "a.wav", Ms(estimate))
    odd = estimate >= 10_000 and (2 * ms < estimate or ms > 2 * estimate)
    assert [one.code for one in found.warnings] == (["audio.take-length"] if odd else [])
    assert list(worthless("a.wav", found, Ms(0))) == []
