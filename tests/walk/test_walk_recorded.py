"""The walk in a station of one's own, with human speech and music that nobody here recorded, command by command."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from walking import ROOT, run

from studio.audio.takes.decode import clean_copy

SPEECH = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
MUSIC = Path("/usr/share/asterisk/moh")
DEMO = ROOT / "studio" / "demo"
STORIES = 3
CLOCK = """\
name = "short"
title_km = "ខ្លី"
title_en = "Short"
length = "9:00"
gap = "0.5 s"

[[position]]
name = "opening-jingle"
role = "fixed"
sound = "jingle"
title_km = "ភ្លេង"
title_en = "Jingle"

[[position]]
name = "opening"
role = "fixed"
script = "opening"
bed = "bed"
title_km = "បើក"
title_en = "Opening"

[[position]]
name = "stories"
role = "choose"
kinds = ["story"]
count_min = 2
count_max = 3
shortest = "20 s"
longest = "4:00"
title_km = "រឿង"
title_en = "Stories"

[[position]]
name = "music"
role = "flexible"
sound = "music"
shortest = "5 s"
longest = "8:00"
title_km = "តន្ត្រី"
title_en = "Music"

[[position]]
name = "closing"
role = "fixed"
script = "closing"
title_km = "បិទ"
title_en = "Closing"
"""

pytestmark = [pytest.mark.walk, pytest.mark.debian, pytest.mark.timeout(1200)]


def chosen_reports(target: Path) -> list[str]:
    """A file with a few of the pilot's reports that came without recordings; their root_uuids."""
    with (DEMO / "reports.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    plain = [
        row
        for row in rows
        if row["individual_or_joint"] == "individual"
        and row["event_description_en"]
        and row["sensitivity"] == "low"
        and "words:online" in row["source1_consent"]
    ]
    by_community = list({row["organizations"]: row for row in plain}.values())[:STORIES]
    for row in by_community:
        row.update({name: "" for name in row if name.endswith("_recording")})
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(by_community)
    return [row["root_uuid"] for row in by_community]


@pytest.fixture
def station(tmp_path: Path, required: Callable[[str, str], Path]) -> Path:
    """A new station with a clock and a library of its own."""
    required(str(SPEECH), "apt-get install asterisk-core-sounds-en-wav")
    required(str(MUSIC), "apt-get install asterisk-moh-opsound-wav")
    root = tmp_path / "station"
    run(tmp_path, "init", str(root))
    settings = root / "studio.toml"
    settings.write_text('now = "2012-05-16T09:00:00+07:00"\n' + settings.read_text("utf-8"), "utf-8")
    (root / "scripts" / "clocks" / "short.toml").write_text(CLOCK, "utf-8")
    sounds = {"jingle": SPEECH / "beep.wav", "bed": MUSIC / "reno_project-system.wav"}
    sounds["music"] = MUSIC / "manolo_camp-morning_coffee.wav"
    for name, source in sounds.items():
        clean_copy(source, root / "audio" / "library" / f"{name}.flac")
    return root


def test_a_station_walks_from_a_report_to_the_feed(station: Path) -> None:
    uuids = chosen_reports(station / "reports.csv")
    run(station, "org", "import", str(DEMO / "organizations.csv"))
    run(station, "report", "import", str(station / "reports.csv"))
    for uuid in uuids:
        run(station, "report", "clear", uuid)
    run(station, "script", "write")
    scripts = json.loads(run(station, "script", "list", "--json"))
    keys = [one["key"] for one in scripts if one["language"] == "en"]
    assert len(keys) == STORIES
    run(station, "script", "approve", "--language", "en", *keys)

    run(station, "airtime", "station", "hill", "--name-km", "វិទ្យុភ្នំ", "--name-en", "Hill Radio", "--codec", "wav")
    bought = ["--clock", "short", "--first-on", "2012-05-18", "--starts", "23:55", "--length", "9:00"]
    run(station, "airtime", "slot", "hill", "evening", *bought, "--language", "en", "--price", "40")
    (episode,) = run(station, "airtime", "plan", "--weeks", "1").split()
    assert "not ready" in run(station, "status") or "no rundown" in run(station, "status")
    run(station, "rundown", "propose", episode)
    for kind in ("opening", "closing"):
        run(station, "script", "approve", "--language", "en", f"{episode}/{kind}")

    refused = json.loads(run(station, "status", "--json"))
    lacking = {lack["code"] for one in refused for segment in one["segments"] for lack in segment["lacks"]}
    assert lacking == {"pipeline.take-missing"}
    record_everything(station, episode)
    assert [one["ready"] for one in json.loads(run(station, "status", "--json"))] == [True]

    built = json.loads(run(station, "episode", "build", episode, "--json"))
    by_name = {one["name"]: one for one in built["masters"]}
    assert by_name["hill"]["ms"] == by_name["podcast"]["ms"] == 540_000
    assert abs(by_name["podcast"]["lufs"] + 16) <= 0.5
    assert abs(by_name["hill"]["lufs"] + 23) <= 0.5
    run(station, "publish")
    (entry,) = feedparser.parse((station / "feeds" / "feed.xml").read_bytes()).entries
    assert entry.itunes_duration in {"540", "9:00", "09:00", "00:09:00"}
    run(station, "check")


def record_everything(station: Path, episode: str) -> None:
    """Human voices for every part that a presenter reads."""
    voices = sorted(SPEECH.glob("*.wav"), key=lambda path: -path.stat().st_size)
    entries = json.loads(run(station, "rundown", "show", episode, "--json"))["entries"]
    spoken = [one["key"] for one in entries if one["position"] == "stories"]
    turn = iter(voices)
    for key in [*spoken, f"{episode}/opening", f"{episode}/closing"]:
        for part in json.loads(run(station, "take", "list", key, "--language", "en", "--json")):
            assert part["clip"] is None
            run(station, "take", "add", key, str(part["part"]), str(next(turn)), "--language", "en")
