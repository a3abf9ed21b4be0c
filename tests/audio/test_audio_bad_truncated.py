"""Recordings that are cut off, and headers that do not tell the truth: each has its verdict, with its values."""

from __future__ import annotations

import struct

import av
import av.logging
import numpy as np
import pytest
from judging import REFUSED, SECOND, USABLE, WARNED, coded, verdict

from studio.audio.takes.child import examine
from studio.audio.takes.decode import LIMITS
from studio.audio.takes.headers import mp3_seconds, mp3_whole, wav_header

pytestmark = pytest.mark.usefixtures("complaints")


FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "500000"}
FORMS = {
    "wav": lambda path, s, sound: s["encode"](path, sound, "wav"),
    "w64": lambda path, s, sound: coded(path, sound, "w64", "pcm_s16le", "s16"),
    "mp3": lambda path, s, sound: s["encode"](path, sound, "mp3"),
    "aac": lambda path, s, sound: s["encode"](path, sound, "aac"),
    "opus": lambda path, s, sound: s["encode"](path, sound, "opus"),
    "flac": lambda path, s, sound: s["encode"](path, sound, "flac"),
    "m4a": lambda path, s, sound: s["encode"](path, sound, "m4a"),
    "fast.m4a": lambda path, s, sound: coded(path, sound, "mp4", "aac", "fltp", movflags="+faststart"),
    "fragments.m4a": lambda path, s, sound: coded(path, sound, "mp4", "aac", "fltp", **FRAGMENTED),
    "webm": lambda path, s, sound: coded(path, sound, "webm", "libopus", "flt"),
    "amr": lambda path, s, sound: s["encode"](path, sound, "amr"),
}
TOLD_BY_LENGTH = {"wav", "w64", "mp3", "flac", "fast.m4a", "webm"}


@pytest.fixture(scope="module")
def whole(make, tmp_path_factory):
    """One recording of 3 s in each format, and its bytes."""
    folder, sound = tmp_path_factory.mktemp("whole"), make["babble"](3)
    if "libopencore_amrnb" not in av.codecs_available:
        pytest.skip("this build of PyAV has no AMR encoder: install a PyAV wheel from PyPI")
    return {form: build(folder / f"take.{form}", make, sound).read_bytes() for form, build in FORMS.items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_recording_is_usable_without_a_word(form, whole, tmp_path):
    path = tmp_path / f"take.{form}"
    path.write_bytes(whole[form])
    assert verdict(path) == (USABLE, {})


@pytest.mark.parametrize("share", [0.4, 0.85])
@pytest.mark.parametrize("form", sorted(set(FORMS) - {"m4a"}))
def test_a_cut_recording_is_usable_up_to_the_cut_and_says_what_is_missing(form, share, whole, tmp_path):
    path = tmp_path / f"take.{form}"
    path.write_bytes(whole[form][: int(len(whole[form]) * share)])
    given, said = verdict(path)
    assert given == WARNED
    if form in TOLD_BY_LENGTH:
        assert said["truncated"]["missing_s"] == pytest.approx(3 * (1 - share), abs=0.5)
    else:
        assert {"end-missing", "truncated"} & set(said)
    assert "decode-errors" not in said, "what is missing at the end is no damage in the middle"


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"m4a"}))
def test_even_the_last_bytes_are_missed(form, whole, tmp_path):
    path = tmp_path / f"take.{form}"
    path.write_bytes(whole[form][:-3])
    assert verdict(path) == (WARNED, {"end-missing": {}})


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
def test_an_m4a_without_its_index_is_refused_because_it_was_never_finished(share, whole, tmp_path):
    path = tmp_path / "take.m4a"
    path.write_bytes(whole["m4a"][: int(len(whole["m4a"]) * share)])
    assert verdict(path) == (REFUSED, {"index-missing": {}})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 40])
def test_a_few_bytes_are_refused(form, size, whole, tmp_path):
    path = tmp_path / f"take.{form}"
    path.write_bytes(whole[form][:size])
    given, said = verdict(path)
    assert given == REFUSED
    assert set(said) <= {"format-unknown", "unreadable", "nothing-decoded", "index-missing", "too-short"}


@pytest.mark.parametrize("form", ["mp3", "flac", "opus", "aac", "fast.m4a", "webm", "amr"])
def test_damage_in_the_middle_is_counted(form, whole, tmp_path):
    content = bytearray(whole[form])
    middle, size = len(content) // 2, len(content) // 10
    content[middle : middle + size] = np.random.default_rng(7).bytes(size)
    path = tmp_path / f"take.{form}"
    path.write_bytes(content)
    given, said = verdict(path)
    assert given == WARNED
    assert {"decode-errors", "truncated"} & set(said)
    if "decode-errors" in said:
        assert 0 < said["decode-errors"]["errors"] <= said["decode-errors"]["packets"]


def riff(sound, *, rate=SECOND, channels=1, bits=16, byte_rate=None, align=None, length=None, behind=b""):
    body = np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes()
    align = channels * bits // 8 if align is None else align
    fields = struct.pack("<HHIIHH", 1, channels, rate, rate * align if byte_rate is None else byte_rate, align, bits)
    chunks = b"fmt " + struct.pack("<I", 16) + fields + b"data"
    chunks += struct.pack("<I", len(body) if length is None else length) + body + behind
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ({}, (USABLE, {})),
        ({"length": 0}, (USABLE, {})),
        ({"length": 0xFFFFFFFF}, (USABLE, {})),
        ({"length": SECOND * 2 * 20}, (WARNED, {"truncated": {"missing_s": 17.0}})),
        ({"length": SECOND * 2}, (WARNED, {"length-wrong": {"said_s": 1.0, "found_s": 3.0}})),
        ({"length": SECOND * 2, "behind": b"LIST" + struct.pack("<I", 4) + b"INFO"}, None),
        ({"byte_rate": 12345}, (WARNED, {"header-contradicts": {}})),
        ({"rate": 44_100, "byte_rate": SECOND * 2}, (WARNED, {"header-contradicts": {}})),
        ({"channels": 2, "align": 2, "byte_rate": SECOND * 2}, (WARNED, {"header-contradicts": {}})),
        ({"rate": 0}, None),
        ({"rate": 100}, (REFUSED, {"rate-unusable": {"rate": 100}})),
        ({"rate": 3_000_000}, (REFUSED, {"rate-unusable": {"rate": 3_000_000}})),
        ({"channels": 0}, None),
        ({"channels": 65_535, "align": 65_535, "byte_rate": 4_000_000_000}, None),
        ({"channels": 200}, (REFUSED, {"too-many-channels": {"channels": 200, "most": 32}})),
        ({"bits": 13}, None),
    ],
    ids=str,
)
def test_a_wav_header_that_lies(header, wanted, tmp_path, sounds):
    path = tmp_path / "take.wav"
    path.write_bytes(riff(sounds["babble"](3), **header))
    given, said = verdict(path)
    if wanted:
        assert (given, said) == wanted
    else:
        assert given in (WARNED, REFUSED)
        assert said


def test_sound_behind_the_length_that_a_wav_names_is_used(tmp_path, sounds):
    path = tmp_path / "take.wav"
    path.write_bytes(riff(sounds["babble"](3), length=SECOND * 2))
    assert examine(path, path.name, None, LIMITS.length).ms == 3000


def streaminfo(content, *, rate=44_100, channels=1, total):
    packed = rate << 44 | channels - 1 << 41 | 15 << 36 | total
    return content[:18] + packed.to_bytes(8, "big") + content[26:]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"total": 132_300}, (USABLE, {})),
        ({"total": 0}, (USABLE, {})),
        ({"total": 132_300 * 3}, (WARNED, {"truncated": {"missing_s": 6.0}})),
        ({"total": 44_100 * 3600 * 9}, (WARNED, {"truncated": {"missing_s": 32397.0}})),
        ({"total": 44_100}, (WARNED, {"length-wrong": {"said_s": 1.0, "found_s": 3.0}})),
    ],
    ids=str,
)
def test_a_flac_header_that_lies_about_its_length_is_not_believed(said, wanted, whole, tmp_path):
    path = tmp_path / "take.flac"
    path.write_bytes(streaminfo(whole["flac"], **said))
    assert verdict(path) == wanted


def test_a_flac_header_that_lies_about_rate_and_channels_is_not_believed(whole, tmp_path):
    path = tmp_path / "take.flac"
    path.write_bytes(streaminfo(whole["flac"], rate=8_000, channels=2, total=0))
    values = {"said_rate": 8_000, "said_channels": 2, "rate": 44_100, "channels": 1}
    assert verdict(path) == (WARNED, {"header-wrong": values})
    assert examine(path, path.name, None, LIMITS.length).ms == 3000


def tag(size, body=b""):
    return b"ID3\x04\0\0" + bytes(size >> shift & 127 for shift in (21, 14, 7, 0)) + body


@pytest.mark.parametrize("form", ["mp3", "flac", "aac"])
def test_long_tags_in_front_are_passed_over(form, whole, tmp_path):
    path = tmp_path / f"take.{form}"
    path.write_bytes(tag(100_000, bytes(100_000)) + tag(20, bytes(20)) + whole[form])
    assert verdict(path) == (USABLE, {})


def test_a_tag_that_announces_256_megabytes_is_passed_over(whole, tmp_path):
    path = tmp_path / "take.mp3"
    path.write_bytes(tag((1 << 28) - 1) + whole["mp3"])
    assert verdict(path) == (WARNED, {"tag-damaged": {}})
    assert examine(path, path.name, None, LIMITS.length).ms == 3000


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_beginning_is_refused_or_told(form, whole, tmp_path):
    """The first bytes are zeroed, one after the other; no such file is taken for a sound one unless it is."""
    content = whole[form]
    for count in (4, 64):
        path = tmp_path / f"{count}.{form}"
        path.write_bytes(bytes(count) + content[count:])
        given, said = verdict(path)
        if form not in ("mp3", "aac"):
            assert given in (REFUSED, WARNED)
            assert said


def test_frames_of_mp3_are_counted_from_its_own_header(whole):
    assert mp3_seconds(whole["mp3"][whole["mp3"].index(b"\xff\xfb") :]) == pytest.approx(3, abs=0.1)
    assert mp3_seconds(b"") == 0.0
    assert mp3_seconds(bytes.fromhex("fffb9064") + bytes(413)) == 0.0


def test_the_last_frame_of_mp3_is_looked_at_behind_its_tags(whole):
    content = whole["mp3"]
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 0) + bytes(8)
    for behind in (b"", b"TAG" + bytes(125), ape, ape + b"TAG" + bytes(125)):
        assert mp3_whole(content + behind)
        assert not mp3_whole(content[:-5] + behind)
    assert mp3_whole(b"")
    assert mp3_whole(bytes(5000))


def test_a_wav_header_is_read_at_any_place():
    chunks = b"JUNK" + struct.pack("<I", 27) + bytes(28) + b"fmt " + struct.pack("<I", 16)
    chunks += struct.pack("<HHIIHH", 1, 2, 8000, 32000, 4, 16) + b"data" + struct.pack("<I", 64)
    header = wav_header(b"RIFF" + bytes(4) + b"WAVE" + chunks + bytes(64))
    assert (header.rate, header.channels, header.bits, header.length, header.contradicts) == (8000, 2, 16, 64, False)
    assert wav_header(b"RIFF" + bytes(4) + b"WAVE") is None
    long = b"ds64" + struct.pack("<I", 28) + struct.pack("<QQQI", 0, 1 << 33, 0, 0)
    header = wav_header(b"RF64" + bytes(4) + b"WAVE" + long + chunks[:-4] + b"\xff\xff\xff\xff")
    assert header.length == 1 << 33
