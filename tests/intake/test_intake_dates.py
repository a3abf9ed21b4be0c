"""Days and moments as people write them; what can be read two ways is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.intake.dates import EXCEL_ZERO, MONTHS, Unread, month_first, read_day, read_moment
from studio.khmer.digits import to_khmer

ZONE = ZoneInfo("Asia/Phnom_Penh")
DAYS = st.dates(date(1950, 1, 1), date(2399, 12, 31))


def refusal(text: str, **ways: bool) -> Unread:
    with pytest.raises(Unread) as caught:
        read_day(text, **ways)
    return caught.value


@given(DAYS)
def test_law_every_spelling_of_a_day_is_the_same_day(day: date) -> None:
    month = next(name for name, number in MONTHS.items() if number == day.month)
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        day.strftime("%d/%m/%Y"),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"  {day.isoformat()} 00:00:00 ",
        f"{day.day} {month} {day.year}",
        f"ថ្ងៃទី{day.day} ខែ{month} ឆ្នាំ{day.year}",
    ):
        if "/" in text and month_first(text):
            continue
        assert read_day(text) == day, text
        assert read_day(to_khmer(text)) == day, text


@given(DAYS)
def test_law_excels_number_is_a_day_in_a_workbook_only(day: date) -> None:
    number = str((day - EXCEL_ZERO).days)
    if len(number) == 5:
        assert read_day(number, serial=True) == day
        assert refusal(number).code == "intake.date-bad"


@given(DAYS)
def test_law_month_first_is_never_taken(day: date) -> None:
    text = day.strftime("%m/%d/%Y")
    if day.day > 12:
        unread = refusal(text)
        assert (unread.code, unread.values["iso"]) == ("intake.date-month-first", day.isoformat())
        assert month_first(text)
    elif day.day != day.month:
        unread = refusal(text, american=True)
        assert unread.code == "intake.date-ambiguous"
        assert day.isoformat() in unread.values.values()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("yesterday", "intake.date-bad"),
        ("31/02/2012", "intake.date-bad"),
        ("2012-13-01", "intake.date-bad"),
        ("32/13/2012", "intake.date-bad"),
        ("11/03/12", "intake.date-short-year"),
        ("11/03/2555", "intake.date-buddhist"),
        ("2555-03-11", "intake.date-buddhist"),
        ("2012", "intake.date-bad"),
        ("11/03-2012", "intake.date-bad"),
        ("", "intake.date-bad"),
        ("9" * 5_000, "intake.date-bad"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    assert refusal(text).code == code


def test_the_buddhist_year_is_answered_with_the_common_one() -> None:
    assert refusal("11/03/2555").values == {"year": 2555, "common": 2012}


@pytest.mark.parametrize(
    "text",
    [
        "2012-03-13T09:20:00+07:00",
        "2012-03-13T02:20:00Z",
        "2012-03-13T02:20:00.000Z",
        "2012-03-13 09:20",
        "13/03/2012 09:20",
        "13/03/2012 9:20",
        "13.03.2012 09:20:00",
        "១៣/០៣/២០១២ ០៩:២០",
        "១៣ មីនា ២០១២ ០៩:២០",
    ],
)
def test_every_spelling_of_a_moment_is_the_same_moment(text: str) -> None:
    assert read_moment(text, ZONE) == datetime(2012, 3, 13, 2, 20, tzinfo=UTC)


def test_a_day_alone_is_its_beginning_where_the_station_is() -> None:
    assert read_moment("13/03/2012", ZONE) == datetime(2012, 3, 12, 17, 0, tzinfo=UTC)


def test_excels_number_with_a_fraction_is_a_moment() -> None:
    assert read_moment("40981.5", ZONE, serial=True) == datetime(2012, 3, 13, 12, 0, tzinfo=ZONE)


@pytest.mark.parametrize("text", ["13/03/2012 25:00", "13/03/2012 9h", "soon", "03/13/2012 09:20", "2555-03-11 10:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Unread):
        read_moment(text, ZONE)


@given(DAYS, st.times(), st.integers(-14, 14))
def test_law_an_offset_is_kept(day: date, at: time, hours: int) -> None:
    shifted = datetime.combine(day, at, timezone(timedelta(hours=hours)))
    assert read_moment(shifted.isoformat(), ZONE) == shifted
