"""A late change: what is made again, and that the result is the same, byte for byte, as from nothing.

Chunks are 30 seconds; here they are little more than one, so that a show of some seconds has many joins.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.masters import chunks as chunking
from studio.audio.masters import render
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.player.workers import in_turn
from studio.audio.values import FRAME, Cue, CueSheet, Duck, Mark, MasterSpec, Stretch, Tags
from studio.errors import SoundRefused
from studio.store.cache import Cache

SECOND = 48_000
SPECS = {
    "mp3": MasterSpec("podcast", "mp3", 96),
    "flac": MasterSpec("air", "flac", lufs=-23.0),
    "wav": MasterSpec("station", "wav", channels=1, lufs=-23.0, dbtp=-2.0),
}
VOICES = 6
SHORT = 50
NONE = 10**6
LIMIT = 1 << 30


@pytest.fixture(autouse=True, scope="module")
def short_chunks():
    """Chunks of 50 frames instead of 1,250, both whole steps of the meter, no rest under 12 and no edges."""
    with cut_into(SHORT, NONE):
        yield


@contextmanager
def cut_into(frames, edge):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(chunking, "FRAMES", frames)
        patched.setattr(chunking, "FEWEST", frames // 4)
        patched.setattr(chunking, "EDGE", edge)
        yield


@pytest.fixture(scope="module")
def sources(tmp_path_factory, make):
    """Six voices, one of them on two sides and one as MP3 at 44.1 kHz, and two beds."""
    place = tmp_path_factory.mktemp("sources")
    found = {}
    for number in range(VOICES):
        sound = make["babble"](3, number, 0.03 + 0.03 * number)
        if number == 3:
            sound = np.concatenate([sound, make["babble"](3, 33, 0.1)], axis=1)
        if number == 4:
            found["v4"] = make["encode"](place / "v4.mp3", sound, "mp3")
        else:
            found[f"v{number}"] = make["write_wav"](place / f"v{number}.wav", sound)
    found["bed"] = make["write_wav"](place / "bed.wav", np.repeat(make["babble"](12, 90, 0.1), 2, axis=1))
    found["tone"] = make["write_wav"](place / "tone.wav", make["tone"](12, -20.0, 330.0))
    return found


@dataclass(frozen=True)
class Segment:
    """A voice for so many frames of MP3 and some samples more, with what is done to it, and the pause after it."""

    voice: int
    frames: int
    odd: int = 0
    in_: int = 0
    gain: float = 0.0
    fade: int = 480
    pause: int = 0
    stretch: bool = True


@dataclass(frozen=True)
class Show:
    """Segments behind one another after some samples of silence, and beds from one segment to another one."""

    segments: tuple[Segment, ...]
    beds: tuple[tuple[str, int, int, float], ...] = ()
    before: int = 0

    def sheet(self):
        """As a score."""
        at, cues, stretches, starts = self.before, [], [], []
        for number, one in enumerate(self.segments):
            length = one.frames * FRAME + one.odd
            starts.append(at)
            cues.append(
                Cue("voice", f"v{one.voice}", at, one.in_, one.in_ + length, one.gain, one.fade, one.fade, -21.0)
            )
            if one.stretch:
                stretches.append(Stretch(f"{number}", at, at + length))
            at += length + one.pause
        for name, first, count, depth in self.beds:
            start = starts[first % len(starts)]
            end = min([*starts, at][min(first % len(starts) + count, len(starts))], start + 12 * SECOND)
            duck = Duck(depth, 4800, 4800, 9600) if depth else None
            cues.append(Cue("bed", name, start, 0, end - start, 0.0, 2400, 4800, -30.0, duck))
        marks = tuple(Mark(start, f"Part {number}") for number, start in enumerate(starts))
        return CueSheet("Show", at, tuple(sorted(cues, key=lambda cue: cue.start)), marks, tuple(stretches))


segments = st.builds(
    Segment,
    voice=st.integers(0, VOICES - 1),
    frames=st.integers(20, 60),
    odd=st.sampled_from([0, 0, 1, 577, 1151]),
    in_=st.sampled_from([0, 0, 1000, 24_001]),
    gain=st.sampled_from([0.0, 0.0, -3.0, 4.5]),
    fade=st.sampled_from([0, 480, 4801]),
    pause=st.sampled_from([0, 0, 5 * FRAME, 2000]),
    stretch=st.booleans(),
)
beds = st.tuples(st.sampled_from(["bed", "tone"]), st.integers(0, 3), st.integers(1, 3), st.sampled_from([0.0, -9.0]))
shows = st.builds(
    Show,
    segments=st.lists(segments, min_size=2, max_size=4).map(tuple),
    beds=st.lists(beds, max_size=2).map(tuple),
    before=st.sampled_from([0, 0, FRAME * 3, 777]),
)


def replaced(show, at, new):
    return replace(
        show, segments=(*show.segments[:at], replace(show.segments[at], voice=new.voice), *show.segments[at + 1 :])
    )


def pulled(show, at, new):
    return replace(show, segments=show.segments[:at] + show.segments[at + 1 :] if len(show.segments) > 1 else (new,))


def inserted(show, at, new):
    return replace(show, segments=(*show.segments[:at], new, *show.segments[at:]))


def louder(show, at, new):
    own = replace(show.segments[at], gain=show.segments[at].gain + 1.5)
    return replace(show, segments=(*show.segments[:at], own, *show.segments[at + 1 :]))


def trimmed(show, at, new):
    own = replace(show.segments[at], in_=new.in_, frames=new.frames, odd=new.odd)
    return replace(show, segments=(*show.segments[:at], own, *show.segments[at + 1 :]))


def moved(show, at, new):
    return replace(show, before=show.before + FRAME * (at + 1))


def moved_off_the_grid(show, at, new):
    return replace(show, before=show.before + 313)


def turned(show, at, new):
    return replace(show, segments=show.segments[at:] + show.segments[:at])


def without_beds(show, at, new):
    return replace(show, beds=show.beds[1:])


EDITS = (replaced, pulled, inserted, louder, trimmed, moved, moved_off_the_grid, turned, without_beds)
edits = st.tuples(st.sampled_from(EDITS), st.integers(0, 9), segments)


class Counted:
    """Does tasks in turn, and notes the chunks that are made; twice where an aim had to be corrected."""

    def __init__(self):
        self.chunks = []
        self.sources = []

    def __call__(self, work, tasks, done):
        for task in tasks:
            made = [one for one in task if isinstance(one, chunking.Chunk)]
            (self.chunks if made else self.sources).append(made[0] if made else task[0].name)
        in_turn(work, tasks, done)


def made(show, sources, codec, place, cache, workers=in_turn, tolerance=0.3):
    """The bytes of a master, or why there is none."""
    target, spec = place / f"m.{codec}", replace(SPECS[codec], tolerance_lu=tolerance)
    try:
        assemble(show.sheet(), sources, [Order(spec, target, Tags("Show"))], cache, workers)
    except SoundRefused as refused:
        return refused.faults
    return target.read_bytes()


@given(
    show=shows,
    edits=st.lists(edits, min_size=1, max_size=3),
    codec=st.sampled_from(["mp3", "mp3", "flac", "wav"]),
    cut=st.sampled_from([(SHORT, NONE), (20, 4)]),
)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_law_a_build_after_any_edits_is_a_build_from_nothing(show, edits, codec, cut, sources, tmp_path_factory):
    with cut_into(*cut):
        follow(show, edits, codec, sources, tmp_path_factory.mktemp("law"))


def follow(show, edits, codec, sources, place):
    kept = Cache(place / "kept", LIMIT)
    first = made(show, sources, codec, place, kept)
    edited = show
    for edit, at, new in edits:
        edited = edit(edited, at % len(edited.segments), new)
        made(edited, sources, codec, place, kept)
    late = made(edited, sources, codec, place, kept)
    assert late == made(edited, sources, codec, place, Cache(place / "empty", LIMIT))
    assert made(show, sources, codec, place, kept) == first
    shutil.rmtree(place)


SIX = Show(tuple(Segment(number, 100, fade=4800, pause=5 * FRAME) for number in range(6)))


@pytest.fixture(scope="module", params=["mp3", "flac"])
def six(request, sources, tmp_path_factory):
    """`six(show)`: the chunks and the sources that are made anew where a show of six segments was made before."""
    place, codec = tmp_path_factory.mktemp("six"), request.param
    before = Cache(place / "before", LIMIT)
    whole = Counted()
    made(SIX, sources, codec, place, before, whole, tolerance=2.0)
    assert {one.region for one in whole.chunks} == set(range(6))
    assert len(set(whole.chunks)) == 12

    def again(show, **other):
        shutil.copytree(before.root, place / "after", dirs_exist_ok=True)
        counted, cache = Counted(), Cache(place / "after", LIMIT)
        done = made(show, {**sources, **other}, codec, place, cache, counted, tolerance=2.0)
        assert isinstance(done, bytes)
        shutil.rmtree(place / "after")
        return counted

    return again


def touched(counted):
    return {one.region for one in counted.chunks}


def test_nothing_is_made_where_nothing_changed(six):
    assert (six(SIX).chunks, six(SIX).sources) == ([], [])


def test_a_pulled_segment_costs_the_two_chunks_that_hear_its_neighbours(six):
    counted, join = six(pulled(SIX, 2, None)), SIX.sheet().stretches[2].start
    assert {(one.region, one.end == join, one.start == join) for one in counted.chunks} == {
        (1, True, False),
        (2, False, True),
    }
    assert counted.sources == []


def test_a_replaced_segment_costs_itself_and_its_joins(six, sources):
    counted = six(replaced(SIX, 1, Segment(5, 0)), v5=sources["tone"])
    assert {1} < touched(counted) <= {0, 1, 2, 4, 5}, "the voice is heard in the last segment, too"
    assert counted.sources == ["tone.wav"]


def test_another_gain_costs_the_segment_and_its_joins(six):
    assert {4} <= touched(six(louder(SIX, 4, None))) <= {3, 4, 5}


def test_a_show_that_begins_some_frames_later_costs_its_first_segment_and_that_ones_join(six):
    assert {0} <= touched(six(moved(SIX, 2, None))) <= {0, 1}


def test_a_mark_that_is_called_otherwise_costs_nothing(six, monkeypatch):
    monkeypatch.setattr(Show, "sheet", lambda show, own=Show.sheet: replace(own(show), title="Other", marks=()))
    assert six(SIX).chunks == []


def test_wav_and_flac_are_written_from_the_same_chunks(sources, tmp_path):
    cache, second = Cache(tmp_path / "c", LIMIT), Counted()
    spec = replace(SPECS["flac"], name="other", codec="wav")
    show = Show((Segment(0, 100), Segment(1, 50)))
    first = made(show, sources, "flac", tmp_path, cache)
    assemble(show.sheet(), sources, [Order(spec, tmp_path / "m.wav")], cache, second)
    assert (isinstance(first, bytes), second.chunks) == (True, [])


def test_an_entry_that_is_damaged_is_made_again_and_no_other(sources, tmp_path):
    cache, show, again = Cache(tmp_path / "c", LIMIT), Show((Segment(0, 100), Segment(1, 60))), Counted()
    first = made(show, sources, "mp3", tmp_path, cache)
    before = time.time_ns()
    assert made(show, sources, "mp3", tmp_path, cache) == first
    used = [path for path in cache.root.glob("??/*") if path.stat().st_mtime_ns >= before]
    (chunk, *_) = [path for path in used if path.read_bytes().startswith(b'{"energies"')]
    content = bytearray(chunk.read_bytes())
    content[len(content) // 2] ^= 4
    chunk.write_bytes(content)
    assert made(show, sources, "mp3", tmp_path, cache, again) == first
    assert (len(again.chunks), again.sources) == (1, [])


def test_beside_a_long_segment_only_its_edge_is_made_anew(make, tmp_path):
    takes = {
        f"v{number}": make["write_wav"](tmp_path / f"v{number}.wav", make["babble"](8, number))
        for number in (0, 1, 2, 3)
    }
    show, counted = Show(tuple(Segment(number, 320, fade=4800) for number in range(3))), Counted()
    join, end = (show.sheet().stretches[at].end for at in (0, 1))
    cache, edge = Cache(tmp_path / "c", LIMIT), 50 * FRAME
    with cut_into(150, 3):
        made(show, takes, "mp3", tmp_path, cache, tolerance=2.0)
        made(replaced(show, 1, Segment(3, 0)), takes, "mp3", tmp_path, cache, counted, tolerance=2.0)
    beside = {(one.start, one.end) for one in counted.chunks if one.region != 1}
    assert beside == {(join - edge, join), (end, end + edge)}
    assert min(one.start for one in counted.chunks if one.region == 1) == join


def single(monkeypatch):
    monkeypatch.setattr(chunking, "FRAMES", 10**6)


def tone_and_speech(make, channels):
    """Ten seconds in which any join would be heard: a steady tone under speech."""
    sides = [make["babble"](10, side, 0.1) + make["tone"](10, -40, 440 + 110 * side) for side in range(channels)]
    return np.concatenate(sides, axis=1)


def spliced_and_single(sound, spec, make, place, monkeypatch):
    """A sound mastered from many chunks, and from one; both at the first attempt, so with the same aims."""
    take, spec = make["write_wav"](place / "v.wav", sound), replace(spec, tolerance_lu=6.0)
    sheet = CueSheet("t", len(sound), (Cue("voice", "v", 0, 0, len(sound)),))
    paths = []
    for name in ("spliced", "single"):
        counted = Counted()
        paths.append(place / f"{name}.{spec.codec}")
        assemble(sheet, {"v": take}, [Order(spec, paths[-1])], Cache(place / name, LIMIT), counted)
        assert len(counted.chunks) == len(set(counted.chunks)) == (9 if name == "spliced" else 1)
        single(monkeypatch)
    return paths


def by_mpg123(path, make, required):
    """Decoded by libmpg123, as libsndfile does it; it brings the highest sample to full scale."""
    convert = required("sndfile-convert", "apt-get install sndfile-programs")
    plain = path.with_suffix(".wav")
    subprocess.run([convert, "-float32", path, plain], check=True, stdout=subprocess.DEVNULL)
    return make["heard"](plain)


def differences(one, other):
    """RMS of the difference by MP3 frame: at joins and two frames around, and elsewhere."""
    count = len(one) // FRAME
    rms = np.sqrt(((one - other)[: count * FRAME].reshape(count, -1) ** 2).mean(axis=1))
    near = np.minimum(np.arange(count) % SHORT, -np.arange(count) % SHORT) <= 2
    near[:3] = False
    return rms[near], rms[~near]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("decoder", ["FFmpeg", pytest.param("mpg123", marks=pytest.mark.debian)])
def test_a_spliced_mp3_decodes_like_one_that_was_encoded_in_one_pass(
    decoder, channels, make, required, tmp_path, monkeypatch
):
    sound = tone_and_speech(make, channels)
    paths = spliced_and_single(sound, MasterSpec("p", "mp3", 128, lufs=-30.0), make, tmp_path, monkeypatch)
    spliced, whole = [make["heard"](path) if decoder == "FFmpeg" else by_mpg123(path, make, required) for path in paths]
    assert spliced.shape == whole.shape == sound.shape
    at_joins, inside = differences(spliced, whole)
    lost_at_joins, lost = differences(spliced, sound * np.float32(np.vdot(whole, sound) / np.vdot(sound, sound)))
    assert at_joins.max() <= max(inside.max(), lost.max() / 100)
    assert inside.max() <= lost.max() / 4, "what one encoder makes otherwise than the other is less than either loses"
    assert lost_at_joins.max() <= lost.max()


def test_joins_without_the_frames_around_them_would_be_found(make, tmp_path, monkeypatch):
    """The same measure finds chunks that were encoded as if nothing were heard before them."""
    monkeypatch.setattr(render, "FRAMES_BEFORE", 0)
    monkeypatch.setattr(render, "FRAMES_BEHIND", 1)
    spec = MasterSpec("p", "mp3", 128, lufs=-30.0)
    paths = spliced_and_single(tone_and_speech(make, 1), spec, make, tmp_path, monkeypatch)
    at_joins, inside = differences(*(make["heard"](path) for path in paths))
    assert at_joins.max() > 10 * inside.max()


@pytest.mark.parametrize("codec", ["flac", "wav"])
def test_samples_that_were_joined_are_the_bytes_of_one_pass(codec, make, tmp_path, monkeypatch):
    spec = MasterSpec("a", codec, channels=2, lufs=-20.0, dbtp=-3.0)
    paths = spliced_and_single(tone_and_speech(make, 2), spec, make, tmp_path, monkeypatch)
    assert paths[0].read_bytes() == paths[1].read_bytes()
