"""What players show: ID3v2.3 as mutagen, PyAV and ffprobe read it, Vorbis comments as a plain reader does."""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from studio.audio.files.tags import id3, vorbis_comments
from studio.audio.values import Mark, Tags

SECOND = 48_000
AIRED = datetime(2012, 5, 17, 23, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
TAGS = Tags(
    "សំឡេងសហគមន៍ ភាគ ៧",
    "Network Participants",
    "សំឡេងសហគមន៍",
    year=2012,
    genre="Podcast",
    language="khm",
    comment="ស្រ្តី​នេសាទ",
    track=7,
    originated=AIRED,
    license="CC-BY-NC-4.0",
    license_url="https://creativecommons.org/licenses/by-nc/4.0/",
)
MARKS = (Mark(0, "ការបើកកម្មវិធី"), Mark(SECOND + 24, "អ្នកនេសាទ​ បឹង\u200bទន្លេសាប"), Mark(2 * SECOND, "ចប់"))


def told(content):
    """A Vorbis comment block as vendor and fields, read to its last byte."""
    found = []
    at = 0

    def one():
        nonlocal at
        size = struct.unpack("<I", content[at : at + 4])[0]
        at += 4 + size
        return content[at - size : at].decode()

    vendor = one()
    count = struct.unpack("<I", content[at : at + 4])[0]
    at += 4
    for _ in range(count):
        found.append(one().split("=", 1))
    assert at == len(content)
    return vendor, found


def silent_mp3(path, tag, seconds=3):
    """A tag in front of frames of silence that another encoder made."""
    body = io.BytesIO()
    with av.open(body, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as file:
        stream = file.add_stream("libmp3lame", rate=SECOND, layout="mono")
        frame = av.AudioFrame(format="fltp", layout="mono", samples=SECOND * seconds)
        frame.planes[0].update(bytes(4 * SECOND * seconds))
        frame.sample_rate = SECOND
        file.mux([*stream.encode(frame), *stream.encode(None)])
    path.write_bytes(tag + body.getvalue())
    return path


def test_a_player_is_told_the_length_the_day_and_the_licence():
    read = ID3(io.BytesIO(id3(TAGS, MARKS, 3 * SECOND + 1) + bytes(20)))
    assert {key: str(read[key]) for key in ("TLEN", "TDRC", "TCOP", "TLAN", "TRCK")} == {
        "TLEN": "3001",
        "TDRC": "2012-05-17",
        "TCOP": "2012 Network Participants CC-BY-NC-4.0",
        "TLAN": "khm",
        "TRCK": "7",
    }
    assert read["WCOP"].url == TAGS.license_url


def test_what_is_not_known_is_not_told():
    read = ID3(io.BytesIO(id3(Tags("t")) + bytes(20)))
    assert sorted(read) == ["TIT2"]
    assert told(vorbis_comments(Tags("t"))) == ("Studio", [["TITLE", "t"]])


def test_pyav_reads_khmer_chapters_that_follow_one_another(tmp_path):
    path = silent_mp3(tmp_path / "m.mp3", id3(TAGS, MARKS, 3 * SECOND))
    with av.open(str(path)) as opened:
        assert opened.metadata["title"] == TAGS.title
        chapters = opened.chapters()
    edges = [(float(one["start"] * one["time_base"]), float(one["end"] * one["time_base"])) for one in chapters]
    assert edges == [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)]
    assert [one["metadata"]["title"] for one in chapters] == [mark.title for mark in MARKS]


@pytest.mark.debian
def test_ffprobe_reads_khmer_chapters_and_tags(tmp_path):
    found = probed(silent_mp3(tmp_path / "m.mp3", id3(TAGS, MARKS, 3 * SECOND)))
    shown = found["format"]["tags"]
    assert (shown["title"], shown["album"], shown["date"]) == (TAGS.title, TAGS.album, "2012-05-17")
    assert [(one["start"], one["end"], one["tags"]["title"]) for one in found["chapters"]] == [
        (0, 1000, MARKS[0].title),
        (1000, 2000, MARKS[1].title),
        (2000, 3000, MARKS[2].title),
    ]


LONG = [Mark(48 * 100 * number, "ក" * size) for number, size in enumerate((1, 41, 42, 43, 64, 65, 127, 128, 129, 5000))]


def test_mutagen_and_pyav_read_titles_of_any_length(tmp_path):
    path = silent_mp3(tmp_path / "m.mp3", id3(Tags("ក" * 200), LONG, 3 * SECOND))
    assert [str(one.sub_frames["TIT2"]) for one in ID3(path).getall("CHAP")] == [mark.title for mark in LONG]
    with av.open(str(path)) as opened:
        assert opened.metadata["title"] == "ក" * 200
        assert [one["metadata"]["title"] for one in opened.chapters()] == [mark.title for mark in LONG]


@pytest.mark.debian
def test_ffprobe_reads_titles_of_any_length(tmp_path):
    found = probed(silent_mp3(tmp_path / "m.mp3", id3(Tags("t"), LONG, 3 * SECOND)))
    assert [one["tags"]["title"] for one in found["chapters"]] == [mark.title for mark in LONG]


def probed(path):
    """What ffprobe shows."""
    if shutil.which("ffprobe") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("ffprobe is missing; run: make tools")
    command = ["ffprobe", "-v", "warning", "-of", "json", "-show_chapters", "-show_format", str(path)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_what_is_plain_is_plain_for_the_simplest_readers():
    """Letters, figures and languages as single bytes; Khmer with its byte order. Source: ID3v2.3.0, 3.3."""
    read = ID3(io.BytesIO(id3(TAGS) + bytes(20)), translate=False)
    assert {name: int(read[name].encoding) for name in ("TPE1", "TYER", "TDAT", "TRCK", "TLAN", "TIT2")} == {
        "TPE1": 0,
        "TYER": 0,
        "TDAT": 0,
        "TRCK": 0,
        "TLAN": 0,
        "TIT2": 1,
    }
    assert (str(read["TYER"]), str(read["TDAT"])) == ("2012", "1705")
    assert ID3(io.BytesIO(id3(Tags("t", year=2012)) + bytes(20)))["TDRC"].text[0].text == "2012"


def test_chapters_in_comments_are_numbered_and_timed():
    marks = [Mark(0, "a"), Mark(48 * 3_723_004, "ខ"), Mark(48 * 3_723_005 + 24, "c=d")]
    _, found = told(vorbis_comments(Tags("t"), marks))
    assert found[1:] == [
        ["CHAPTER001", "00:00:00.000"],
        ["CHAPTER001NAME", "a"],
        ["CHAPTER002", "01:02:03.004"],
        ["CHAPTER002NAME", "ខ"],
        ["CHAPTER003", "01:02:03.006"],
        ["CHAPTER003NAME", "c=d"],
    ]


def test_no_more_chapters_than_three_digits_can_number():
    _, found = told(vorbis_comments(Tags("t"), [Mark(48 * number, "x") for number in range(1200)]))
    assert found[-2][0] == "CHAPTER999"


@given(title=st.text(max_size=200), comment=st.text(max_size=200), names=st.lists(st.text(max_size=40), max_size=5))
def test_law_every_comment_comes_back(title, comment, names):
    names = [name.replace("\0", "") or "x" for name in names]
    marks = [Mark(48 * number, name) for number, name in enumerate(names)]
    _, found = told(vorbis_comments(Tags(title, comment=comment), marks))
    kept = dict(found)
    assert kept.get("TITLE", "") == title.replace("\0", "")
    assert kept.get("DESCRIPTION", "") == comment.replace("\0", "")
    assert [kept[f"CHAPTER{number:03}NAME"] for number in range(1, len(names) + 1)] == names


@given(st.datetimes(timezones=st.just(ZoneInfo("Asia/Phnom_Penh"))))
def test_law_the_day_is_the_day_at_the_station(moment):
    assert Tags("t", year=1999, originated=moment).date == moment.date().isoformat()
