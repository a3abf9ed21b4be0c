"""The player: every sound where the sheet says, as loud as it says, whatever stretch is played."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.files.flac import FlacWriter
from studio.audio.files.source import Source
from studio.audio.meters.meter import Meter
from studio.audio.player.metered import meter
from studio.audio.player.mix import blocks, gains
from studio.audio.scores.envelope import ducked, fades, speech
from studio.audio.values import Cue, CueSheet, Duck

SECOND = 48_000
DUCK = Duck()


def flac(path, sound, bits=24):
    with FlacWriter(path, sound.shape[1], bits) as writer:
        for at in range(0, len(sound), 10_000):
            writer.write(sound[at : at + 10_000])
    return path


def energies(sources, channels):
    """What is known of each source."""
    found = {}
    for name, path in sources.items():
        with Source(path) as source:
            found[name] = meter(source.blocks(), source.channels)[0].energies(channels)
    return found


def played(sheet, sources, channels=1, levels=None, **stretch):
    levels = gains(sheet, energies(sources, channels)) if levels is None else levels
    return np.concatenate(list(blocks(sheet, sources, levels, channels, **stretch)))


def test_a_cue_is_heard_at_its_sample_and_nowhere_else(tmp_path):
    click = np.zeros((SECOND, 1), np.float32)
    click[1000] = 0.5
    sources = {"click": flac(tmp_path / "c.flac", click)}
    sheet = CueSheet("t", 5 * SECOND, (Cue("voice", "click", 123_457, 900, 2000),))
    sound = played(sheet, sources)
    assert len(sound) == 5 * SECOND
    assert np.flatnonzero(sound).tolist() == [123_457 + 100]
    assert sound[123_557, 0] == 0.5


def test_voices_are_brought_to_their_target(tmp_path, sounds):
    quiet = flac(tmp_path / "quiet.flac", sounds["babble"](8, 1, 0.02))
    loud = flac(tmp_path / "loud.flac", sounds["babble"](8, 2, 0.1))
    sources = {"quiet": quiet, "loud": loud}
    cues = tuple(
        Cue("voice", name, at * SECOND, 0, 8 * SECOND, target=-23.0) for name, at in (("quiet", 0), ("loud", 8))
    )
    for channels in (1, 2):
        sound = played(CueSheet("t", 16 * SECOND, cues), sources, channels)
        for half in (sound[: 8 * SECOND], sound[8 * SECOND :]):
            meter = Meter(channels)
            meter.add(half)
            assert meter.loudness().integrated == pytest.approx(-23.0, abs=0.1)


def test_a_take_that_was_cut_keeps_one_gain_and_so_does_its_room(tmp_path, sounds):
    uneven = np.concatenate([sounds["babble"](4, 1, 0.02), sounds["babble"](4, 2, 0.1)])
    sources = {"v": flac(tmp_path / "v.flac", uneven)}
    cues = (
        Cue("voice", "v", 0, 0, 3 * SECOND, target=-23.0),
        Cue("room", "v", 3 * SECOND, 0, SECOND, target=-23.0),
        Cue("voice", "v", 3 * SECOND, 5 * SECOND, 8 * SECOND, target=-23.0, gain_db=1.0),
    )
    first, room, second = gains(CueSheet("t", 8 * SECOND, cues), energies(sources, 1))
    assert first == room == pytest.approx(second - 1.0)


def test_what_a_target_may_ask_for_has_bounds(tmp_path, sounds):
    sources = {
        "hiss": flac(tmp_path / "h.flac", sounds["tone"](3, -65)),
        "none": flac(tmp_path / "n.flac", sounds["tone"](3, -300)),
    }
    cues = tuple(Cue("voice", name, 0, 0, 3 * SECOND, target=-16.0) for name in sources)
    assert gains(CueSheet("t", 3 * SECOND, cues), energies(sources, 1)) == (24.0, 0.0)


def test_a_bed_gives_way_while_a_voice_speaks(tmp_path, sounds):
    sources = {
        "bed": flac(tmp_path / "b.flac", sounds["tone"](20, -20)),
        "voice": flac(tmp_path / "v.flac", np.zeros((SECOND * 5, 1))),
    }
    bed = Cue("bed", "bed", 0, 0, 20 * SECOND, duck=Duck(-12.0))
    sheet = CueSheet("t", 20 * SECOND, (bed, Cue("voice", "voice", 6 * SECOND, 0, 5 * SECOND)))
    sound = played(sheet, sources)[:, 0]

    def level(start, end):
        return 20 * np.log10(np.sqrt(np.mean(sound[round(start * SECOND) : round(end * SECOND)] ** 2)) * np.sqrt(2))

    assert level(1, 5) == pytest.approx(-20, abs=0.05)
    assert level(6, 11) == pytest.approx(-32, abs=0.05)
    assert level(13, 19) == pytest.approx(-20, abs=0.05)


def test_pauses_too_short_for_a_bed_belong_to_the_speech():
    far = DUCK.attack + DUCK.hold + DUCK.release
    near = far - 1
    cues = [
        Cue("voice", "v", 0, 0, 100),
        Cue("voice", "v", 100 + near, 0, 100),
        Cue("voice", "v", 200 + near + far, 0, 100),
    ]
    assert speech(cues, DUCK) == ((0, 200 + near), (200 + near + far, 300 + near + far))


@settings(max_examples=25, deadline=None)
@given(start=st.integers(0, 500_000), length=st.integers(1, 100_000))
def test_law_ducking_is_the_same_in_every_stretch_and_has_no_steps(start, length):
    spans = ((96_000, 200_000), (350_000, 400_000))
    whole = ducked(spans, np.arange(600_000), DUCK)
    part = np.broadcast_to(ducked(spans, np.arange(start, start + length), DUCK), length)
    assert np.array_equal(part, whole[start : start + length])
    assert np.abs(np.diff(20 * np.log10(whole))).max() < 0.01
    assert whole.min() == pytest.approx(10 ** (-14 / 20))


def test_crossfades_keep_the_power():
    out, into = Cue("bed", "b", 0, 0, 96_000, fade_out=48_000), Cue("bed", "b", 48_000, 0, 96_000, fade_in=48_000)
    power = fades(out, np.arange(48_000, 96_000)) ** 2 + fades(into, np.arange(48_000, 96_000)) ** 2
    assert power == pytest.approx(np.ones(48_000), abs=1e-5)


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    folder = tmp_path_factory.mktemp("show")
    random = np.random.default_rng(4)
    noise = {"a": 30, "b": 25, "c": 12}
    sources = {
        n: flac(folder / f"{n}.flac", (random.standard_normal((s * SECOND, 1)) * 0.1).astype(np.float32))
        for n, s in noise.items()
    }
    cues = (
        Cue("bed", "a", 0, 1000, 30 * SECOND, 0.0, 20_000, 90_000, -27.0, DUCK),
        Cue("voice", "b", 4 * SECOND + 17, 12 * SECOND + 5, 25 * SECOND, 1.5, 480, 480, -23.0),
        Cue("music", "c", 20 * SECOND, 0, 12 * SECOND, -3.0, 4800, 48_000),
    )
    sheet = CueSheet("t", 33 * SECOND, cues)
    levels = gains(sheet, energies(sources, 2))
    return sheet, sources, levels, played(sheet, sources, 2, levels)


@settings(max_examples=15, deadline=None)
@given(start=st.integers(0, 33 * SECOND - 1), length=st.integers(1, 6 * SECOND))
def test_law_any_stretch_is_the_same_as_in_the_whole(show, start, length):
    sheet, sources, levels, whole = show
    part = played(sheet, sources, 2, levels, start=start, end=start + length)
    assert np.array_equal(part, whole[start : start + length])


def test_a_source_reads_the_same_from_anywhere(show):
    path = show[1]["a"]
    with Source(path) as source:
        whole = np.concatenate(list(source.blocks()))
        assert len(whole) == source.length() == 30 * SECOND
        for start in (0, 29 * SECOND, 13 * SECOND + 7, 1, 12 * SECOND, 25 * SECOND + 4607):
            assert np.array_equal(source.read(start, 5000), whole[start : start + 5000])
        tail = source.read(30 * SECOND - 10, 100)
        assert np.array_equal(tail[:10], whole[-10:])
        assert not tail[10:].any()
