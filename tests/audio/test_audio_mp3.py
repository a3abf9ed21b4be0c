"""MP3 and its tags: level, length to the sample, and what independent readers find."""

from __future__ import annotations

import io
from itertools import pairwise

import mutagen
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from PIL import Image

from studio.audio.files.mp3 import Crc, checked, encoded, write_mp3
from studio.audio.files.tags import id3
from studio.audio.values import Mark, Tags
from studio.errors import SoundRefused

SECOND = 48_000


def pieces_of(sound, cuts):
    """A sound in blocks between cuts."""
    return (sound[begin:end] for begin, end in pairwise([0, *cuts, len(sound)]))


def written(path, sound, bitrate=96, tag=b""):
    content = encoded(pieces_of(sound, range(20_000, len(sound), 20_000)), sound.shape[1], bitrate)
    write_mp3(path, [checked(content, bitrate)], len(sound), sound.shape[1], bitrate, tag)
    return path


@pytest.mark.parametrize(("channels", "bitrate"), [(1, 32), (1, 64), (1, 96), (2, 48), (2, 128), (2, 192), (2, 320)])
def test_an_mp3_has_the_length_and_the_level_it_was_given(channels, bitrate, tmp_path, sounds):
    sound = sounds["tone"](2.0123, -12, 997, channels)
    decoded = sounds["heard"](written(tmp_path / "t.mp3", sound, bitrate))
    assert decoded.shape == sound.shape
    middle = slice(SECOND // 2, -SECOND // 2)
    level = np.dot(decoded[middle, 0], sound[middle, 0]) / np.dot(sound[middle, 0], sound[middle, 0])
    assert 20 * np.log10(level) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("count", [1, 575, 576, 1152, 48_000, 96_001])
def test_the_duration_is_exact_to_every_reader(count, tmp_path, sounds):
    path = written(tmp_path / "t.mp3", np.full((count, 1), 0.1, np.float32))
    assert len(sounds["heard"](path)) == count
    read = mutagen.File(path)
    assert read.info.length == pytest.approx(count / SECOND, abs=0.001)
    assert (read.info.bitrate, read.info.sample_rate, read.info.channels) == (96_000, SECOND, 1)
    assert "LAME" in read.info.encoder_info


def test_a_click_stays_where_it_was(tmp_path, sounds):
    sound = np.zeros((SECOND, 1), np.float32)
    sound[20_000] = 0.9
    decoded = sounds["heard"](written(tmp_path / "t.mp3", sound, 320))
    assert int(np.abs(decoded).argmax()) == 20_000


def test_the_same_sound_gives_the_same_bytes(tmp_path, sounds):
    sound = sounds["babble"](3)
    assert written(tmp_path / "a.mp3", sound).read_bytes() == written(tmp_path / "b.mp3", sound).read_bytes()


def test_a_bitrate_that_mp3_does_not_have_is_refused(tmp_path):
    with pytest.raises(SoundRefused):
        encoded([np.zeros((10, 1), np.float32)], 1, 100)


def plain_crc(content):
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@given(content=st.binary(max_size=300), row=st.integers(1, 20), cut=st.integers(0, 300))
def test_law_the_checksum_by_rows_is_the_checksum_by_bits(content, row, cut):
    crc = Crc(row)
    crc.add(content[:cut])
    crc.add(content[cut:])
    assert crc.value() == plain_crc(content)


def test_the_checksum_has_its_published_value():
    """CRC-16/ARC of the nine digits is 0xBB3D."""
    crc = Crc(4)
    crc.add(b"123456789")
    assert crc.value() == 0xBB3D


def cover():
    content = io.BytesIO()
    Image.new("RGB", (300, 300), "#225588").save(content, "PNG")
    return content.getvalue()


def test_mutagen_reads_every_tag(tmp_path, sounds):
    tags = Tags("ដីរបស់យើង", "Community Voices", "សំឡេងសហគមន៍", 2012, "News", "khm", "សង្ខេប", cover(), 7)
    marks = [Mark(0, "ការបើកកម្មវិធី"), Mark(24_000, "Fishers of the lake"), Mark(48_024, "End")]
    tag = id3(tags, marks, 3 * SECOND)
    read = ID3(written(tmp_path / "t.mp3", sounds["babble"](3), 96, tag))
    assert read.version == (2, 3, 0)
    assert {key: str(read[key]) for key in ("TIT2", "TPE1", "TALB", "TDRC", "TCON", "TLAN", "TRCK")} == {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TALB": tags.album,
        "TDRC": "2012",
        "TCON": "News",
        "TLAN": "khm",
        "TRCK": "7",
    }
    assert read["COMM::khm"].text == ["សង្ខេប"]
    assert (read.getall("APIC")[0].data, read.getall("APIC")[0].mime, read.getall("APIC")[0].type) == (
        cover(),
        "image/png",
        3,
    )
    (toc,) = read.getall("CTOC")
    chapters = [read[f"CHAP:{name}"] for name in toc.child_element_ids]
    assert [(one.start_time, one.end_time) for one in chapters] == [(0, 500), (500, 1000), (1000, 3000)]
    assert [str(one.sub_frames["TIT2"]) for one in chapters] == [mark.title for mark in marks]
    assert (toc.flags, str(toc.sub_frames["TIT2"])) == (3, tags.title)
    assert tag == id3(tags, marks, 3 * SECOND)


def test_pyav_reads_the_chapters_too(tmp_path, sounds):
    marks = [Mark(0, "One"), Mark(SECOND, "ពីរ")]
    path = written(tmp_path / "t.mp3", sounds["babble"](3), 96, id3(Tags("T"), marks, 3 * SECOND))
    av = pytest.importorskip("av")
    with av.open(str(path)) as opened:
        found = [(float(one["start"] * one["time_base"]), one["metadata"]["title"]) for one in opened.chapters()]
    assert found == [(0.0, "One"), (1.0, "ពីរ")]


def test_a_cover_that_is_no_picture_is_refused():
    with pytest.raises(SoundRefused) as refused:
        id3(Tags("t", cover=b"GIF89a"))
    assert refused.value.faults[0].code == "audio.cover-unusable"


@given(title=st.text(max_size=300), comment=st.text(max_size=300), names=st.lists(st.text(max_size=40), max_size=6))
def test_law_every_text_comes_back(title, comment, names):
    title, comment = title.replace("\0", ""), comment.replace("\0", "")
    clean = [name.replace("\0", "") for name in names]
    marks = [Mark(48 * number, name) for number, name in enumerate(clean)]
    read = ID3(io.BytesIO(id3(Tags(title, comment=comment), marks, 48_000) + bytes(20)))
    assert [str(one) for one in read.getall("TIT2")] == ([title] if title else [])
    assert [str(one) for one in read.getall("COMM")] == ([comment] if comment else [])
    assert sorted(str(one.sub_frames.get("TIT2", "")) for one in read.getall("CHAP")) == sorted(clean)
