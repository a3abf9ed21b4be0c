"""Recordings and takes: what they sound like, how they are written, and that nothing is made twice."""

from __future__ import annotations

import json
from dataclasses import replace

import av
import numpy as np
import pytest

from studio.demo.sound.booth import in_booth
from studio.demo.sound.encode import FORMATS, STUDIO_WAV, write_sound
from studio.demo.sound.field import CEILING, Scene, in_field, scene_of
from studio.demo.sound.levels import decibels, ratio, spoken_level
from studio.demo.sound.made import MANIFEST, read_manifest
from studio.demo.sound.noise import coloured
from studio.demo.sound.recordings import WantedRecording, make_recordings
from studio.demo.sound.takes import WantedTake, make_takes
from studio.demo.voice.speak import GRID
from studio.languages import Language
from studio.units import RATE, Ms

SCENE = Scene("room", -24.0, 30.0, Ms(700), 90.0, 9000.0, 0.2, clipped=False)
WORDS = "យើងជួបជុំគ្នា។"


def like_speech():
    """Two seconds of noise in bursts of a quarter second."""
    gate = (np.arange(2 * RATE) // (RATE // 4)) % 2
    return 0.2 * coloured(2 * RATE, 1, 150, 5000, 4) * gate


def decoded(path):
    with av.open(str(path)) as source:
        stream = source.streams.audio[0]
        rate, channels = stream.rate, stream.layout.nb_channels
        resampler = av.AudioResampler(format="flt", layout="mono")
        parts = [part.to_ndarray()[0] for frame in source.decode(stream) for part in resampler.resample(frame)]
    return np.concatenate(parts), rate, channels


@pytest.fixture
def voice(required):
    required("python:espeakng_loader", "pip install 'studio-radio[voice]'")


def test_a_take_is_as_long_as_the_speech_at_its_level_and_on_room_tone():
    take = in_booth(like_speech(), "part-1")
    assert len(take) == 2 * RATE
    assert spoken_level(take) == pytest.approx(-20, abs=1.5)
    assert np.abs(take).max() <= ratio(-3)
    assert abs(take.mean()) < 1e-3
    quiet = in_booth(np.concatenate([like_speech(), np.zeros(RATE)]), "part-1")[-RATE // 2 :]
    assert decibels(float(np.sqrt(np.mean(quiet**2)))) == pytest.approx(-64, abs=3)
    assert not np.array_equal(take, in_booth(like_speech(), "part-2"))


def test_a_recording_begins_with_its_surroundings_and_lasts_whole_half_seconds():
    heard = in_field(like_speech(), "S-1", SCENE, GRID)
    assert len(heard) % GRID == 0
    assert len(heard) >= 2 * RATE + 700 * 48
    before = heard[2400 : 600 * 48]
    assert 0 < np.abs(before).max() < ratio(-30)
    assert spoken_level(heard) == pytest.approx(-24, abs=1.5)


def test_an_overdriven_recording_stands_at_its_ceiling_and_others_do_not():
    wild = in_field(like_speech(), "S-1", replace(SCENE, clipped=True), GRID)
    tame = in_field(like_speech(), "S-1", SCENE, GRID)
    assert np.abs(wild).max() == pytest.approx(CEILING)
    assert 5 < np.count_nonzero(np.abs(wild) > CEILING - 1e-6) < 0.05 * len(wild)
    assert np.count_nonzero(np.abs(tame) > 0.999 * np.abs(tame).max()) < 20


def test_scenes_differ_and_stay_with_the_person():
    scenes = [scene_of(f"S-{number:03}", "wav") for number in range(100)]
    assert scenes == [scene_of(f"S-{number:03}", "wav") for number in range(100)]
    assert len({scene.ambience for scene in scenes}) == 5
    assert max(scene.level for scene in scenes) - min(scene.level for scene in scenes) > 9
    assert any(scene.clipped for scene in scenes)
    assert any(scene.start > 5000 for scene in scenes)
    assert scene_of("S-001", "amr").high < 4000


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_every_format_decodes_to_the_same_length_and_loudness(extension, tmp_path):
    sound = like_speech()
    path = tmp_path / f"a.{extension}"
    write_sound(path, sound, FORMATS[extension])
    first = path.read_bytes()
    write_sound(path, sound, FORMATS[extension])
    assert path.read_bytes() == first
    heard, rate, channels = decoded(path)
    assert (rate, channels) == (FORMATS[extension].rate, 1)
    assert abs(len(heard) / rate - 2) < 0.1
    assert decibels(float(np.sqrt(np.mean(heard**2)))) == pytest.approx(
        decibels(float(np.sqrt(np.mean(sound**2)))), abs=2.5
    )


def test_a_stereo_sound_and_a_studios_wav_keep_every_sample(tmp_path):
    both = np.stack([like_speech(), -0.5 * like_speech()], axis=1)
    write_sound(tmp_path / "a.flac", both, FORMATS["flac"])
    write_sound(tmp_path / "a.wav", both, STUDIO_WAV)
    for name in ("a.flac", "a.wav"):
        with av.open(str(tmp_path / name)) as source:
            frames = [frame.to_ndarray().reshape(-1, 2) for frame in source.decode(audio=0)]
        assert np.array_equal(np.concatenate(frames), np.rint(both * 32767).astype(np.int16))


def wanted():
    return [
        WantedRecording(f"S-{number}", "fm"[number % 2], Language.KM, WORDS, extension)
        for number, extension in enumerate(sorted(FORMATS))
    ]


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if not path.name.startswith(".")}


def test_recordings_are_made_once_and_made_again_when_they_are_damaged(voice, tmp_path):
    paths = make_recordings(wanted(), tmp_path)
    assert sorted(path.name for path in paths.values()) == sorted(times(tmp_path))
    first, whole = times(tmp_path), paths["S-0"].read_bytes()
    assert make_recordings(wanted(), tmp_path) == paths
    assert times(tmp_path) == first
    paths["S-0"].write_bytes(whole[:-9])
    paths["S-1"].unlink()
    make_recordings(wanted(), tmp_path)
    changed = {name for name, when in times(tmp_path).items() if when != first[name]}
    assert changed == {paths["S-0"].name, paths["S-1"].name}
    assert paths["S-0"].read_bytes() == whole


def test_a_changed_text_is_spoken_anew_and_nothing_else(voice, tmp_path):
    make_recordings(wanted()[:3], tmp_path)
    first = times(tmp_path)
    other = [wanted()[0]._replace(text="យើងទៅ។"), *wanted()[1:3]]
    make_recordings(other, tmp_path)
    assert [name for name, when in times(tmp_path).items() if when != first[name]] == [f"S-0.{wanted()[0].extension}"]


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"a": 1}', '{"S-0.amr": {"recipe": "x"}}', "\x00"])
def test_a_manifest_that_cannot_be_read_counts_as_none(broken, tmp_path):
    (tmp_path / MANIFEST).write_text(broken, encoding="utf-8")
    assert read_manifest(tmp_path) == {}


def test_takes_alternate_between_two_presenters_and_last_whole_half_seconds(voice, tmp_path):
    parts = [
        WantedTake(f"part.{number}", Language.KM, WORDS, number, "flac" if number else "wav") for number in range(2)
    ]
    paths = make_takes(parts, tmp_path)
    sounds = [decoded(paths[part.key])[0] for part in parts]
    assert [path.name for path in paths.values()] == ["part.0.wav", "part.1.flac"]
    assert {len(sound) % GRID for sound in sounds} == {0}
    assert {decoded(path)[1] for path in paths.values()} == {RATE}
    assert len(sounds[0]) != len(sounds[1]) or not np.array_equal(*sounds)


def test_plain_tuples_will_do(voice, tmp_path):
    assert make_recordings([("S-9", "f", "km", WORDS, "ogg")], tmp_path)["S-9"].is_file()
    told = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
    assert list(told) == ["S-9.ogg"]
