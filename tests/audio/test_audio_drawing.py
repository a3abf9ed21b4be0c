"""The score as a scene and as SVG: what is drawn where, readable by people who do not see it, the same bytes always."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.meters.loudness import loudness_report
from studio.audio.pictures.curves import GRAIN, LOUDNESS_HEIGHT, Outline, Played, loudness, wave
from studio.audio.pictures.drawing import LEFT, MOST_ROWS, RIGHT, WIDTH, rows_of, score_scene
from studio.audio.pictures.lanes import HEIGHTS, Row, blocks, note_of
from studio.audio.scores.envelope import gain, speech
from studio.audio.values import Cleaning, Cue, CueSheet, Duck, Mark, MasterSpec, Stretch
from studio.drawing.scene import Area, Box, Line, Words
from studio.drawing.svg import number, svg

GOLDEN = Path(__file__).parent / "golden"
SECOND = 48_000
SVG = "{http://www.w3.org/2000/svg}"


def small():
    """A minute and a half with a cue in every lane."""
    return CueSheet(
        "ភាគទី១ & <one>",
        90 * SECOND,
        (
            Cue("jingle", "jingle", 0, 0, 8 * SECOND, fade_in=480, fade_out=48_000, target=-23.0),
            Cue("bed", "bed", 8 * SECOND, 0, 40 * SECOND, 0.0, 19_200, 86_400, -27.0, Duck()),
            Cue("voice", "open/part-1", 10 * SECOND, SECOND, 31 * SECOND, 1.5, 480, 480, -23.0, None, Cleaning(80)),
            Cue("sting", "sting", 48 * SECOND, 0, 3 * SECOND, target=-23.0),
            Cue("room", "open/room", 50 * SECOND, 0, 10 * SECOND, -6.0),
            Cue("music", "song", 60 * SECOND, 0, 30 * SECOND, fade_in=19_200, fade_out=3 * SECOND, target=-23.0),
        ),
        (Mark(0, "ភ្លេងបើក"), Mark(8 * SECOND, "ពាក្យបើក"), Mark(60 * SECOND, "តន្ត្រី")),
        (Stretch("a", 0, 8 * SECOND), Stretch("b", 8 * SECOND, 60 * SECOND), Stretch("c", 60 * SECOND, 90 * SECOND)),
    )


def of(kind, parts):
    return [part for part in parts if isinstance(part, kind)]


def height_at(area, x):
    """How far a block's upper edge stands above its floor at a place."""
    floor = max(y for _, y in area.points)
    edge = sorted(area.points[1:-1])
    return floor - np.interp(x, [point[0] for point in edge], [point[1] for point in edge])


def test_a_cue_is_a_block_in_its_lane_as_long_as_it_is_heard():
    row = Row(0, 90 * SECOND, 100, 900)
    areas = of(Area, blocks(small(), row, 0.0))
    assert len(areas) == len(small().cues)
    voice = next(area for area in areas if area.note.startswith("voice"))
    assert min(x for x, _ in voice.points) == pytest.approx(200)
    assert max(x for x, _ in voice.points) == pytest.approx(500)
    assert max(y for _, y in voice.points) == HEIGHTS["voice"]


def test_a_bed_stands_lower_while_a_voice_speaks():
    row = Row(0, 90 * SECOND, 100, 900)
    bed = next(area for area in of(Area, blocks(small(), row, 0.0)) if area.note.startswith("bed"))
    full = HEIGHTS["bed"] - 2
    assert height_at(bed, row.x(9 * SECOND)) == pytest.approx(full, abs=0.1)
    assert height_at(bed, row.x(20 * SECOND)) == pytest.approx(full * 2 ** (-14 / 12), abs=0.1)
    assert height_at(bed, row.x(45 * SECOND)) == pytest.approx(full, abs=0.1)
    assert height_at(bed, row.x(48 * SECOND)) == pytest.approx(0, abs=0.1)


@settings(max_examples=60)
@given(
    at=st.integers(0, 20 * SECOND - 1),
    fade=st.just(0) | st.integers(480, 6 * SECOND),
    depth=st.floats(-30, 0),
    voice=st.tuples(st.integers(0, 15 * SECOND), st.integers(1, 5 * SECOND)),
)
def test_law_a_block_is_as_high_as_the_player_makes_it_loud(at, fade, depth, voice):
    duck = Duck(depth, 14_400, 19_200, 43_200)
    bed = Cue("bed", "b", 0, 0, 20 * SECOND, fade_in=fade, fade_out=fade, duck=duck)
    talk = Cue("voice", "v", voice[0], 0, voice[1])
    sheet = CueSheet("", 20 * SECOND, (bed, talk))
    row = Row(at, at + 1, 0, 1000)
    area = next(area for area in of(Area, blocks(sheet, row, 0.0)) if area.note.startswith("bed"))
    loud = float(gain(bed, speech(sheet.cues, duck), np.array([at]))[0])
    wanted = (HEIGHTS["bed"] - 2) * 2 ** (20 * np.log10(max(loud, 1e-9)) / 12)
    assert height_at(area, 500) == pytest.approx(wanted, rel=0.02, abs=0.6)


def test_everything_a_cue_says_is_in_its_note():
    voice = small().cues[2]
    assert note_of(voice) == (
        "voice: open/part-1 (high-pass 80 Hz) · 0:10.000–0:40.000 · in 0:01.000 · -23 LUFS · +1.5 dB · fade 10 / 10 ms"
    )
    assert note_of(small().cues[1]).endswith("duck -14 dB, 300 / 400 / 900 ms")


@given(st.integers(1, 5 * 3600 * SECOND))
def test_law_every_moment_of_a_show_is_in_one_row(length):
    rows = rows_of(CueSheet("", length))
    assert 1 <= len(rows) <= MOST_ROWS
    assert rows[0].start == 0
    assert rows[-1].start < length <= rows[-1].end
    assert all(before.end == after.start for before, after in zip(rows, rows[1:], strict=False))
    assert len({row.end - row.start for row in rows}) == 1


@pytest.mark.parametrize(("minutes", "rows", "each"), [(1, 1, 1), (15, 3, 5), (30, 3, 10), (60, 4, 15), (240, 4, 60)])
def test_rows_have_a_round_length(minutes, rows, each):
    found = rows_of(CueSheet("", minutes * 60 * SECOND))
    assert (len(found), found[0].end) == (rows, each * 60 * SECOND)


def test_nothing_is_drawn_outside_the_picture():
    scene = score_scene(small())
    for part in scene.parts:
        if isinstance(part, Area | Line):
            points = part.points
        elif isinstance(part, Box):
            points = ((part.x, part.y), (part.x + part.width, part.y + part.height))
        else:
            points = ((part.x, part.y),)
        assert all(-0.01 <= x <= WIDTH and -0.01 <= y <= scene.height for x, y in points), part


def test_lanes_are_named_in_khmer_and_in_english_and_only_those_that_are_played():
    named = {words.text for words in of(Words, score_scene(small()).parts)}
    assert {"សំឡេងនិយាយ", "voice", "ភ្លេងទ្រនាប់", "bed", "សំឡេងបន្ទប់", "room tone", "ជំពូក", "chapters"} <= named
    quiet = CueSheet("x", SECOND, (Cue("music", "m", 0, 0, SECOND),))
    assert "voice" not in {words.text for words in of(Words, score_scene(quiet).parts)}


def test_chapters_have_their_number_time_and_title():
    texts = [words.text for words in of(Words, score_scene(small()).parts)]
    assert texts.count("ពាក្យបើក") == 2
    assert {"1", "2", "3", "0:08", "1:00"} <= set(texts)


def a_master(sheet, level=-20.0):
    steps = sheet.length // 4800
    energies = np.full(steps, 10 ** ((level + 0.691) / 10))
    outline = Outline(np.full(sheet.length // GRAIN, 0.5, np.float32), np.full(sheet.length // GRAIN, 0.1, np.float32))
    return Played(MasterSpec("air", "flac", lufs=-23.0), outline, energies, loudness_report(energies, -6.0, sheet))


def test_a_waveform_is_half_as_high_at_12_db_less():
    row = Row(0, 90 * SECOND, 0, 900)
    peaks = of(Area, wave(a_master(small()).outline, row, 0.0))[0]
    loud = max(y for _, y in peaks.points) - min(y for _, y in peaks.points)
    quiet = wave(Outline(np.full(9000, 0.5 * 10**-0.6, np.float32), np.zeros(9000, np.float32)), row, 0.0)
    low = of(Area, quiet)[0].points
    assert max(y for _, y in low) - min(y for _, y in low) == pytest.approx(loud / 2, rel=0.01)
    assert len(peaks.points) == 1800


def test_a_click_and_a_gap_of_10_ms_show_in_the_waveform():
    peaks = np.full(30_000, 0.1, np.float32)
    peaks[12_345] = 1.0
    areas = of(Area, wave(Outline(peaks, peaks), Row(0, 30_000 * GRAIN, 0, 1000), 0.0))
    highest = min(areas[0].points, key=lambda point: point[1])
    assert highest[0] == pytest.approx(411.5)
    silent = np.full(1000, 0.1, np.float32)
    silent[500] = 0.0
    short = of(Area, wave(Outline(silent, silent), Row(0, 1000 * GRAIN, 0, 1000), 0.0))[0]
    assert min(short.points[:1000], key=lambda point: -point[1])[0] == pytest.approx(500.5)


def test_the_loudness_stands_on_the_scale_of_the_ebu():
    sheet = small()
    row = Row(0, sheet.length, 0, 900)
    parts = loudness(a_master(sheet), row, 100.0)
    curve = of(Line, parts)[-1]
    assert {round(y, 3) for _, y in curve.points} == {round(100 + LOUDNESS_HEIGHT * (9 - 3) / 27, 3)}
    assert {"−17", "−23", "−29", "−35", "−20.0"} <= {words.text for words in of(Words, parts)}
    quiet = of(Line, loudness(a_master(sheet, -70.0), row, 100.0))[-1]
    assert {y for _, y in quiet.points} == {100 + LOUDNESS_HEIGHT}


def test_the_head_says_what_was_asked_and_what_came():
    scene = score_scene(small(), a_master(small()))
    head = next(words.text for words in of(Words, scene.parts) if words.text.startswith("air"))
    assert head.split("   ·   ") == [
        "air",
        "−20.0 LUFS (−23.3 … −22.7)",
        "−6.0 dBTP (max −1.0)",
        "LRA 0.0 LU",
        "max M −20.0",
        "max S −20.0 LUFS",
    ]


def test_an_svg_is_well_formed_and_can_be_read_aloud():
    text = svg(score_scene(small(), a_master(small())), "km", b"font")
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("role"), root.get("lang")) == (f"{SVG}svg", "img", "km")
    assert root.get("aria-labelledby") == "t d"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "ភាគទី១ & <one>"
    assert root[1].tag == f"{SVG}desc"
    assert "1:30; សំឡេងនិយាយ 1" in root[1].text
    assert "1:30; voice 1" in root[1].text
    assert "2. 0:08 ពាក្យបើក." in root[1].text
    notes = [one.text for one in root.iter(f"{SVG}title")]
    assert any(note.startswith("bed: bed") for note in notes)
    assert "url(data:font/woff2;base64,Zm9udA==)" in text


def test_an_svg_reaches_for_nothing_outside_itself():
    text = svg(score_scene(small(), a_master(small())), "km", b"font").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text
    assert "href" not in text


def test_the_svg_of_a_small_sheet_is_as_it_was():
    """Golden: change it with STUDIO_GOLDEN=write, then look at what changed."""
    path = GOLDEN / "score.svg"
    text = svg(score_scene(small()))
    if os.environ.get("STUDIO_GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (-0.04, "0"), (1.0, "1"), (1.25, "1.2"), (12.36, "12.4")])
def test_lengths_are_written_short(value, text):
    assert number(value) == text


def test_an_hour_is_drawn_within_measure():
    sheet = small()
    cues = tuple(
        Cue(cue.lane, cue.source, cue.start + at * sheet.length, cue.in_, cue.out, duck=cue.duck)
        for at in range(40)
        for cue in sheet.cues
    )
    marks = tuple(Mark(mark.start + at * sheet.length, mark.title) for at in range(40) for mark in sheet.marks)
    hour = CueSheet("hour", 40 * sheet.length, cues, marks)
    assert len(svg(score_scene(hour))) < 250_000
    assert WIDTH - LEFT - RIGHT > 1400
