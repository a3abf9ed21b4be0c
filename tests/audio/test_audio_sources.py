"""Sources made ready: whatever they are, once, and every one that cannot be used is named."""

from __future__ import annotations

import numpy as np
import pytest

from studio.audio.files.source import playable
from studio.audio.player.sources import Sources, silent
from studio.audio.player.workers import in_turn
from studio.audio.values import Cleaning, Cue
from studio.errors import SoundRefused
from studio.store.cache import Cache

SECOND = 48_000


def ready(sources, cache, work=in_turn, cleaning=None):
    cues = [Cue("voice", name, 0, 0, SECOND, cleaning=cleaning or Cleaning()) for name in sources]
    return Sources(cues, sources, {}, cache, work, silent)


def test_a_source_of_any_format_is_played_at_48_kHz_with_its_sides(tmp_path, sounds):
    stereo = np.concatenate([sounds["babble"](2, 1), sounds["babble"](2, 2)], axis=1)
    paths = {form: sounds["encode"](tmp_path / f"s.{form}", stereo, form) for form in ("mp3", "m4a", "opus", "flac")}
    paths["low"] = sounds["write_wav"](tmp_path / "low.wav", sounds["tone"](1, -20), 8_000)
    found = ready(paths, Cache(tmp_path / "cache", 1 << 30))
    assert {name: one.channels for name, one in found.metered.items()} == dict.fromkeys(paths, 2) | {"low": 1}
    assert found.metered["low"].length == pytest.approx(6 * SECOND, abs=2)
    for name, path in found.paths(paths).items():
        with playable(path) as source:
            assert sum(map(len, source.blocks())) == found.metered[name].length


def test_a_source_is_decoded_once_and_again_only_where_the_cache_lost_it(tmp_path, sounds):
    calls = []

    def counted(work, tasks, done):
        calls.append(len(tasks))
        in_turn(work, tasks, done)

    paths = {"a": sounds["encode"](tmp_path / "a.mp3", sounds["babble"](2, 1), "mp3")}
    cache = Cache(tmp_path / "cache", 1 << 30)
    first = ready(paths, cache, counted).paths(paths)["a"]
    assert calls == [1, 0]
    second = ready(paths, cache, counted).paths(paths)["a"]
    assert calls == [1, 0, 0, 0]
    assert second == first
    before = first.read_bytes()
    content = bytearray(before)
    content[5000] ^= 1
    first.write_bytes(content)
    assert ready(paths, cache, counted).paths(paths)["a"].read_bytes() == before
    assert calls == [1, 0, 0, 0, 0, 1]


def test_every_missing_and_unusable_source_is_named(tmp_path):
    (tmp_path / "text.flac").write_text("#EXTM3U\nhttp://example.org/a.mp3\n")
    (tmp_path / "empty.wav").touch()
    sources = {"lost": tmp_path / "lost.flac", "text": tmp_path / "text.flac", "empty": tmp_path / "empty.wav"}
    with pytest.raises(SoundRefused) as refused:
        ready(sources, Cache(tmp_path / "cache", 1 << 30))
    assert {(one.code, one.where) for one in refused.value.faults} == {
        ("audio.source-missing", "lost"),
        ("audio.format-unknown", "text.flac"),
        ("audio.empty", "empty.wav"),
    }


def test_a_sound_whose_sides_are_the_same_is_one_channel(tmp_path, sounds):
    one = sounds["babble"](2, 1)
    other = sounds["babble"](2, 2)
    paths = {
        "same": sounds["encode"](tmp_path / "same.flac", np.repeat(one, 2, axis=1), "flac"),
        "wav": sounds["write_wav"](tmp_path / "w.wav", np.repeat(one, 2, axis=1)),
        "two": sounds["write_wav"](tmp_path / "t.wav", np.concatenate([one, other], axis=1)),
        "mono": sounds["write_wav"](tmp_path / "m.wav", one),
    }
    found = ready(paths, Cache(tmp_path / "cache", 1 << 30)).metered
    assert {name: one.channels for name, one in found.items()} == {"same": 1, "wav": 1, "two": 2, "mono": 1}
    assert np.array_equal(found["wav"].own, found["mono"].own)
