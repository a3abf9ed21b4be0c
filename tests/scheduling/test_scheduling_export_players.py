"""Playlists, the cue sheet and Liquidsoap's requests, read and played by programs of others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.cuefile import index_text, rundown_cue
from studio.scheduling.exports.edition import Edition, Master, one_line, tracks
from studio.scheduling.exports.liquidsoap import quoted, rundown_annotations
from studio.scheduling.exports.playlists import address_uri, rundown_m3u8, rundown_xspf
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed
from studio.units import Ms

TITLE = 'រឿង "មួយ" \\ ពីរ, បី: #៤'
WAV_HEADER = 44
SPACE = "{http://xspf.org/ns/0/}"


@pytest.fixture(scope="module")
def edition(cases: Any) -> Edition:
    """A quarter of an hour, one of its titles full of signs that formats divide by, one entry floated."""
    clock = cases.clock()
    plan = propose(clock, "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(14, 3))
    entries = [replace(one, title_km=TITLE) if one.index == 4 else one for one in plan.entries]
    return Edition(
        replace(plan, entries=tuple(entries)), clock, 3, "សំឡេងសហគមន៍", "Community voices", "golden-river",
        "វិទ្យុទន្លេមាស", "Golden River Radio", Master("/masters/voices ១.flac", "flac", Ms(900_000)),
    )  # fmt: skip


def test_the_tracks_are_the_master_without_a_gap(edition: Edition) -> None:
    found = tracks(edition)
    assert found[0].start == 0 and found[-1].end == 900_000
    assert all(one.end == after.start for one, after in pairwise(found))
    assert [one.start for one in found] == [entry.start for entry in edition.rundown.heard]


def test_a_floated_entry_is_no_track(edition: Edition) -> None:
    entries = [replace(one, floated=one.index == 3) for one in edition.rundown.entries]
    rundown = replace(edition.rundown, entries=placed(entries, edition.clock, edition.rundown.starts_at))
    floated = replace(edition, rundown=rundown)
    assert rundown.entries[3].key not in {one.key for one in tracks(floated)}
    assert len(tracks(floated)) == len(entries) - 1


def test_without_a_master_no_playlist_is_made(edition: Edition) -> None:
    for write in (rundown_m3u8, rundown_xspf, rundown_cue, lambda one: rundown_annotations([one])):
        with pytest.raises(RundownImpossible) as refused:
            write(replace(edition, master=None))
        assert [one.code for one in refused.value.faults] == ["scheduling.export-no-master"]
    with pytest.raises(RundownImpossible) as short:
        tracks(replace(edition, master=Master("x.flac", "flac", Ms(1_000))))
    assert [one.code for one in short.value.faults] == ["scheduling.export-short-master"]


def test_an_xspf_names_each_stretch_of_the_master(edition: Edition) -> None:
    root = ElementTree.fromstring(rundown_xspf(edition))
    listed = root.findall(f"{SPACE}trackList/{SPACE}track")
    assert [int(one.findtext(f"{SPACE}duration") or 0) for one in listed] == [one.length for one in tracks(edition)]
    assert {one.findtext(f"{SPACE}location") for one in listed} == {"file:///masters/voices%20%E1%9F%A1.flac"}
    assert listed[4].findtext(f"{SPACE}title") == TITLE
    english = ElementTree.fromstring(rundown_xspf(edition, Language.EN))
    assert english.findtext(f"{SPACE}title") == "Community voices"
    assert root.findtext(f"{SPACE}identifier") == "urn:studio:rundown:2012-04-07-weekly:3"


def test_an_address_becomes_a_uri() -> None:
    assert address_uri("https://example.org/a.mp3") == "https://example.org/a.mp3"
    assert address_uri("build/a b.mp3") == "build/a%20b.mp3"


def test_a_cue_sheet_holds_ninety_nine_tracks(edition: Edition) -> None:
    entry = edition.rundown.entries[0]
    many = tuple(replace(entry, index=number, start=Ms(number * 1000)) for number in range(100))
    with pytest.raises(RundownImpossible) as refused:
        rundown_cue(replace(edition, rundown=replace(edition.rundown, entries=many)))
    assert [one.code for one in refused.value.faults] == ["scheduling.export-tracks"]
    fewer = replace(edition, rundown=replace(edition.rundown, entries=many[:99]))
    assert rundown_cue(fewer).count("TRACK") == 99


@given(st.integers(0, 99 * 60_000))
def test_law_an_index_is_within_half_a_frame(ms: int) -> None:
    minutes, seconds, frames = (int(part) for part in index_text(Ms(ms)).split(":"))
    assert seconds < 60 and frames < 75
    assert abs((minutes * 60 + seconds) * 1000 + frames * 1000 / 75 - ms) <= 1000 / 150 + 1e-6


@given(st.text(max_size=40))
def test_law_a_quoted_text_is_one_line_and_comes_back(text: str) -> None:
    line = quoted(text)
    assert line.startswith('"') and line.endswith('"') and len(line.splitlines()) == 1
    assert json.loads(line) == one_line(text)


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"{name} is missing: apt-get install {package}"
        )
    return str(found)


@pytest.mark.debian
def test_cuetools_reads_every_title_and_break(edition: Edition, tmp_path: Path) -> None:
    cueprint, breaks = program("cueprint", "cuetools"), program("cuebreakpoints", "cuetools")
    sheet = tmp_path / "voices.cue"
    sheet.write_text(rundown_cue(edition), encoding="utf-8")
    told = subprocess.run([cueprint, "--track-template", "%n %t\n", str(sheet)], capture_output=True, text=True)
    found = tracks(edition)
    titles = [" ".join(one.title_km.replace('"', "”").split()) for one in found]
    assert told.stdout.splitlines() == [f"{one.number} {title}" for one, title in zip(found, titles, strict=True)]
    points = subprocess.run([breaks, str(sheet)], capture_output=True, text=True, check=True).stdout.split()
    for point, track in zip(points, found[1:], strict=True):
        minutes, seconds = point.split(":")
        whole, frames = seconds.split(".")
        assert abs(int(minutes) * 60_000 + int(whole) * 1000 + int(frames) * 1000 / 75 - track.start) < 7


def brief(edition: Edition, path: Path) -> Edition:
    """Four of its stories in a two-hundredth of their time, with a master of that length."""
    shorter = [replace(one, planned=Ms(one.planned // 200)) for one in edition.rundown.entries[3:7]]
    entries = placed(shorter, edition.clock, edition.rundown.starts_at)
    length = entries[-1].end
    tone = f"sine=frequency=440:sample_rate=48000:duration={length / 1000}"
    ffmpeg = program("ffmpeg", "ffmpeg")
    subprocess.run([ffmpeg, "-v", "error", "-f", "lavfi", "-i", tone, "-c:a", "flac", str(path)], check=True)
    master = Master(str(path), "flac", Ms(length))
    return replace(edition, rundown=replace(edition.rundown, entries=entries), master=master)


@pytest.mark.debian
@pytest.mark.parametrize("write", [rundown_m3u8, rundown_xspf])
def test_vlc_plays_each_entry_from_its_cue_point(edition: Edition, write: Any) -> None:
    vlc = program("vlc", "vlc-bin vlc-plugin-base")
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        short = brief(edition, folder / "master.flac")
        playlist = folder / f"show.{write.__name__.removeprefix('rundown_')}"
        playlist.write_text(write(short), encoding="utf-8")
        sink = f"#gather:std{{access=file,mux=wav,dst={folder}/out.wav}}"
        words = [vlc, "-I", "dummy", "-vv", "--no-color", "--sout-keep", "--sout", sink, str(playlist), "vlc://quit"]
        ours = {**os.environ, "HOME": name, "XDG_RUNTIME_DIR": name, "LC_ALL": "C.UTF-8"}
        done = subprocess.run([*nobody, *words], capture_output=True, text=True, timeout=60, env=ours)
        assert (folder / "out.wav").stat().st_size > 44, done.stderr
    found = tracks(short)
    assert len(re.findall("master.flac' successfully opened", done.stderr)) == len(found)
    begun = [int(at) for at in re.findall(r"starting at time: (\d+)s", done.stderr)]
    assert begun == [one.start // 1000 for one in found if one.start > 0]


SCRIPT = """
settings.init.allow_root.set(true)
settings.log.stdout.set(false)
settings.log.file.set(false)
def told(mime, name) =
  entries = playlist.parse(mime=mime, path="{folder}", "{folder}/" ^ name)
  ignore(list.map(fun (one) -> print("#{{name}} #{{snd(one)}}"), entries))
end
told("audio/x-mpegurl", "show.m3u8")
told("application/x-cue", "show.cue")
s = cue_cut(playlist(mode="normal", loop=false, reload_mode="never", prefetch=8, "{folder}/list.m3u"))
s.on_track(fun (m) -> print("PLAYED #{{m['studio_segment']}} #{{m['title']}}"))
output.file(fallible=true, on_stop=shutdown, %wav(stereo=false, samplerate=44100), "{folder}/out.wav", s)
"""


@pytest.mark.debian
def test_liquidsoap_reads_each_list_and_plays_the_master_from_its_parts(edition: Edition, tmp_path: Path) -> None:
    liquidsoap = program("liquidsoap", "liquidsoap")
    short = brief(edition, tmp_path / "master.flac")
    length = short.master.length if short.master else 0
    for name, text in (
        ("show.m3u8", rundown_m3u8(short)), ("show.cue", rundown_cue(short)),
        ("list.m3u", rundown_annotations([short])), ("play.liq", SCRIPT.format(folder=tmp_path)),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run([liquidsoap, str(tmp_path / "play.liq")], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    lines, found = done.stdout.splitlines(), tracks(short)
    for name in ("show.m3u8", "show.cue"):
        listed = [line for line in lines if line.startswith(f"{name} ")]
        assert len(listed) == len(found), name
        assert all(line.endswith("master.flac") for line in listed), name
    played = [line for line in lines if line.startswith("PLAYED ") and line.strip() != "PLAYED"]
    assert played == [f"PLAYED {one.key} {one.title_km}" for one in found]
    heard = ((tmp_path / "out.wav").stat().st_size - WAV_HEADER) / 2 / 44_100
    assert abs(heard - length / 1000) <= 0.05 * len(found), "a part is cut at most by a frame of Liquidsoap's clock"
