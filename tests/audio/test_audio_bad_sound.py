"""Sound that is not as it should be: silent, clipped, few bits, high rates, 5.1, one side, mirrored, off centre."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from judging import SECOND, USABLE, WARNED, verdict

from studio.audio.meters.meter import Meter
from studio.audio.takes.child import examine
from studio.audio.takes.decode import LIMITS
from studio.audio.takes.verdict import Tally, kept, plan

PCM, FLOAT = 1, 3
pytestmark = pytest.mark.usefixtures("complaints")


def wav(path, content, channels=1, bits=16, rate=SECOND, kind=PCM, mask=None):
    """A WAV of raw sample bytes; mask: where the loudspeakers stand."""
    align = channels * bits // 8
    fields = struct.pack("<HHIIHH", kind if mask is None else 0xFFFE, channels, rate, rate * align, align, bits)
    if mask is not None:
        guid = struct.pack("<H", kind) + bytes.fromhex("000000001000800000aa00389b71")
        fields += struct.pack("<HHI", 22, bits, mask) + guid
    chunks = b"fmt " + struct.pack("<I", len(fields)) + fields + b"data" + struct.pack("<I", len(content)) + content
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks)
    return path


def whole(sound, bits):
    """Samples as the bytes of a WAV of that many bits."""
    scale = 1 << (bits - 1)
    values = np.clip(np.rint(np.asarray(sound, np.float64) * scale), -scale, scale - 1).astype(np.int64)
    if bits == 8:
        return (values + 128).astype(np.uint8).tobytes()
    return np.ascontiguousarray(values.astype("<i4").reshape(-1, 1)).view(np.uint8)[:, : bits // 8].tobytes()


def loudness(sound):
    meter = Meter(1)
    meter.add(np.asarray(sound, np.float32))
    return meter.loudness().integrated


def test_silence(tmp_path):
    assert verdict(wav(tmp_path / "t.wav", bytes(SECOND * 4))) == (WARNED, {"silent": {}})


def test_silence_that_is_off_centre(tmp_path):
    path = wav(tmp_path / "t.wav", whole(np.full(SECOND * 2, 0.25), 16))
    assert verdict(path) == (WARNED, {"silent": {}, "off-centre": {"percent": 25.0}})


def test_a_whisper_far_from_the_microphone(tmp_path, sounds):
    given, said = verdict(wav(tmp_path / "t.wav", whole(sounds["babble"](3) * 0.02, 24), bits=24))
    assert (given, set(said)) == (WARNED, {"very-quiet"})
    assert -65 < said["very-quiet"]["lufs"] < -42


def test_clipped(tmp_path, sounds):
    given, said = verdict(wav(tmp_path / "t.wav", whole(np.clip(sounds["babble"](3) * 12, -1, 1), 16)))
    assert (given, set(said)) == (WARNED, {"clipped"})
    assert 1 < said["clipped"]["percent"] < 60


def test_a_single_loud_sample_is_not_clipping(tmp_path, sounds):
    sound = sounds["babble"](3).copy()
    sound[::SECOND] = 1.0
    assert verdict(wav(tmp_path / "t.wav", whole(sound, 16))) == (USABLE, {})


def test_eight_bits_are_usable_and_hiss(tmp_path, sounds):
    sound = sounds["babble"](3)
    path = wav(tmp_path / "t.wav", whole(sound, 8), bits=8)
    assert verdict(path) == (WARNED, {"eight-bits": {}})
    assert examine(path, path.name, None, LIMITS.length).lufs == pytest.approx(loudness(sound), abs=0.3)


@pytest.mark.parametrize("bits", [16, 24, 32])
def test_more_bits_are_usable_and_kept(bits, tmp_path, sounds):
    sound = sounds["babble"](3)
    path, copy = wav(tmp_path / "t.wav", whole(sound, bits), bits=bits), tmp_path / "t.flac"
    assert verdict(path, copy) == (USABLE, {})
    assert np.abs(sounds["heard"](copy) - sound).max() <= 2.0 ** (1 - min(bits, 24))


def test_floating_point_is_usable_and_lowered_as_a_whole_where_it_passes_full_scale(tmp_path, sounds):
    sound = sounds["babble"](3) * 3
    path, copy = wav(tmp_path / "t.wav", sound.astype("<f4").tobytes(), bits=32, kind=FLOAT), tmp_path / "t.flac"
    given, said = verdict(path, copy)
    assert (given, set(said)) == (WARNED, {"clipped"})
    heard = sounds["heard"](copy)
    assert np.abs(heard).max() < 1
    assert np.corrcoef(heard[:, 0], sound[:, 0])[0, 1] > 0.99999, "nothing was cut off"


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e30])
def test_what_is_no_number_is_silent_and_counted(odd, tmp_path, sounds):
    sound = sounds["babble"](3).copy()
    sound[1000:1100] = odd
    path = wav(tmp_path / "t.wav", sound.astype("<f4").tobytes(), bits=32, kind=FLOAT)
    assert verdict(path, tmp_path / "t.flac") == (WARNED, {"not-numbers": {"samples": 100}})
    heard = sounds["heard"](tmp_path / "t.flac")
    assert not heard[1000:1100].any()
    assert loudness(heard) == pytest.approx(loudness(sounds["babble"](3)), abs=0.1)


def test_doubles_beyond_any_float_are_counted_too(tmp_path, sounds):
    sound = sounds["babble"](1).astype("<f8")
    sound[7] = 1e300
    path = wav(tmp_path / "t.wav", sound.tobytes(), bits=64, kind=FLOAT)
    assert verdict(path) == (WARNED, {"not-numbers": {"samples": 1}})


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 88_200, 96_000, 192_000])
def test_any_rate_is_usable_and_keeps_length_pitch_and_level(rate, tmp_path, sounds):
    sound = (0.25 * np.sin(2 * np.pi * 440 * np.arange(rate * 2) / rate))[:, np.newaxis]
    path, copy = wav(tmp_path / "t.wav", whole(sound, 24), bits=24, rate=rate), tmp_path / "t.flac"
    assert verdict(path, copy) == (USABLE, {})
    heard = sounds["heard"](copy)
    assert len(heard) == pytest.approx(2 * SECOND, abs=1)
    middle = heard[SECOND // 2 : 3 * SECOND // 2, 0]
    assert np.abs(np.fft.rfft(middle)).argmax() == 440
    assert np.abs(middle).max() == pytest.approx(0.25, abs=0.002)


def test_what_lies_above_hearing_at_96_khz_does_not_fold_back(tmp_path, sounds):
    rate = 96_000
    sound = (0.25 * np.sin(2 * np.pi * 30_000 * np.arange(rate * 2) / rate))[:, np.newaxis]
    path, copy = wav(tmp_path / "t.wav", whole(sound, 24), bits=24, rate=rate), tmp_path / "t.flac"
    assert verdict(path, copy)[0] == WARNED
    assert np.abs(sounds["heard"](copy)[SECOND // 2 : -SECOND // 2]).max() < 1e-4


FIVE_ONE = 0x3F
LEFT, RIGHT, CENTRE, LOW, BACK_LEFT, BACK_RIGHT = range(6)


def surround(**sides):
    names = {"left": LEFT, "right": RIGHT, "centre": CENTRE, "low": LOW, "back": BACK_LEFT}
    length = len(next(iter(sides.values())))
    sound = np.zeros((length, 6))
    for name, one in sides.items():
        sound[:, names[name]] = np.ravel(one)
    return sound


@pytest.mark.parametrize("mask", [FIVE_ONE, None])
def test_speech_in_the_centre_of_5_1_is_kept_as_it_is(mask, tmp_path, sounds):
    speech = sounds["babble"](3)
    content = whole(surround(centre=speech), 16)
    path, copy = wav(tmp_path / "t.wav", content, channels=6, mask=mask), tmp_path / "t.flac"
    assert verdict(path, copy) == (WARNED, {"surround": {"channels": 6, "used": 1}})
    assert np.abs(sounds["heard"](copy) - speech).max() < 1e-4


def test_the_rumble_channel_of_5_1_is_left_out(tmp_path, sounds):
    speech = sounds["babble"](3)
    rumble = 0.9 * np.sin(2 * np.pi * 40 * np.arange(len(speech)) / SECOND)
    content = whole(surround(centre=speech, low=rumble), 16)
    path, copy = wav(tmp_path / "t.wav", content, channels=6, mask=FIVE_ONE), tmp_path / "t.flac"
    assert verdict(path, copy) == (WARNED, {"surround": {"channels": 6, "used": 1}})
    assert np.abs(sounds["heard"](copy) - speech).max() < 1e-4


def test_the_centre_of_5_1_is_heard_above_the_sides(tmp_path, sounds):
    speech, music = sounds["babble"](3), sounds["babble"](3, seed=5)
    content = whole(surround(centre=speech, left=music, right=music, back=music), 16)
    path, copy = wav(tmp_path / "t.wav", content, channels=6, mask=FIVE_ONE), tmp_path / "t.flac"
    assert verdict(path, copy) == (WARNED, {"surround": {"channels": 6, "used": 4}})
    total = 1 + 2 * 0.7071 + 0.5
    wanted = (speech + music * (2 * 0.7071 + 0.5)) / total
    assert np.abs(sounds["heard"](copy) - wanted).max() < 1e-3


def test_only_rumble_is_silence(tmp_path):
    rumble = 0.9 * np.sin(2 * np.pi * 40 * np.arange(SECOND * 2) / SECOND)
    path = wav(tmp_path / "t.wav", whole(surround(low=rumble), 16), channels=6, mask=FIVE_ONE)
    assert set(verdict(path)[1]) == {"silent", "surround"}


def test_mono_in_stereo_is_usable_without_a_word_and_kept_to_the_bit(tmp_path, sounds):
    speech = sounds["babble"](3)
    path, copy = wav(tmp_path / "t.wav", whole(np.hstack([speech, speech]), 16), channels=2), tmp_path / "t.flac"
    assert verdict(path, copy) == (USABLE, {})
    assert np.array_equal(sounds["heard"](copy), np.rint(speech * 32768).astype(np.float32) / 32768)


@pytest.mark.parametrize(("side", "code"), [(0, "left-only"), (1, "right-only")])
def test_an_empty_side_is_left_out_and_told(side, code, tmp_path, sounds):
    sound = np.zeros((SECOND * 3, 2))
    sound[:, side] = sounds["babble"](3)[:, 0]
    path, copy = wav(tmp_path / "t.wav", whole(sound, 16), channels=2), tmp_path / "t.flac"
    assert verdict(path, copy) == (WARNED, {code: {}})
    assert loudness(sounds["heard"](copy)) == pytest.approx(loudness(sound[:, [side]]), abs=0.05)


def test_a_side_that_only_hums_softly_is_empty(tmp_path, sounds):
    hum = 0.0005 * np.sin(2 * np.pi * 50 * np.arange(SECOND * 3) / SECOND)
    path = wav(tmp_path / "t.wav", whole(np.column_stack([sounds["babble"](3), hum]), 16), channels=2)
    assert verdict(path) == (WARNED, {"left-only": {}})


def test_real_stereo_is_brought_together(tmp_path, sounds):
    left, right = sounds["babble"](3), sounds["babble"](3, seed=9)
    path, copy = wav(tmp_path / "t.wav", whole(np.hstack([left, right]), 16), channels=2), tmp_path / "t.flac"
    assert verdict(path, copy) == (USABLE, {})
    assert np.abs(sounds["heard"](copy) - (left + right) / 2).max() < 1e-4


def test_out_of_phase_keeps_the_left_side(tmp_path, sounds):
    speech = sounds["babble"](3)
    path, copy = wav(tmp_path / "t.wav", whole(np.hstack([speech, -speech]), 16), channels=2), tmp_path / "t.flac"
    assert verdict(path, copy) == (WARNED, {"out-of-phase": {}})
    assert np.abs(sounds["heard"](copy) - speech).max() < 1e-4


def test_an_offset_is_taken_away_on_each_side_by_its_own(tmp_path, sounds):
    speech = sounds["babble"](3) * 0.5
    sound = np.hstack([speech + 0.125, speech - 0.25])
    path, copy = wav(tmp_path / "t.wav", whole(sound, 16), channels=2), tmp_path / "t.flac"
    given, said = verdict(path, copy)
    assert (given, set(said)) == (WARNED, {"off-centre"})
    assert said["off-centre"]["percent"] == pytest.approx(25, abs=1)
    assert abs(sounds["heard"](copy).mean()) < 1e-3


def test_an_offset_that_begins_after_the_first_second_is_taken_away_too(tmp_path, sounds):
    """The first second lets another way be expected than the whole recording asks for: it is decoded again."""
    speech = sounds["babble"](4) * 0.5
    speech[SECOND * 2 :] += 0.2
    path, copy = wav(tmp_path / "t.wav", whole(speech, 16)), tmp_path / "t.flac"
    assert set(verdict(path, copy)[1]) == {"off-centre"}
    assert abs(sounds["heard"](copy).mean()) < 2e-3


def test_a_side_that_wakes_up_late_is_heard(tmp_path, sounds):
    left, right = sounds["babble"](4), np.zeros((SECOND * 4, 1), np.float32)
    right[SECOND * 2 :] = sounds["babble"](2, seed=3)
    path, copy = wav(tmp_path / "t.wav", whole(np.hstack([left, right]), 16), channels=2), tmp_path / "t.flac"
    assert verdict(path, copy) == (USABLE, {})
    assert np.abs(sounds["heard"](copy) - (left + right) / 2).max() < 1e-4


def test_law_the_plan_never_passes_full_scale():
    random = np.random.default_rng(4)
    for _ in range(200):
        channels = int(random.integers(1, 8))
        places = ("FL", "FR", "FC", "LFE", "BL", "BR", "SL")[:channels]
        block = (random.standard_normal((500, channels)) * random.uniform(0.01, 3) + random.uniform(-0.5, 0.5)).astype(
            np.float32
        )
        tally = Tally(channels, places)
        tally.add(block)
        assert kept(tally).any()
        assert (
            np.abs(plan(tally).mono(block)).max() <= max(1.0, np.abs(block).max() * (np.abs(block).max() <= 1)) + 1e-6
        )
