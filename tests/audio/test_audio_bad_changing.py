"""Recordings that change on the way, have no index of their length, or come from a browser or a telephone exchange."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import av.logging
import numpy as np
import pytest
from judging import REFUSED, SECOND, USABLE, WARNED, coded, in_words, judgement

from studio.audio.files.sniff import container_of
from studio.audio.meters.meter import Meter
from studio.audio.takes.child import examine
from studio.audio.takes.decode import LIMITS, clean_copy, judge

pytestmark = pytest.mark.usefixtures("complaints")


def verdict(path):
    """The verdict, its codes with their values, and the length in ms."""
    found = judgement(path)
    return *in_words(found), found.report.ms if found.report else 0


def mp3(folder, sound, rate=44_100, bitrate=128_000):
    """Plain frames, without a tag and without a header that counts them."""
    plain = {"write_xing": "0", "id3v2_version": "0"}
    return coded(folder / "piece.mp3", sound, "mp3", "libmp3lame", "fltp", rate, bitrate, **plain).read_bytes()


def adts(folder, sound, rate=44_100):
    return coded(folder / "piece.aac", sound, "adts", "aac", "fltp", rate).read_bytes()


def joined(path, *pieces):
    path.write_bytes(b"".join(pieces))
    return path


@pytest.mark.parametrize("form", ["mp3", "aac"])
@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_a_rate_that_changes_on_the_way_is_followed_and_told(form, rate, tmp_path, sounds):
    sound, make = sounds["tone"](2, -20, hertz=440), {"mp3": mp3, "aac": adts}[form]
    path = joined(tmp_path / f"take.{form}", make(tmp_path, sound), make(tmp_path, sound, rate))
    given, said, ms = verdict(path)
    assert given == WARNED
    assert said["changes"] == {"times": 1}
    assert set(said) <= {"changes", "decode-errors", "noisy"}
    assert ms == pytest.approx(4000, abs=200)
    examine(path, path.name, tmp_path / "copy.flac", LIMITS.length)
    heard = sounds["heard"](tmp_path / "copy.flac")[:, 0]
    for middle in (SECOND, SECOND * 3):
        part = heard[middle - SECOND // 4 : middle + SECOND // 4]
        assert np.abs(np.fft.rfft(part * np.hanning(len(part)))).argmax() * 2 == 440, "the pitch stays"


@pytest.mark.parametrize("form", ["mp3", "aac"])
def test_channels_that_change_on_the_way_are_followed_and_told(form, tmp_path, sounds):
    sound, make = sounds["babble"](2), {"mp3": mp3, "aac": adts}[form]
    path = joined(tmp_path / f"take.{form}", make(tmp_path, sound), make(tmp_path, np.hstack([sound, sound])))
    given, said, ms = verdict(path)
    assert given == WARNED
    assert said["changes"] == {"times": 1}
    assert set(said) <= {"changes", "decode-errors"}
    assert ms == pytest.approx(4000, abs=200)


def test_a_bitrate_that_varies_without_an_index_is_no_damage(tmp_path, sounds):
    """Quiet frames of 32 kbit/s before loud ones of 320: a length guessed from the first is far too long."""
    quiet, loud = (
        mp3(tmp_path, np.zeros((SECOND * 6, 1)), bitrate=32_000),
        mp3(tmp_path, sounds["babble"](6), bitrate=320_000),
    )
    for pieces in ((quiet, loud), (loud, quiet)):
        given, said, ms = verdict(joined(tmp_path / "take.mp3", *pieces))
        assert (given, said) == (USABLE, {})
        assert ms == pytest.approx(12_000, abs=200)


def test_two_mp3_in_one_file_are_both_heard(tmp_path, sounds):
    pieces = [sounds["encode"](tmp_path / "piece.mp3", sounds["babble"](2), "mp3").read_bytes()] * 2
    given, said, ms = verdict(joined(tmp_path / "take.mp3", *pieces))
    assert given == WARNED
    assert set(said) == {"decode-errors"}
    assert said["decode-errors"]["errors"] <= 2
    assert ms == pytest.approx(4000, abs=100)


@pytest.mark.parametrize(("codec", "kind"), [("libopus", "flt"), ("flac", "s16")])
def test_chained_ogg_is_heard_to_its_end(codec, kind, tmp_path, sounds):
    """Recorders that pause begin a new stream in the same file. Source: RFC 3533, 4 (sequential multiplexing)."""
    piece = coded(tmp_path / "piece.ogg", sounds["babble"](2), "ogg", codec, kind).read_bytes()
    for count in (2, 3):
        assert verdict(joined(tmp_path / "take.ogg", *[piece] * count)) == (USABLE, {}, count * 2000)


def test_chained_ogg_that_changes_its_channels_is_told(tmp_path, sounds):
    sound = sounds["babble"](2)
    pieces = [
        coded(tmp_path / "p.ogg", one, "ogg", "libopus", "flt").read_bytes() for one in (sound, np.hstack([sound] * 2))
    ]
    given, said, _ = verdict(joined(tmp_path / "take.ogg", *pieces))
    assert given == WARNED
    assert {"decode-errors", "changes", "truncated"} & set(said)


def test_webm_from_a_browser_is_usable(tmp_path, sounds):
    """As Chrome and Firefox record: Opus, clusters of unknown size, no length in the header."""
    sound = sounds["babble"](3)
    path = coded(tmp_path / "take.webm", sound, "webm", "libopus", "flt", live="1")
    given, said, ms = verdict(path)
    assert (given, said) == (USABLE, {})
    assert ms == pytest.approx(3000, abs=40)
    report = examine(path, path.name, None, LIMITS.length)
    meter = Meter(1)
    meter.add(sound)
    assert (report.codec, report.rate, report.channels) == ("opus", SECOND, 1)
    assert report.lufs == pytest.approx(meter.loudness().integrated, abs=0.5)


def test_webm_becomes_a_working_copy_in_the_real_child(tmp_path, sounds):
    path = coded(tmp_path / "take.webm", sounds["babble"](2), "webm", "libopus", "flt", live="1")
    assert clean_copy(path, tmp_path / "take.flac").ms == pytest.approx(2000, abs=40)
    assert len(sounds["heard"](tmp_path / "take.flac")) == pytest.approx(2 * SECOND, abs=2000)


def test_mp4_in_fragments_from_a_browser_is_usable(tmp_path, sounds):
    """As Safari records: AAC, an empty index in front, fragments behind it."""
    fragments = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "500000"}
    path = coded(tmp_path / "take.m4a", sounds["babble"](3), "mp4", "aac", "fltp", **fragments)
    given, said, ms = verdict(path)
    assert (given, said) == (USABLE, {})
    assert ms == pytest.approx(3000, abs=60)


@pytest.mark.parametrize(
    ("codec", "kind", "name"), [("pcm_s16le", "s16", "pcm_s16le"), ("libmp3lame", "fltp", "mp3float")]
)
def test_matroska_holds_opus_and_vorbis_alone(codec, kind, name, tmp_path, sounds):
    path = coded(tmp_path / "take.mka", sounds["babble"](1), "matroska", codec, kind)
    assert verdict(path) == (REFUSED, {"coding-unknown": {"coding": name}}, 0)


def film(path, container, sound):
    """A film of 25 pictures, with sound or without."""
    with av.open(str(path), "w", format=container) as file:
        video = file.add_stream("mpeg4" if container == "mp4" else "mjpeg", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p" if container == "mp4" else "yuvj420p"
        audio = (
            file.add_stream("aac" if container == "mp4" else "libopus", rate=SECOND, layout="mono")
            if sound is not None
            else None
        )
        for number in range(25):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number * 10, np.uint8), format="rgb24")
            picture.pts, picture.time_base = number, Fraction(1, 25)
            file.mux(video.encode(picture))
        file.mux(video.encode(None))
        if audio is not None:
            kind = "fltp" if container == "mp4" else "flt"
            resampler = av.AudioResampler(
                format=kind, layout="mono", rate=SECOND, frame_size=audio.codec_context.frame_size
            )
            source = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="fltp", layout="mono")
            source.sample_rate, source.time_base, source.pts = SECOND, Fraction(1, SECOND), 0
            for frame in [*resampler.resample(source), *resampler.resample(None)]:
                file.mux(audio.encode(frame))
            file.mux(audio.encode(None))
    return path


@pytest.mark.parametrize(("container", "ending"), [("mp4", "mp4"), ("matroska", "mkv")])
def test_the_sound_of_a_film_is_taken_and_its_pictures_are_never_decoded(container, ending, tmp_path, sounds):
    path = film(tmp_path / f"take.{ending}", container, sounds["babble"](1))
    given, said, ms = verdict(path)
    assert (given, said) == (USABLE, {})
    assert ms == pytest.approx(1000, abs=60)
    silent = film(tmp_path / f"silent.{ending}", container, None)
    assert verdict(silent) == (REFUSED, {"no-sound": {}}, 0)


def test_a_wrong_ending_is_told_by_the_name_that_people_know(tmp_path, sounds):
    for form, ending, container in (("mp3", ".flac", "mp3"), ("m4a", ".mp3", "m4a"), ("opus", ".wav", "ogg")):
        path = sounds["encode"](tmp_path / f"take{ending}", sounds["babble"](1.5), form)
        assert verdict(path)[:2] == (WARNED, {"mislabelled": {"ending": ending, "container": container}})
    path = coded(tmp_path / "take.ogg", sounds["babble"](1.5), "webm", "libopus", "flt")
    assert verdict(path)[:2] == (WARNED, {"mislabelled": {"ending": ".ogg", "container": "webm"}})


SPOKEN = Path("/usr/share/asterisk/sounds/en_US_f_Allison/demo-congrats.gsm")


@pytest.mark.debian
@pytest.mark.skipif(
    not SPOKEN.is_file(), reason="recordings are missing; run: apt-get install asterisk-core-sounds-en-gsm"
)
def test_gsm_from_a_telephone_exchange_is_usable_by_its_ending_and_its_frames(tmp_path, sounds):
    report = judge(SPOKEN).report
    assert (report.codec, report.rate, report.channels, report.warnings) == ("gsm", 8000, 1, ())
    assert report.ms == pytest.approx(SPOKEN.stat().st_size / 33 * 20, abs=20)
    content = SPOKEN.read_bytes()
    cut, broken, renamed = tmp_path / "cut.gsm", tmp_path / "broken.gsm", tmp_path / "take.bin"
    cut.write_bytes(content[:-5])
    assert verdict(cut)[:2] == (WARNED, {"end-missing": {}})
    renamed.write_bytes(content)
    assert verdict(renamed) == (REFUSED, {"format-unknown": {}}, 0)
    damaged = bytearray(content)
    damaged[33 * 1000 : 33 * 1000 + 330] = bytes(330)
    broken.write_bytes(damaged)
    given, said, _ = verdict(broken)
    assert given == WARNED
    assert said["decode-errors"]["errors"] == 10


def test_gsm_is_not_guessed():
    frame = b"\xd5" + bytes(32)
    assert container_of(frame * 10, ".gsm") == "gsm"
    assert container_of(frame * 10) is None
    assert container_of(frame * 10, ".mp3") is None
    assert container_of(frame * 9 + b"\x05" + bytes(32), ".gsm") is None
    assert container_of(b"#EXTM3U\n" * 10, ".gsm") is None
