"""FLAC: working copies that say nothing of themselves, and masters whose front matter is right to the byte."""

from __future__ import annotations

import hashlib
import io
import struct

import mutagen
import numpy as np
import pytest
from mutagen.flac import FLAC, Picture
from PIL import Image

from studio.audio.files.flac import FlacMaster, FlacWriter
from studio.audio.files.tags import picture, vorbis_comments
from studio.audio.files.writers import writer
from studio.audio.values import Mark, MasterSpec, Tags
from studio.errors import SoundRefused

SECOND = 48_000
STREAMINFO, PADDING, SEEKTABLE, COMMENTS, PICTURE = 0, 1, 3, 4, 6


def picture_of(kind):
    content = io.BytesIO()
    Image.new("RGB", (2, 3), "#225588").save(content, kind)
    return content.getvalue()


PNG = picture_of("PNG")


def blocks(content):
    """Type and contents of each metadata block, and the frames behind them."""
    assert content[:4] == b"fLaC"
    found = []
    at, last = 4, False
    while not last:
        front = struct.unpack(">I", content[at : at + 4])[0]
        last, kind, size = front >> 31, front >> 24 & 127, front & 0xFFFFFF
        found.append((kind, content[at + 4 : at + 4 + size]))
        at += 4 + size
    return found, content[at:]


def master(path, sound, rate=SECOND, **more):
    with FlacMaster(path, sound.shape[1], rate, length=len(sound), **more) as made:
        for at in range(0, len(sound), 30_011):
            made.write(sound[at : at + 30_011])
    return path


@pytest.mark.parametrize("bits", [16, 24])
def test_a_working_copy_says_nothing_of_itself(bits, tmp_path, make):
    with FlacWriter(tmp_path / "w.flac", 1, bits) as made:
        made.write(make["babble"](2))
    found, _ = blocks((tmp_path / "w.flac").read_bytes())
    assert {kind for kind, _ in found} <= {STREAMINFO, PADDING, COMMENTS}
    for kind, contents in found:
        if kind == COMMENTS:
            vendor = struct.unpack("<I", contents[:4])[0]
            assert contents[4 + vendor :] == bytes(4)
        if kind == PADDING:
            assert not any(contents)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("count", [1, 575, 4608, 4609, 123_457])
def test_the_stream_is_described_as_it_is(count, channels, tmp_path, make):
    sound = make["babble"](3)[:count].repeat(channels, axis=1)
    found, frames = blocks(master(tmp_path / "m.flac", sound).read_bytes())
    stream = dict(found)[STREAMINFO]
    packed = int.from_bytes(stream[10:18], "big")
    assert (packed >> 44, (packed >> 41 & 7) + 1, (packed >> 36 & 31) + 1) == (SECOND, channels, 24)
    assert packed & (1 << 36) - 1 == count
    whole = np.clip(np.rint(sound.astype(np.float64) * (1 << 23)), -(1 << 23), (1 << 23) - 1).astype("<i4")
    assert stream[18:] == hashlib.md5(whole.view("u1").reshape(-1, 4)[:, :3].tobytes()).digest()
    assert frames[:2] == b"\xff\xf8"


def test_every_seek_point_is_the_beginning_of_its_frame(tmp_path, make):
    sound = np.tile(make["babble"](3), (12, 1))
    found, frames = blocks(master(tmp_path / "m.flac", sound).read_bytes())
    points = list(struct.iter_unpack(">QQH", dict(found)[SEEKTABLE]))
    assert len(points) == 4
    for second, (start, offset, size) in zip((0, 10, 20, 30), points, strict=True):
        assert start <= second * SECOND < start + size
        assert frames[offset : offset + 2] == b"\xff\xf8"


def test_a_seek_lands_where_it_should(tmp_path, make):
    av = pytest.importorskip("av")
    sound = np.tile(make["babble"](3), (12, 1))
    with av.open(str(master(tmp_path / "m.flac", sound))) as opened:
        stream = opened.streams.audio[0]
        opened.seek(25 * SECOND, stream=stream)
        frame = next(opened.decode(stream))
        found = frame.to_ndarray().reshape(-1)[:1000] / 2**31
        start = round(frame.pts * frame.time_base * SECOND)
    assert 0 <= 25 * SECOND - start < SECOND
    assert np.abs(found - sound[start : start + 1000, 0]).max() < 1e-6


def test_fewer_samples_than_were_said_leave_seek_points_open(tmp_path, make):
    with FlacMaster(tmp_path / "m.flac", 1, length=40 * SECOND) as made:
        made.write(make["babble"](12))
    found, _ = blocks((tmp_path / "m.flac").read_bytes())
    starts = [start for start, _, _ in struct.iter_unpack(">QQH", dict(found)[SEEKTABLE])]
    assert starts[2:] == [2**64 - 1] * 2
    assert len(make["heard"](tmp_path / "m.flac")) == 12 * SECOND


def test_mutagen_reads_tags_chapters_and_cover(tmp_path, make):
    tags = Tags("ចំណងជើង", "A", "B", 2012, "News", "khm", "C", PNG, 3, license="CC0")
    marks = [Mark(0, "ទីមួយ"), Mark(3723 * SECOND + 4 * 48, "ទីពីរ")]
    path = tmp_path / "m.flac"
    with writer(path, MasterSpec("m", "flac"), 1, marks, tags, SECOND) as made:
        made.write(make["babble"](1))
    read = FLAC(path)
    assert {key: text[0] for key, text in read.tags.as_dict().items()} == {
        "title": "ចំណងជើង",
        "artist": "A",
        "album": "B",
        "date": "2012",
        "genre": "News",
        "language": "khm",
        "description": "C",
        "tracknumber": "3",
        "license": "CC0",
        "chapter001": "00:00:00.000",
        "chapter001name": "ទីមួយ",
        "chapter002": "01:02:03.004",
        "chapter002name": "ទីពីរ",
    }
    (shown,) = read.pictures
    assert (shown.data, shown.mime, shown.type) == (PNG, "image/png", 3)
    assert (shown.width, shown.height, shown.depth) == (2, 3, 24)
    assert read.info.md5_signature == mutagen.File(path).info.md5_signature != 0


def test_tags_that_no_block_can_hold_are_refused(tmp_path):
    with pytest.raises(SoundRefused) as refused:
        FlacMaster(tmp_path / "m.flac", 1, comments=vorbis_comments(Tags("t", comment="x" * (1 << 24))))
    assert refused.value.faults[0].code == "audio.tags-too-large"


def test_a_jpeg_is_a_cover_too():
    shown = Picture(picture(picture_of("JPEG")))
    assert (shown.data, shown.mime, shown.width, shown.height) == (picture_of("JPEG"), "image/jpeg", 2, 3)


@pytest.mark.parametrize("cover", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + bytes(50)])
def test_a_cover_that_is_no_picture_is_refused(cover):
    with pytest.raises(SoundRefused) as refused:
        picture(cover)
    assert refused.value.faults[0].code == "audio.cover-unusable"
