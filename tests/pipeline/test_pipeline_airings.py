"""What became of an edition: noted with evidence, frozen apart from what was planned, and settled in the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import NotFound, SettingsInvalid
from studio.pipeline.airings import Word, airings_of, note_airing
from studio.pipeline.airtime import coming, keep_slot, keep_station, make_editions
from studio.pipeline.airtime_ledger import SUMS, Account, Bought, account, airtime_ledger, summed
from studio.pipeline.candidates import times_aired
from studio.pipeline.exceptions import keep_exception
from studio.pipeline.heard import entries_heard, heard_span, overlap
from studio.pipeline.planned import plan_of
from studio.pipeline.schedule import propose_rundown
from studio.records.airtime import ExceptionIn, StationIn
from studio.records.kinds import AiringOutcome, ExceptionKind
from studio.scheduling.values import Entry
from studio.store.engine import reading
from studio.units import Ms

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE, FOREST = "8a4b115c", "ddb2b916"
AIRED, PARTIAL, LATE = AiringOutcome.AIRED, AiringOutcome.PARTIAL, AiringOutcome.LATE
REFUSED, UNKNOWN = AiringOutcome.REFUSED, AiringOutcome.UNKNOWN


def local(text):
    return datetime.fromisoformat(text)


def codes(refused):
    return [one.code for one in refused.value.faults]


@pytest.fixture
def priced(desk, kit, later):
    """A station whose two editions cost 120.01 each, the day after the first was aired."""
    keep_station(desk, kit.STATION)
    keep_slot(desk, kit.STATION.slug, kit.SLOT.model_copy(update={"price_cents": 12_001}))
    make_editions(desk, later(desk, 14).now)
    return later(desk, 2)


def test_what_was_aired_is_frozen_apart_from_what_is_planned(desk, kit, later):
    kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk)
    plan = propose_rundown(desk, FIRST).plan
    after = later(desk, 2)
    first = note_airing(after, FIRST, Word(AIRED, evidence="heard at the market"))
    assert [one["key"] for one in first.entries] == [one.key for one in plan.entries]
    assert [one["aired_ms"] for one in first.entries] == [one.planned for one in plan.entries]
    assert first.aired_at == coming(desk)[0].episode.starts_at
    note_airing(after, FIRST, Word(PARTIAL, end=Ms(20_000)))
    notes = airings_of(after, FIRST)
    assert [one.outcome for one in notes] == [AIRED, PARTIAL]
    assert notes[0].entries == first.entries
    assert plan_of(after, FIRST).plan == plan
    assert kit.trail(after, "airtime.noted") == [("airtime.noted", FIRST, "ED-01")] * 2


def test_evidence_is_words_or_a_file_in_the_vault(desk, kit, later):
    kit.airtime(desk)
    log = kit.folder / "log.csv"
    log.write_text("18:30 on\n", "utf-8")
    row = note_airing(later(desk, 2), FIRST, Word(LATE, at=local("2012-05-17 18:50"), file=log, evidence="log"))
    assert desk.workspace.vault.open(row.evidence_file).read_text("utf-8") == "18:30 on\n"
    assert row.aired_at.isoformat() == "2012-05-17T18:50:00+07:00"


def test_a_segment_that_was_not_heard_was_not_aired(desk, kit, later):
    keys = kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk)
    plan = propose_rundown(desk, FIRST).plan
    story = next(one for one in plan.entries if one.key in keys)
    after = later(desk, 2)
    second = coming(desk)[1]

    def counted():
        with reading(after.engine) as session:
            return times_aired(session, second)

    assert counted()[story.key] == 1
    note_airing(after, FIRST, Word(PARTIAL, end=story.start))
    assert story.key not in counted()
    note_airing(after, FIRST, Word(PARTIAL, end=Ms(story.start + 1)))
    assert counted()[story.key] == 1
    note_airing(after, FIRST, Word(REFUSED))
    assert not set(counted()) & set(keys)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        (Word(PARTIAL), ["pipeline.airing-part-missing"]),
        (Word(AIRED, end=Ms(5_000)), ["pipeline.airing-part"]),
        (Word(PARTIAL, start=Ms(9_000), end=Ms(9_000)), ["pipeline.airing-bounds"]),
        (Word(PARTIAL, end=Ms(40_001)), ["pipeline.airing-bounds"]),
        (Word(LATE), ["pipeline.airing-when"]),
        (Word(LATE, at=datetime.fromisoformat("0001-01-01T00:00")), ["pipeline.airing-far"]),
        (Word(LATE, at=datetime.fromisoformat("9999-12-31T23:00")), ["pipeline.airing-far"]),
        (Word(REFUSED, at=local("2012-05-17 18:30")), ["pipeline.airing-unheard"]),
        (Word(AIRED, local("2012-06-17"), makes_good=FIRST), ["pipeline.airing-future", "pipeline.make-good-itself"]),
        (Word(AIRED, makes_good="nowhere", evidence="x" * 3000), ["pipeline.comment-long", "ground.not-found"]),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_so_is_refused_with_all_its_faults(priced, word, wanted):
    with pytest.raises(SettingsInvalid) as refused:
        note_airing(priced, FIRST, word)
    assert codes(refused) == wanted
    assert airings_of(priced, FIRST) == []
    with pytest.raises(NotFound):
        note_airing(priced, "nowhere", word)


def test_what_is_not_over_yet_or_has_no_airtime_was_not_aired(priced):
    with pytest.raises(SettingsInvalid) as refused:
        note_airing(priced, SECOND, Word(AIRED))
    assert codes(refused) == ["pipeline.airing-future"]
    keep_exception(priced, "voices", ExceptionIn(day=date(2012, 5, 17), kind=ExceptionKind.PRE_EMPTED))
    with pytest.raises(SettingsInvalid) as refused:
        note_airing(priced, FIRST, Word(AIRED))
    assert codes(refused) == ["pipeline.airing-cancelled"]


def row(studio, **wanted):
    found = airtime_ledger(studio, **wanted)
    assert len(found) == 1
    return found[0]


def test_the_ledger_says_what_became_of_what_was_bought(priced):
    may = row(priced, month="2012-05")
    assert (may.airtimes, may.bought, may.open, may.cost, may.cost_open) == (3, 120_000, 120_000, 36_003, 36_003)
    note_airing(priced, FIRST, Word(PARTIAL, start=Ms(10_000), end=Ms(25_000)))
    may = row(priced, month="2012-05")
    assert (may.aired, may.lost, may.open) == (15_000, 25_000, 80_000)
    assert (may.cost_aired, may.cost_lost, may.owed, may.cost_owed) == (4_500, 7_501, 25_000, 7_501)
    keep_exception(priced, "voices", ExceptionIn(day=date(2012, 5, 24), kind=ExceptionKind.PRE_EMPTED))
    keep_exception(priced, "voices", ExceptionIn(day=date(2012, 5, 31), kind=ExceptionKind.OFF))
    may = row(priced)
    assert (may.bought, may.lost, may.open, may.cost) == (80_000, 65_000, 0, 24_002)


def test_airtimes_that_went_by_without_an_edition_are_bought_and_stay_open(desk, kit, later):
    keep_station(desk, kit.STATION)
    keep_slot(desk, kit.STATION.slug, kit.SLOT.model_copy(update={"price_cents": 12_001}))
    june = later(desk, 30)
    make_editions(june, later(desk, 37).now)
    keep_exception(june, "voices", ExceptionIn(day=date(2012, 6, 28), kind=ExceptionKind.OFF))
    may, now = airtime_ledger(june)
    assert (may.month, may.airtimes, may.bought, may.open, may.planned) == ("2012-05", 3, 120_000, 120_000, 0)
    assert (now.month, now.airtimes, now.open, now.cost_open) == ("2012-06", 3, 120_000, 36_003)
    for one in (may, now):
        assert one.bought == one.aired + one.lost + one.open
        assert one.cost == one.cost_aired + one.cost_lost + one.cost_open
    moved = kit.SLOT.model_copy(update={"price_cents": 12_001, "rrule": "FREQ=WEEKLY;BYDAY=FR"})
    keep_slot(june, kit.STATION.slug, moved)
    assert sum(one.airtimes for one in airtime_ledger(june)) == 7, "an edition stands for its week, whatever the rule"


def test_what_a_station_airs_in_place_of_what_it_lost_is_made_good_and_not_bought(priced, kit, later):
    note_airing(priced, FIRST, Word(REFUSED))
    again = {"slug": "again", "first_on": date(2012, 5, 20), "starts": time(9, 0), "rrule": "FREQ=DAILY;COUNT=1"}
    free = kit.SLOT.model_copy(update={**again, "makes_good": FIRST})
    with pytest.raises(SettingsInvalid) as refused:
        keep_slot(priced, kit.STATION.slug, free.model_copy(update={"price_cents": 1, "makes_good": "x"}))
    assert codes(refused) == ["ground.not-found", "pipeline.make-good-price"]
    keep_slot(priced, kit.STATION.slug, free)
    make_editions(priced, later(priced, 7).now)
    assert row(priced, month="2012-05").made_good == 0
    after = later(priced, 9)
    note_airing(after, "2012-05-20-again", Word(PARTIAL, end=Ms(30_000)))
    may = row(after, month="2012-05")
    assert (may.lost, may.made_good, may.owed) == (40_000, 30_000, 10_000)
    assert (may.bought, may.cost_lost, may.cost_made_good, may.cost_owed) == (120_000, 12_001, 9_001, 3_000)
    note_airing(after, SECOND, Word(AIRED, makes_good=FIRST))
    may = row(after, month="2012-05")
    assert (may.bought, may.made_good, may.cost_owed) == (80_000, 40_000, 0)
    other = StationIn(slug="hill", name_km="ភ", name_en="Hill")
    keep_station(after, other)
    with pytest.raises(SettingsInvalid) as refused:
        keep_slot(after, "hill", free.model_copy(update={"slug": "hill", "makes_good": SECOND}))
    assert codes(refused) == ["pipeline.make-good-unbought"]
    with pytest.raises(SettingsInvalid) as refused:
        keep_slot(after, "hill", free.model_copy(update={"slug": "hill"}))
    assert codes(refused) == ["pipeline.make-good-elsewhere"]


def test_a_price_that_changes_later_does_not_change_what_was_agreed(priced, kit):
    keep_slot(priced, kit.STATION.slug, kit.SLOT.model_copy(update={"price_cents": 20_000}))
    assert row(priced, month="2012-05").cost == 12_001 + 2 * 20_000
    with pytest.raises(NotFound):
        airtime_ledger(priced, station="nowhere")


LENGTHS = st.integers(1, 7_200_000)
AIRTIMES = st.builds(
    Bought,
    month=st.sampled_from(["2012-05", "2012-06"]),
    station=st.sampled_from(["river", "hill"]),
    currency=st.sampled_from(["USD", "KHR"]),
    length=LENGTHS,
    price=st.integers(0, 10**9),
    planned=st.integers(0, 7_200_000),
    heard=st.none() | st.integers(0, 7_200_000),
    good=st.integers(0, 7_200_000),
)


@given(found=st.lists(AIRTIMES, max_size=12))
def test_law_what_is_bought_is_aired_lost_or_open_to_the_millisecond_and_the_hundredth(found):
    rows = summed(map(account, found))
    for one in rows:
        assert one.bought == one.aired + one.lost + one.open
        assert one.cost == one.cost_aired + one.cost_lost + one.cost_open
        assert 0 <= one.planned <= one.bought
        assert 0 <= one.made_good <= one.lost and 0 <= one.cost_made_good <= one.cost_lost
        assert min(getattr(one, name) for name in SUMS) >= 0
        assert all(isinstance(getattr(one, name), int) for name in SUMS)
    assert sum(one.bought for one in rows) == sum(one.length for one in found)
    assert sum(one.cost for one in rows) == sum(one.price for one in found)
    assert [(one.month, one.station, one.currency) for one in rows] == sorted(
        {(one.month, one.station, one.currency) for one in found}
    )
    assert rows == summed(map(account, reversed(found)))


@given(found=st.lists(AIRTIMES, max_size=8), cut=st.integers(0, 8))
def test_law_the_sum_of_accounts_does_not_depend_on_how_they_are_grouped(found, cut):
    single = [account(one) for one in found]
    assert summed([*summed(single[:cut]), *summed(single[cut:])]) == summed(single)


def test_everything_heard_or_made_good_leaves_nothing_owed():
    one = Bought("2012-05", "river", "USD", Ms(900_000), 12_001, heard=Ms(1), good=Ms(10**6))
    assert account(one).owed == account(one).cost_owed == 0
    assert account(replace(one, heard=one.length)) == Account(
        "2012-05", "river", "USD", 1, 900_000, 0, 900_000, cost=12_001, cost_aired=12_001
    )


def entry(index, start, length):
    return Entry(index, "stories", "story", f"s{index}", "", "", Ms(start), Ms(length))


@given(lengths=st.lists(st.integers(1, 1000), min_size=1, max_size=8), cuts=st.tuples(*[st.integers(0, 8000)] * 2))
def test_law_what_was_heard_of_the_entries_is_what_was_heard_of_the_airtime(lengths, cuts):
    entries = [entry(number, sum(lengths[:number]), one) for number, one in enumerate(lengths)]
    whole = Ms(sum(lengths))
    start, end = (Ms(min(one, whole)) for one in sorted(cuts))
    frozen = entries_heard(entries, (start, end))
    assert sum(one["aired_ms"] for one in frozen) == end - start == overlap((start, end), (Ms(0), whole))
    assert all(0 <= one["aired_ms"] <= one["planned_ms"] for one in frozen)
    nobody = heard_span(UNKNOWN, whole, None, None)
    assert {one["aired_ms"] for one in entries_heard(entries, nobody)} == {None}
    assert heard_span(AIRED, whole, None, None) == (0, whole)
    assert heard_span(REFUSED, whole, None, None) == (0, 0)
