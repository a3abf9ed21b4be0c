"""An edition closed up: what goes is gone with its sting, and everything else stays as it was, only earlier."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from studio.audio.values import FRAME, Cue, CueSheet, Mark, Stretch
from studio.pipeline.withdrawals.shorter import shorter, shorter_rundown
from studio.scheduling.values import Entry, Rundown
from studio.units import Ms, Samples

KEYS = [f"k{number}" for number in range(6)]


@st.composite
def shows(draw: st.DrawFn) -> tuple[CueSheet, Rundown]:
    """A show of entries on the grid, each with a voice, some with a sting, some lapping into the next."""
    at, stretches, cues, marks, entries = 0, [], [], [], []
    for index, key in enumerate(KEYS):
        length = draw(st.integers(2, 9)) * FRAME
        lap = draw(st.sampled_from([0, FRAME]))
        stretches.append(Stretch(key, Samples(at), Samples(at + length)))
        cues.append(Cue("voice", f"{key}/part-1", Samples(at + 100), Samples(0), Samples(length - 100 + lap)))
        marks.append(Mark(Samples(at), key))
        entries.append(Entry(index, key, "story", key, key, key, Ms(at // 48), Ms(length // 48)))
        at += length
        if draw(st.booleans()):
            stretches.append(Stretch(f"{key}/sting", Samples(at), Samples(at + FRAME)))
            cues.append(Cue("sting", "sting", Samples(at), Samples(0), Samples(FRAME)))
            at += FRAME
    sheet = CueSheet("show", Samples(at + FRAME), tuple(cues), tuple(marks), tuple(stretches))
    return sheet, Rundown("show", "clock", datetime(2012, 5, 17, tzinfo=UTC), Ms(60_000), tuple(entries))


@given(shows(), st.sets(st.sampled_from(KEYS)))
def test_law_what_goes_is_not_heard_and_what_stays_is_in_its_place(
    show: tuple[CueSheet, Rundown], gone: set[str]
) -> None:
    sheet, rundown = show
    found, planned = shorter(sheet, gone), shorter_rundown(rundown, sheet, gone)
    assert not any(one.source.split("/")[0] in gone for one in found.cues)
    assert [one.key for one in planned.entries] == [key for key in KEYS if key not in gone]
    assert [one.key for one in found.stretches] == [
        one.key for one in sheet.stretches if one.key.removesuffix("/sting") not in gone
    ]
    starts = {one.key: one.start for one in found.stretches}
    before = {one.key: one.start for one in sheet.stretches}
    assert all(one.start % FRAME == 0 for one in found.stretches)
    for one in planned.entries:
        assert one.start == starts[one.key] // 48
    was = {one.source: one for one in sheet.cues if one.lane == "voice"}
    for cue in (one for one in found.cues if one.lane == "voice"):
        key = cue.source.split("/")[0]
        assert cue.start - starts[key] == was[cue.source].start - before[key]
        assert cue.end <= found.length
    assert found.length == sheet.length - sum(
        after - one.start
        for one, after in zip(sheet.stretches, [*(s.start for s in sheet.stretches[1:]), sheet.length], strict=True)
        if one.key.removesuffix("/sting") in gone
    )


@given(shows())
def test_law_where_nothing_goes_nothing_changes(show: tuple[CueSheet, Rundown]) -> None:
    sheet, rundown = show
    assert shorter(sheet, set()) == sheet
    assert shorter_rundown(rundown, sheet, set()) == rundown
