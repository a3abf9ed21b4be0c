"""The benchmarks' own arithmetic: the plan every peer reads, and figures that never pass by default."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from benchmarks.assembly.check import Written
from benchmarks.assembly.clock import Run, below, own
from benchmarks.assembly.figures import beside, changes, memory
from benchmarks.assembly.plan import FADE_MS, GRID_MS, Plan, Segment, metadata, pulled, read, replaced, step_of, write
from benchmarks.assembly.ways import Way
from benchmarks.peers.graph import ducking
from benchmarks.peers.studio import sheet
from studio.audio.values import FRAME

ROOT = Path(__file__).parents[2]
SPOKEN = Segment("1. spoken", "a.wav", "speech", 1, ((0, 9000), (12_000, 31_000)))
SUNG = Segment("2. sung", "b.mp3", "music", 2)
LAST = Segment("3. last", "c.flac", "music", 2)
PLAN = Plan("three", step_of(6), (SPOKEN, SUNG, LAST), "bed.wav", 8000)
ONE, TWO = Run(1.0, 2.0, 3_000_000), Run(2.0, 3.0, 30_000_000)


def test_law_a_plan_reads_back_as_it_was_written(tmp_path):
    write(PLAN, tmp_path / "plan.json")
    assert read(tmp_path / "plan.json") == PLAN


def test_segments_begin_on_the_grid_and_a_change_moves_nothing_else():
    for minutes in (1.5, 3, 60, 61, 240):
        assert step_of(minutes) % GRID_MS == 0
    assert pulled(PLAN, 1).segments == (SPOKEN, LAST)
    assert pulled(PLAN, 1).length_ms == PLAN.length_ms - PLAN.step_ms
    other = Segment("2. other", "d.mp3", "speech", 1)
    assert replaced(PLAN, 1, other).segments == (SPOKEN, other, LAST)
    assert [PLAN.heard_ms(index) for index in range(3)] == [PLAN.step_ms + FADE_MS] * 2 + [PLAN.step_ms]


def test_every_peer_is_told_the_same_chapters():
    told = metadata(PLAN)
    assert [mark.title for mark in sheet(PLAN).marks] == [one.title for one in PLAN.segments]
    for start, segment in zip(PLAN.starts_ms, PLAN.segments, strict=True):
        assert f"START={start}\n" in told
        assert f"title={segment.title}\n" in told


def test_our_score_is_the_plan_without_a_gap():
    score = sheet(PLAN)
    assert score.length == PLAN.length_ms * 48
    assert [stretch.start for stretch in score.stretches] == [start * 48 for start in PLAN.starts_ms]
    assert all(stretch.start % FRAME == 0 for stretch in score.stretches)
    assert all(before.end == after.start for before, after in pairwise(score.stretches))
    beds = [cue for cue in score.cues if cue.lane == "bed"]
    assert [cue.start for cue in beds] == [0, 8000 * 48, 16_000 * 48, 24_000 * 48]
    assert beds[-1].end == (PLAN.step_ms + FADE_MS) * 48
    voices = [cue for cue in score.cues if cue.lane == "voice"]
    assert [(cue.start, cue.end) for cue in voices] == [(start * 48, end * 48) for start, end in SPOKEN.spoken]
    assert [(cue.fade_in, cue.fade_out) for cue in voices] == [(0, 0), (0, FADE_MS * 48)]


def test_a_bed_is_down_where_somebody_speaks_and_up_where_nobody_does():
    def level(second):
        return eval(ducking(PLAN, SPOKEN, -4.0), {"t": second, "pow": pow, "min": min, "max": max})

    assert abs(level(5.0) - 10 ** (-18 / 20)) < 1e-9
    assert abs(level(10.5) - 10 ** (-4 / 20)) < 1e-9
    assert level(5.0) < level(9.45) < level(10.5)
    assert level(10.5) > level(11.85) > level(12.0)


def test_a_missing_peer_never_passes():
    way = Way("lame", "the floor", 0.9, missing="apt-get install lame")
    figure = beside(way, [ONE], [], "")
    assert figure.holds is None
    assert "not measured" in str(figure)
    assert "apt-get install lame" in str(figure)
    assert memory(60, ONE, ONE, [ONE], [])[-1].holds is None


def test_a_figure_holds_by_the_median_of_its_rounds():
    way = Way("single", "one graph", 0.6)
    assert beside(way, [ONE, ONE, TWO], [TWO, TWO, TWO], "").holds
    assert not beside(way, [TWO, TWO, ONE], [TWO, TWO, TWO], "").holds
    assert [one.holds for one in changes([TWO], [ONE], [ONE], [ONE])] == [False, False, False]
    assert [one.holds for one in memory(60, ONE, TWO, [ONE], [TWO])] == [False, True]


def test_what_is_wrong_with_a_file_is_told():
    assert str(Written(1000, -16.0, -1.2, 12, ())) == "1.00 s, -16.0 LUFS, -1.2 dBTP, 12 chapters"
    assert str(Written(1000, -16.0, 0.2, 12, ("too loud",))).endswith("; WRONG: too loud")


def test_memory_is_that_of_everything_a_program_started():
    hungry = "x = b'1' * (64 << 20); print('ready', flush=True); input()"
    command = ["/bin/sh", "-c", '"$0" -c "$1" && true', sys.executable, hungry]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout.readline() == b"ready\n"
        started = list(below(program.pid))
        assert len(started) == 2
        assert sum(map(own, started)) > 64 << 20
        program.communicate(b"\n")
    assert not any(map(own, started))


def test_the_clock_stops_when_a_program_fails():
    failing = "from benchmarks.assembly.clock import timed; timed(['/bin/sh', '-c', 'echo three; exit 3'])"
    done = subprocess.run([sys.executable, "-c", failing], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "three" in done.stderr
