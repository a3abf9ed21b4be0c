"""A late change: what is made again, and that the result is the same, byte for byte, as from nothing.

Chunks are 30 seconds; here they are a second long, so that a show of some seconds has as many joins as an hour.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.masters import chunks as chunking
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
VOICES = 5
LIMIT = 1 << 30


@pytest.fixture(autouse=True, scope="module")
def short_chunks():
    """Chunks of 40 frames instead of 1,250, and no rest under 10."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(chunking, "FRAMES", 40)
        patched.setattr(chunking, "FEWEST", 10)
        yield


@pytest.fixture(scope="module")
def sources(tmp_path_factory, make):
    """Five voices, one of them on two sides and one as MP3 at 44.1 kHz, and two beds."""
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


def made(show, sources, codec, place, cache, workers=in_turn):
    """The bytes of a master, or why there is none."""
    target = place / f"m.{codec}"
    try:
        assemble(show.sheet(), sources, [Order(SPECS[codec], target, Tags("Show"))], cache, workers)
    except SoundRefused as refused:
        return refused.faults
    return target.read_bytes()


@given(show=shows, edits=st.lists(edits, min_size=1, max_size=3), codec=st.sampled_from(["mp3", "mp3", "flac", "wav"]))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_law_a_build_after_any_edits_is_a_build_from_nothing(show, edits, codec, sources, tmp_path_factory):
    place = tmp_path_factory.mktemp("law")
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
