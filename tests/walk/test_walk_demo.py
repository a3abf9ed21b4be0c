"""The worked example, held against clients, decoders and a meter that nobody here wrote."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import podcastparser
import pytest
import webvtt
from mutagen.mp3 import MP3
from walking import ROOT, Walked, run

EDITIONS = ("2012-05-17-voices", "2012-05-24-voices")
SLOT = 900.0
QUIETLY = ("-nostdin", "-hide_banner")
REPORTS = ROOT / "studio" / "demo" / "reports.csv"

pytestmark = [pytest.mark.walk, pytest.mark.timeout(1800)]


def people() -> Iterator[dict[str, str]]:
    """Every person of every report of the pilot."""
    with REPORTS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            for number in range(1, 10):
                prefix = f"source{number}_"
                if row.get(f"{prefix}code"):
                    yield {key.removeprefix(prefix): text for key, text in row.items() if key.startswith(prefix)}


def rundown(walked: Walked, slug: str) -> dict[str, object]:
    """An edition's rundown as it was built."""
    return json.loads((walked.edition(slug) / "rundown.json").read_text("utf-8"))


def podcast(walked: Walked, slug: str) -> Path:
    """An edition's podcast master."""
    return walked.edition(slug) / "build" / f"{slug}-podcast.mp3"


def measured(ffmpeg: Path, sound: Path) -> tuple[float, float]:
    """Integrated loudness and true peak by ffmpeg's ebur128; the whole file is decoded, and without an error."""
    meter = ("-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-")
    done = subprocess.run([ffmpeg, *QUIETLY, "-i", sound, *meter], capture_output=True, text=True, check=True)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness is not None and peak is not None
    return float(loudness.group(1)), float(peak.group(1))


def length(ffmpeg: Path, sound: Path) -> float:
    """Seconds that really come out of a file when it is decoded."""
    plain = ("-map", "0:a", "-f", "f32le", "-ac", "1", "-ar", "48000", "-")
    done = subprocess.run([ffmpeg, *QUIETLY, "-v", "error", "-i", sound, *plain], stdout=subprocess.PIPE, check=True)
    return len(done.stdout) / 4 / 48_000


def outputs(walked: Walked) -> Iterator[Path]:
    """Every text that is published or laid beside an edition."""
    for folder in ("feeds", "episodes"):
        for path in sorted((walked.workspace / folder).rglob("*")):
            if path.suffix in {".xml", ".html", ".vtt", ".json", ".txt", ".csv", ".opml"}:
                yield path


def test_the_summary_says_what_was_aired_and_why_others_were_not(walked: Walked) -> None:
    for slug in EDITIONS:
        assert slug in walked.said
    assert walked.said.count("LUFS") == 6
    assert "S-023 withdrew consent" in walked.said
    assert "S-108 must stay unknown even to acquaintances" in walked.said
    assert str(walked.workspace / "feeds" / "feed.xml") in walked.said


def test_a_second_run_finds_nothing_to_do_and_touches_nothing(walked: Walked) -> None:
    folders = ("feeds", "episodes", "audio/vault", "audio/library")
    kept = [path for name in folders for path in (walked.workspace / name).rglob("*")]
    before = {path: path.stat().st_mtime_ns for path in kept if path.is_file()}
    assert "Nothing to do" in run(walked.workspace, "demo")
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_tracked_example_is_what_the_demonstration_makes(walked: Walked, slug: str) -> None:
    tracked, made = ROOT / "episodes" / slug, walked.edition(slug)
    names = sorted(path.name for path in tracked.iterdir() if path.is_file())
    assert names == sorted(path.name for path in made.iterdir() if path.is_file())
    for name in names:
        assert (made / name).read_bytes() == (tracked / name).read_bytes(), name


def test_feed_readers_read_every_field(walked: Walked) -> None:
    feed = walked.workspace / "feeds" / "feed.xml"
    by_feedparser = feedparser.parse(feed.read_bytes())
    assert not by_feedparser.bozo
    assert len(by_feedparser.entries) == len(EDITIONS)
    with feed.open("rb") as source:
        by_podcastparser = podcastparser.parse("http://127.0.0.1:8000/feed.xml", source)
    assert {one["guid"] for one in by_podcastparser["episodes"]} == {one.id for one in by_feedparser.entries}
    for one in by_podcastparser["episodes"]:
        assert abs(one["total_time"] - SLOT) <= 1


def test_enclosures_are_as_long_as_the_feed_says(walked: Walked, required: Callable[[str, str], Path]) -> None:
    ffmpeg = required("ffmpeg", "apt-get install ffmpeg")
    feeds = walked.workspace / "feeds"
    for entry in feedparser.parse((feeds / "feed.xml").read_bytes()).entries:
        (enclosure,) = entry.enclosures
        sound = feeds / enclosure.href.removeprefix("http://127.0.0.1:8000/")
        assert sound.stat().st_size == int(enclosure.length)
        assert abs(MP3(sound).info.length - SLOT) <= 0.05
        assert abs(length(ffmpeg, sound) - SLOT) <= 0.05


@pytest.mark.parametrize("slug", EDITIONS)
def test_masters_meet_their_loudness_by_another_meter(
    walked: Walked, required: Callable[[str, str], Path], slug: str
) -> None:
    ffmpeg = required("ffmpeg", "apt-get install ffmpeg")
    loudness, peak = measured(ffmpeg, podcast(walked, slug))
    assert abs(loudness - -16.0) <= 0.5
    assert peak <= -1.0
    air = walked.edition(slug) / "build" / f"{slug}-golden-river.flac"
    loudness, peak = measured(ffmpeg, air)
    assert abs(loudness - -23.0) <= 0.5
    assert peak <= -1.0
    assert length(ffmpeg, air) == SLOT


@pytest.mark.parametrize("slug", EDITIONS)
def test_chapters_start_where_the_rundown_says(walked: Walked, slug: str) -> None:
    entries = rundown(walked, slug)["entries"]
    assert isinstance(entries, list)
    starts = [one["start_ms"] for one in entries]
    tags = MP3(podcast(walked, slug)).tags
    assert tags is not None
    in_file = sorted(chapter.start_time for chapter in tags.getall("CHAP"))
    told = json.loads(next((walked.workspace / "feeds" / "episodes" / slug).glob("chapters*.json")).read_text("utf-8"))
    in_json = [round(one["startTime"] * 1000) for one in told["chapters"]]
    for found in (in_file, in_json):
        assert len(found) == len(starts)
        assert all(abs(one - wanted) <= 50 for one, wanted in zip(found, starts, strict=True))


@pytest.mark.parametrize("slug", EDITIONS)
def test_the_slot_is_filled_to_the_millisecond(walked: Walked, slug: str) -> None:
    built = rundown(walked, slug)
    entries = built["entries"]
    assert isinstance(entries, list)
    assert entries[0]["start_ms"] == 0
    last = entries[-1]
    assert last["start_ms"] + last["actual_ms"] == built["length_ms"] == 900_000


@pytest.mark.parametrize("slug", EDITIONS)
def test_transcripts_parse_and_follow_the_sound(walked: Walked, slug: str) -> None:
    (transcript,) = (walked.workspace / "feeds" / "episodes" / slug).glob("transcript.*.vtt")
    captions = webvtt.read(str(transcript)).captions
    assert len(captions) > 60
    ends = [caption.end_in_seconds for caption in captions]
    assert ends == sorted(ends)
    assert ends[-1] <= SLOT


def test_no_name_leaves_the_seal(walked: Walked) -> None:
    names = {one["name"] for one in people() if one["name"]}
    called = {one["name_on_air_km"] for one in people() if one["name_on_air_km"]}
    hidden = {name for name in names if not any(name in on_air or on_air in name for on_air in called)}
    assert len(hidden) > 40
    texts = {path: path.read_text("utf-8") for path in outputs(walked)}
    assert len(texts) > 20
    for name in hidden:
        assert [path for path, text in texts.items() if name in text] == []
    database = (walked.workspace / "studio.db").read_bytes()
    assert [name for name in hidden if name.encode() in database] == []


def test_what_was_withdrawn_or_never_cleared_is_nowhere(walked: Walked) -> None:
    silenced = {"S-023", "S-108", "S-327", "S-123", "S-223"}
    words = [one["quote_km"][:40] for one in people() if one["code"] in silenced]
    assert len(words) == len(silenced)
    for path in outputs(walked):
        text = path.read_text("utf-8")
        assert not [said for said in words if said in text], path


def test_recordings_came_in_every_format(walked: Walked) -> None:
    with sqlite3.connect(walked.workspace / "studio.db") as database:
        labels = {Path(label).suffix for (label,) in database.execute("SELECT label FROM attachment")}
    assert {".wav", ".mp3", ".m4a", ".ogg", ".flac"} <= labels


def test_every_self_check_passes_and_a_flipped_bit_is_found(walked: Walked) -> None:
    run(walked.workspace, "check")
    victim = next((walked.workspace / "audio" / "vault").glob("*/*"))
    kept = victim.read_bytes()
    victim.chmod(0o644)
    victim.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
    found = json.loads(run(walked.workspace, "vault", "verify", "--json", expected=1))
    assert [one["code"] for one in found["faults"]] == ["store.vault-damaged"]
    victim.write_bytes(kept)
    victim.chmod(0o444)
    run(walked.workspace, "vault", "verify")


def test_a_backup_comes_back_whole(walked: Walked, tmp_path: Path) -> None:
    run(walked.workspace, "backup", str(tmp_path / "kept"))
    run(walked.workspace, "restore", str(tmp_path / "kept"), str(tmp_path / "again"))
    said = run(tmp_path / "again", "status", "--all", "--json")
    assert json.loads(said) == json.loads(run(walked.workspace, "status", "--all", "--json"))
    assert [one["episode"] for one in json.loads(said) if one["ready"]] == list(EDITIONS)
    run(tmp_path / "again", "publish")
    for path in sorted((walked.workspace / "feeds").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            again = tmp_path / "again" / "feeds" / path.relative_to(walked.workspace / "feeds")
            assert again.read_bytes() == path.read_bytes(), path.name
    shutil.rmtree(tmp_path / "again")


def test_a_consent_taken_back_takes_the_edition_out_of_the_feed(walked: Walked, tmp_path: Path) -> None:
    copy = tmp_path / "station"
    shutil.copytree(walked.workspace, copy, symlinks=True)
    script = (copy / "episodes" / EDITIONS[0] / "script.km.txt").read_text("utf-8")
    said = {one["code"]: one["quote_km"] for one in people()}
    code = next(found for found in re.findall(r"\((S-\d+)\)", script) if found in said)
    run(copy, "report", "withdraw", code, "--reason", "asked by telephone")
    published = json.loads(run(copy, "publish", "--json", expected=1))
    assert EDITIONS[0] in published["held"]
    feed = (copy / "feeds" / "feed.xml").read_text("utf-8")
    assert len(feedparser.parse(feed).entries) == len(published["episodes"]) < len(EDITIONS)
    sentence = said[code].split("។")[0]
    for path in sorted((copy / "feeds").rglob("*.html")):
        assert sentence not in path.read_text("utf-8"), path
    for path in sorted((copy / "episodes" / EDITIONS[0]).rglob("*")):
        assert path.suffix in {".mp3", ".flac"} or sentence not in path.read_text("utf-8", "replace"), path
    assert not (copy / "episodes" / EDITIONS[0] / "build").exists()
    proposed = run(copy, "rundown", "propose", EDITIONS[0])
    assert "new" in proposed
