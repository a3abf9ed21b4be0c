"""Opus in Ogg: pages, positions and checksums as the standard has them, and sound that is the sound that came in."""

from __future__ import annotations

import base64
import io
import os
import struct
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus
from PIL import Image

from studio.audio.files.opus import FRAME, OpusWriter, checksum, laced
from studio.audio.files.tags import vorbis_comments
from studio.audio.files.writers import COSTLY, writer
from studio.audio.values import Mark, MasterSpec, Tags
from studio.errors import SoundRefused

SECOND = 48_000
PRE_SKIP = 312
NOTHING_ENDS = (1 << 64) - 1
SHOW = (
    Path("/usr/share/asterisk/sounds/en_US_f_Allison/demo-congrats.wav"),
    Path("/usr/share/asterisk/moh/manolo_camp-morning_coffee.wav"),
)


def picture_of(kind):
    content = io.BytesIO()
    Image.new("RGB", (2, 3), "#225588").save(content, kind)
    return content.getvalue()


PNG = picture_of("PNG")


def written(path, sound, bitrate=24, comments=None, cut=7_001):
    comments = vorbis_comments(Tags("t")) if comments is None else comments
    with OpusWriter(path, sound.shape[1], bitrate, comments) as made:
        for at in range(0, len(sound), cut):
            made.write(sound[at : at + cut])
    return path


def slow_checksum(content):
    crc = 0
    for byte in content:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc >> 31 else 0)) & 0xFFFFFFFF
    return crc


def pages(path):
    """Flags, granule position, serial, number, lacing and body of every page, its checksum verified bit by bit."""
    content = path.read_bytes()
    found = []
    while content:
        magic, version, flags, granule, serial, number, crc, count = struct.unpack("<4sBBQIIIB", content[:27])
        lacing = content[27 : 27 + count]
        size = 27 + count + sum(lacing)
        assert (magic, version) == (b"OggS", 0)
        assert slow_checksum(content[:22] + bytes(4) + content[26:size]) == crc
        found.append((flags, granule, serial, number, lacing, content[27 + count : size]))
        content = content[size:]
    return found


@given(content=st.binary(max_size=400))
def test_law_the_checksum_is_the_checksum_by_bits(content):
    assert checksum(content) == slow_checksum(content)


@pytest.mark.parametrize("count", [1, FRAME - PRE_SKIP, FRAME - PRE_SKIP + 1, 123_457])
def test_the_pages_are_as_the_standard_has_them(count, tmp_path, make):
    found = pages(written(tmp_path / "m.opus", make["babble"](3)[:count]))
    assert [number for _, _, _, number, _, _ in found] == list(range(len(found)))
    assert len({serial for _, _, serial, _, _, _ in found}) == 1
    assert [flags for flags, *_ in found] == [2, 0, *[0] * (len(found) - 3), 4]
    head = found[0][5]
    assert (head[:8], head[8], head[9], head[10:12], head[12:16], head[16:19]) == (
        b"OpusHead",
        1,
        1,
        PRE_SKIP.to_bytes(2, "little"),
        SECOND.to_bytes(4, "little"),
        bytes(3),
    )
    assert found[1][5][:8] == b"OpusTags"
    at = 0
    for _, granule, _, _, lacing, _ in found[2:-1]:
        at += FRAME * sum(one < 255 for one in lacing)
        assert granule == at
    assert found[-1][1] == count + PRE_SKIP
    assert at < count + PRE_SKIP <= at + FRAME * sum(one < 255 for one in found[-1][4])
    assert found[-1][1] > at + FRAME * (sum(one < 255 for one in found[-1][4]) - 1)


def test_packets_of_the_highest_bitrate_fit_their_pages(tmp_path, make):
    sound = np.concatenate([make["babble"](5, 1), make["babble"](5, 2)], axis=1)
    found = pages(written(tmp_path / "m.opus", sound, 320))
    assert all(granule != NOTHING_ENDS and lacing[-1] < 255 for _, granule, _, _, lacing, _ in found)
    assert make["heard"](tmp_path / "m.opus").shape == sound.shape


def test_large_tags_go_over_several_pages(tmp_path, make):
    comments = vorbis_comments(Tags("t", comment="ក" * 60_000))
    found = pages(written(tmp_path / "m.opus", make["babble"](1), comments=comments))
    tags = [one for one in found if one[1] in (0, NOTHING_ENDS)][1:]
    assert [flags for flags, *_ in tags] == [0, 1, 1]
    assert [granule for _, granule, *_ in tags] == [NOTHING_ENDS, NOTHING_ENDS, 0]
    assert b"".join(body for *_, body in tags) == b"OpusTags" + comments
    assert mutagen.File(tmp_path / "m.opus")["description"] == ["ក" * 60_000]


@given(sizes=st.lists(st.integers(0, 1300), max_size=5))
def test_law_lacing_tells_every_length(sizes):
    lengths, at = [], 0
    for one in laced([bytes(size) for size in sizes]):
        at += one
        if one < 255:
            lengths.append(at)
            at = 0
    assert (lengths, at) == (sizes, 0)


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 5000), cut=st.integers(1, 3000))
def test_law_the_length_is_exact_however_the_sound_is_cut(tmp_path_factory, make, count, cut):
    folder = tmp_path_factory.mktemp("opus")
    sound = make["tone"](0.2, -12)[:count]
    path = written(folder / "m.opus", sound, cut=cut)
    assert len(make["heard"](path)) == count
    assert path.read_bytes() == written(folder / "n.opus", sound, cut=FRAME).read_bytes()


@pytest.mark.parametrize("bitrate", [16, 24, 32, 64])
def test_the_level_stays(bitrate, tmp_path, make):
    sound = make["tone"](5.0, -12, 997)
    path = written(tmp_path / "m.opus", sound, bitrate)
    back = make["heard"](path)
    middle = slice(SECOND // 2, -SECOND // 2)
    level = np.sqrt((back[middle] ** 2).mean() / (sound[middle] ** 2).mean())
    assert 20 * np.log10(level) == pytest.approx(0, abs=0.5)


@pytest.mark.debian
@pytest.mark.parametrize("bitrate", [16, 24, 32, 64])
def test_a_show_has_the_bitrate_that_was_asked_for(bitrate, tmp_path, make):
    """Half speech, half music, recorded by others; silence costs less, and libopus alone took up to a third more."""
    if not all(path.is_file() for path in SHOW):
        mend = "recordings are missing; run: apt-get install asterisk-core-sounds-en-wav asterisk-moh-opsound-wav"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(mend)
    parts = [soxr.resample(make["heard"](path)[: 8000 * 30], 8000, SECOND) for path in SHOW]
    sizes = [written(tmp_path / "m.opus", part, bitrate).stat().st_size for part in (*parts, np.concatenate(parts))]
    speech, music, show = (
        size * 8 / seconds / 1000 / bitrate for size, seconds in zip(sizes, (30, 30, 60), strict=True)
    )
    assert speech < 1.06
    assert music == pytest.approx(1, abs=0.05)
    assert show == pytest.approx(1, abs=0.05)


def test_mutagen_reads_tags_chapters_and_a_small_cover(tmp_path, make):
    tags = Tags("ចំណងជើង", "A", language="khm", cover=PNG)
    path = tmp_path / "m.opus"
    with writer(path, MasterSpec("low", "opus", 24, 1), 1, [Mark(0, "ទីមួយ")], tags, 96_001) as made:
        made.write(make["babble"](3)[:96_001])
    read = OggOpus(path)
    assert read.info.length == 96_001 / SECOND
    assert {key: text for key, (text,) in read.tags.as_dict().items() if key != "metadata_block_picture"} == {
        "title": "ចំណងជើង",
        "artist": "A",
        "language": "khm",
        "chapter001": "00:00:00.000",
        "chapter001name": "ទីមួយ",
    }
    shown = Picture(base64.b64decode(read["metadata_block_picture"][0]))
    assert (shown.data, shown.mime, shown.type, shown.width, shown.height) == (PNG, "image/png", 3, 2, 3)


def test_a_cover_that_costs_the_listener_too_much_is_left_out(tmp_path, make):
    tags = Tags("t", cover=PNG + bytes(COSTLY))
    with writer(tmp_path / "m.opus", MasterSpec("low", "opus", 24, 1), 1, (), tags, SECOND) as made:
        made.write(make["babble"](1))
    assert "metadata_block_picture" not in OggOpus(tmp_path / "m.opus")
    assert (tmp_path / "m.opus").stat().st_size < 8000


def test_nothing_cannot_be_encoded(tmp_path):
    with pytest.raises(SoundRefused), OpusWriter(tmp_path / "m.opus", 1, 24, b""):
        pass
