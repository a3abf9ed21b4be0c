"""A season as a picture and in a terminal: every airtime is there, in its week, and nothing overlaps or runs out."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.drawing.scene import Area, Box, Line, Words
from studio.drawing.svg import svg
from studio.khmer.width import width
from studio.languages import Language, translator
from studio.scheduling.pictures.board import (
    STATE_WORDS,
    Board,
    Names,
    Share,
    Shares,
    Showing,
    State,
    of_week,
    off_by,
    week_of,
    weeks,
)
from studio.scheduling.pictures.calendar import COLOURS, MOST_WEEKS, bands
from studio.scheduling.pictures.season import EDGE, PHONE, WIDTH, describes, season_scene
from studio.scheduling.pictures.terminal import MARKS, season_text
from studio.units import Ms

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("STUDIO_GOLDEN") == "write"
WIDTHS = (WIDTH, 700, PHONE)
FIRST = datetime(2012, 5, 17, 18, 30, tzinfo=UTC)
STATIONS = (
    ("golden-river", Names("វិទ្យុទន្លេមាស", "Golden River Radio")),
    ("mountain", Names("វិទ្យុភ្នំខៀវ", "Blue Mountain")),
)


def board():
    """Fourteen weeks on two stations in every state, with over and under, and who was heard."""
    states = [*State]
    showings = [
        Showing(
            f"2012-w{week:02}-{slug}",
            slug,
            FIRST + timedelta(weeks=week, hours=12 * number),
            states[(week + number) % len(states)],
            segments=week % 4,
            over=Ms((week - 7) * 4000 if number else 0),
        )
        for week in range(14)
        for number, (slug, _) in enumerate(STATIONS)
        if not (number and week % 3 == 0)
    ]
    showings.append(Showing("2012-special", "mountain", FIRST + timedelta(days=1), State.BUILT, 2))
    people = tuple(
        Share(Names(f"សហគមន៍ {n}", f"Community {n}"), Ms(n * 45_000), None, n if n else None, n == 0 or n > 3)
        for n in range(6)
    )
    themes = (
        Share(Names("ដីធ្លី", "Land"), Ms(900_000), Ms(1_200_000)),
        Share(Names("ការនេសាទ", "Fisheries"), Ms(1_500_000), Ms(900_000)),
    )
    return Board(
        Names("សំឡេងសហគមន៍", "Community Voices"),
        STATIONS,
        tuple(showings),
        (Shares(Names("សហគមន៍", "Communities"), people), Shares(Names("ប្រធានបទ", "Themes"), themes)),
    )


def golden(name, made):
    """Compare what was made with the golden file; written anew only when asked for."""
    path = GOLDEN / name
    if WRITE:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made


def test_the_picture_and_the_text_are_as_they_were_agreed():
    golden("season.svg", svg(season_scene(board())))
    golden("season.phone.svg", svg(season_scene(board(), PHONE)))
    golden("season.km.txt", season_text(board(), Language.KM, 100))
    golden("season.en.txt", season_text(board(), Language.EN, 100))


def test_every_airtime_is_a_box_with_a_note_in_the_colour_of_its_state():
    found = [part for part in season_scene(board()).parts if isinstance(part, Box) and part.note]
    for showing in board().showings:
        (box,) = [part for part in found if part.note.startswith(f"{showing.slug} ")]
        assert box.fill == COLOURS[showing.state][0]
        assert f"{showing.starts_at:%Y-%m-%d %H:%M}" in box.note
        assert translator(Language.KM)(STATE_WORDS[showing.state]) in box.note


@pytest.mark.parametrize("wide", WIDTHS)
def test_airtimes_do_not_lie_over_one_another(wide):
    scene = season_scene(board(), wide)
    found = [part for part in scene.parts if isinstance(part, Box) and part.note.startswith("2012-")]
    assert len(found) == len(board().showings)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_over_leans_to_the_right_and_under_to_the_left():
    scene = season_scene(board())
    bars = [part for part in scene.parts if isinstance(part, Box) and part.opacity == 0.75]
    middles = [part for part in scene.parts if isinstance(part, Line) and part.points[0][0] == part.points[1][0]]
    wrong = [one for one in board().showings if off_by(one.over) and one.state is not State.OFF]
    assert len(bars) == len(wrong) > 4
    sides = {any(abs(line.points[0][0] - bar.x) < 0.01 for line in middles) for bar in bars}
    assert sides == {True, False}


@pytest.mark.parametrize("wide", WIDTHS)
def test_nothing_runs_out_of_the_picture_and_it_can_be_read(wide):
    scene = season_scene(board(), wide)
    edge = EDGE if wide == WIDTH else EDGE / 2
    assert scene.width == wide
    for part in scene.parts:
        if isinstance(part, Box):
            assert 0 <= part.x <= part.x + part.width <= wide + 0.01
            assert 0 <= part.y <= part.y + part.height <= scene.height
        elif isinstance(part, Words):
            assert edge <= part.x <= wide - edge + 0.01 and part.y < scene.height
            assert part.x + part.room <= wide
            assert part.size >= 10
        else:
            assert isinstance(part, Area | Line)
    tree = ElementTree.fromstring(svg(scene))
    assert describes(board()) in "".join(tree.itertext())


def test_a_season_without_airtimes_is_a_picture_all_the_same():
    empty = Board(Names("", "Voices"), STATIONS, ())
    assert weeks(empty) == ()
    assert "Voices" in svg(season_scene(empty))
    assert season_text(empty, Language.KM).startswith("Voices")


def test_shares_that_are_too_many_are_counted():
    many = tuple(Share(Names(f"ក{n}", f"a{n}"), Ms(n)) for n in range(45))
    scene = season_scene(Board(Names("ក", "a"), (), (), (Shares(Names("ក", "a"), many),)))
    assert [part for part in scene.parts if isinstance(part, Words) and "and 15 more" in part.text]


def test_a_terminal_shows_a_mark_for_each_airtime_and_no_line_is_too_long():
    for language in Language:
        for columns in (60, 80, 132):
            text = season_text(board(), language, columns)
            rows = text.partition(board().equity[0].names.said(language) + "\n")[0].splitlines()
            assert all(width(line) <= columns for line in rows)
            for station in (names.said(language)[:8] for _, names in STATIONS):
                assert [line for line in rows if line.startswith(station)]
            marks = sum(text.count(MARKS[state]) for state in State)
            assert marks >= len(board().showings)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 800), st.sampled_from([slug for slug, _ in STATIONS])), min_size=1, max_size=60)
)
def test_law_every_airtime_stands_in_exactly_one_week_of_one_band(days):
    showings = tuple(
        Showing(f"s{number}", station, FIRST + timedelta(days=day), State.PLANNED)
        for number, (day, station) in enumerate(days)
    )
    season = Board(Names("ក", "a"), STATIONS, showings)
    every = [monday for band in bands(season) for monday in band]
    assert every == list(weeks(season)) and len(set(every)) == len(every)
    assert all(0 < len(band) <= MOST_WEEKS for band in bands(season))
    found = [one for monday in every for slug, _ in STATIONS for one in of_week(season, slug, monday)]
    assert sorted(found, key=lambda one: one.slug) == sorted(showings, key=lambda one: one.slug)
    assert all(monday.weekday() == 0 for monday in every)


def test_a_week_begins_on_monday_across_the_new_year():
    new_year = Showing("a", "mountain", datetime(2013, 1, 1, 6, tzinfo=UTC), State.PLANNED)
    assert week_of(new_year) == date(2012, 12, 31)


def test_over_and_under_are_told_to_the_second():
    assert [off_by(Ms(ms)) for ms in (0, 499, 1_000, -65_000, 600_400)] == ["", "", "+0:01", "−1:05", "+10:00"]


@pytest.mark.parametrize("wide", WIDTHS)
def test_lines_of_text_do_not_lie_over_one_another(wide):
    """Two on one baseline that both have room, or stand at both ends, do not begin at the same place."""
    words = [part for part in season_scene(board(), wide).parts if isinstance(part, Words) and part.text]
    places = Counter((round(one.x, 1), round(one.y, 1), one.anchor) for one in words)
    assert max(places.values()) == 1


def test_a_bar_of_a_whole_is_full_only_at_the_whole_and_says_its_part():
    women = Shares(Names("សំឡេង", "Voices"), (Share(Names("ស្ត្រី", "Women"), Ms(30_000)),), Ms(120_000))
    season = Board(Names("ក", "a"), (), (), (women,))
    track, bar = [part for part in season_scene(season).parts if isinstance(part, Box) and part.y > 100]
    assert bar.width == pytest.approx(track.width / 4)
    assert [one.text for one in season_scene(season).parts if isinstance(one, Words) and "%" in one.text] == [
        "0:30 · 25 %"
    ]
    (row,) = [line for line in season_text(season, Language.EN).splitlines() if "%" in line]
    assert row.count("█") == 6 and "0:30 · 25 %" in row


def test_a_roomy_terminal_shows_names_in_full_and_a_narrow_one_cuts_them():
    name = "Network of Women Vendors and Domestic Workers"
    season = Board(Names("ក", "a"), (), (), (Shares(Names("ក", "a"), (Share(Names("ក", name), Ms(5000)),)),))
    assert name in season_text(season, Language.EN, 120)
    narrow = season_text(season, Language.EN, 72)
    assert name not in narrow and "…" in narrow
    assert all(width(line) <= 72 for line in narrow.splitlines())


def test_how_many_segments_an_airtime_holds_is_said_in_khmer_digits():
    texts = [one.text for one in season_scene(board()).parts if isinstance(one, Words)]
    assert "✓ រឿង ៣ · 3 segments" in texts
    narrow = [one.text for one in season_scene(board(), PHONE).parts if isinstance(one, Words)]
    assert "✓ រឿង ៣" in narrow
