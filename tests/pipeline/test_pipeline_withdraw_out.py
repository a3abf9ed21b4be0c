"""A withdrawal where listeners are: every master and feed, places elsewhere, and what is said of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from remains import sound, with_voice, with_words

from studio.languages import Language
from studio.pipeline.build import build_episode
from studio.pipeline.clear import clear_report
from studio.pipeline.opening import Studio, silent
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.targets import deliver_published
from studio.pipeline.withdrawals.preview import preview
from studio.pipeline.withdrawals.withdraw import withdraw
from studio.pipeline.write import approve, write_stories
from studio.publishing.check import faults
from studio.settings import load_settings
from studio.store.engine import connect
from studio.store.workspace import Workspace
from studio.web.site.withdrawn import withdrawn_paths

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, FOREST_KEY, THIRD = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2", "11cc333b"
NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
NAME = "អ៊ំសុខុម"
MORE = """
[masters.low]
codec = "opus"
bitrate_kbps = 24
lufs = -23.0
channels = 1
low_data = true

[masters.small]
codec = "mp3"
bitrate_kbps = 32
channels = 1
low_data = true

[targets.mirror]
kind = "folder"
path = "../mirror"

[targets.empty]
kind = "folder"
path = "../never"

[targets.away]
kind = "s3"
bucket = "nobody"
endpoint = "http://127.0.0.1:9/"
"""


@contextmanager
def station(root: Path) -> Iterator[Studio]:
    """A workspace opened at the hour at which these tests live."""
    engine = connect(f"sqlite:///{root / 'studio.db'}")
    yield Studio(Workspace(root), load_settings(root, {}), engine, lambda: NOW, "ED-01", silent)
    engine.dispose()


@pytest.fixture(scope="module")
def out_once(built_once: Path, tmp_path_factory: pytest.TempPathFactory, fresh) -> Path:
    """An edition published with three masters, brought to another folder; a second one that is built and not out."""
    folder = tmp_path_factory.mktemp("out")
    shutil.copytree(built_once, folder / "station")
    settings = folder / "station" / "studio.toml"
    settings.write_text(settings.read_text("utf-8") + MORE, "utf-8")
    with fresh(folder / "unused") as (_, kit), station(folder / "station") as studio:
        build_episode(studio, FIRST)
        publish_all(studio)
        deliver_published(studio, "mirror", studio.settings.targets["mirror"])
        kit.imported(studio, rows=[kit.row(THIRD)])
        clear_report(studio, THIRD, frozenset(), "")
        (script,) = [one for one in write_stories(studio).new if one.language == "km"]
        approve(studio, script.key, Language.KM)
        kit.produced(studio, SECOND)
    return folder


@pytest.fixture
def out(out_once: Path, tmp_path: Path) -> Iterator[Studio]:
    """A station of its own with these."""
    shutil.copytree(out_once, tmp_path / "out")
    with station(tmp_path / "out" / "station") as studio:
        yield studio


def enclosures(root: Path, name: str) -> dict[str, str]:
    """guid and path of each sound in a feed."""
    feed = ElementTree.parse(root / name)
    base = "http://127.0.0.1:8000/"
    return {one.findtext("guid", ""): one.find("enclosure").get("url").removeprefix(base) for one in feed.iter("item")}


def standing(root: Path) -> set[str]:
    """The files below a folder that a server shows."""
    return {one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file() and one.name[0] != "."}


def read(page: Path) -> str:
    """A page without what only shows where its lines may break."""
    return page.read_text("utf-8").replace("\u200b", "").replace("<wbr>", "")


def test_every_feed_keeps_its_guids_at_new_addresses_and_no_sound_of_before_is_left(out: Studio) -> None:
    root = out.workspace.feeds
    feeds = ("feed.xml", "feeds/data-low.xml", "feeds/data-small.xml", "feeds/stories.xml")
    before = {name: enclosures(root, name) for name in feeds}
    sounds = {path for found in before.values() for path in found.values()}
    found = preview(out, "S-001").touched
    gone = {one: sound(out.workspace.vault.place(one)) for one in (*found.takes, *found.recordings)}
    assert sounds <= set(found.addresses)
    assert with_voice(root, gone)
    withdraw(out, "S-001", "by telephone")
    after = {name: enclosures(root, name) for name in feeds}
    for name in feeds[:3]:
        assert after[name].keys() == before[name].keys() and len(after[name]) == 1
        assert not set(after[name].values()) & sounds
    assert len(before["feeds/stories.xml"]) == 2
    (left,) = after["feeds/stories.xml"].keys()
    assert left in before["feeds/stories.xml"]
    heard = {path for found in after.values() for path in found.values()}
    assert heard == {path for path in standing(root) if path.startswith("media/")}
    assert withdrawn_paths((root / "gone.json").read_bytes()) >= sounds - heard
    assert with_words(out.workspace.root, NAME) == []
    assert with_voice(root, gone) == {}
    assert faults(root) == ()


def test_what_was_built_and_not_published_stays_so(out: Studio) -> None:
    withdraw(out, "S-001", "by telephone")
    assert len(enclosures(out.workspace.feeds, "feed.xml")) == 1
    assert not list(out.workspace.feeds.rglob(f"{SECOND}*"))
    assert set(publish_all(out).slugs) == {FIRST, SECOND}


def test_other_places_get_it_where_they_hold_it_and_those_out_of_reach_are_named(out: Studio) -> None:
    mirror = out.workspace.root.parent / "mirror"
    assert with_words(mirror, SCALE_KEY)
    found = preview(out, "S-001").touched
    assert [one.where for one in found.lines if one.code == "withdrawal.target"] == ["mirror", "empty", "away"]
    assert [one.where for one in found.unchangeable if one.code == "withdrawal.target-404"] == ["away"]
    done = withdraw(out, "S-001", "by telephone")
    assert with_words(mirror, SCALE_KEY) == ["gone.json"]
    assert standing(out.workspace.feeds) == standing(mirror)
    assert not (out.workspace.root.parent / "never").exists()
    told = {one.where: one.code for one in done.told if one.code.startswith("withdrawal.target")}
    assert told == {"mirror": "withdrawal.target-done", "away": "withdrawal.target-unreached"}
    receipt = json.loads((done.receipt.parent / "receipt.json").read_text("utf-8"))
    assert "withdrawal.target-404" in [one["code"] for one in receipt["unchangeable"]]
    assert any("outside" in one["en"] or "elsewhere" in one["en"] for one in receipt["unchangeable"])


def test_who_comes_by_is_told_that_something_was_taken_out_and_not_what(out: Studio) -> None:
    root = out.workspace.feeds
    told = {"": "ត្រូវបានដកចេញពីកម្មវិធីនេះ", "en/": "was taken out of this programme"}
    shown = [f"{way}{page}" for way in told for page in ("corrections.html", f"episodes/{FIRST}.html")]
    before = "".join(read(root / page) for page in shown)
    assert not any(words in before for words in told.values())
    withdraw(out, "S-001", "by telephone")
    for page in shown:
        text = read(root / page)
        assert told["en/" if page.startswith("en/") else ""] in text, page
        assert "S-001" not in text and NAME not in text and SCALE_KEY not in text


def test_a_programme_that_left_as_a_whole_is_named_by_its_day(out: Studio) -> None:
    withdraw(out, "S-001", "by telephone")
    withdraw(out, "S-006", "she, too")
    root = out.workspace.feeds
    assert enclosures(root, "feed.xml") == {}
    text = read(root / "en" / "corrections.html")
    assert "the programme of Thursday, 17 May 2012 was taken out" in text
    assert "was taken out of this programme" not in text
    home = read(root / "en" / "index.html")
    assert "17 May 2012" not in home


def test_where_no_music_is_long_enough_it_is_foreseen_and_the_podcast_is_shorter(out: Studio) -> None:
    clock = out.workspace.scripts / "clocks" / "short.toml"
    (music,) = [one.planned for one in plan_of(out, FIRST).plan.entries if one.position == "music"]
    clock.write_text(clock.read_text("utf-8").replace('longest = "40 s"', f'longest = "{music} ms"'), "utf-8")
    before = json.loads((out.workspace.episodes / FIRST / "build" / "report.json").read_text())["masters"]
    foreseen = [one for one in preview(out, "S-001").touched.lines if one.code == "withdrawal.will-miss"]
    done = withdraw(out, "S-001", "by telephone")
    short = [one for one in done.told if one.code == "withdrawal.short"]
    assert [one.where for one in foreseen] == [one.where for one in short] == [FIRST]
    assert foreseen[0].values["seconds"] == short[0].values["seconds"] > 1
    assert [one.where for one in done.told if one.code == "withdrawal.air-short"] == [FIRST]
    after = json.loads((out.workspace.episodes / FIRST / "build" / "report.json").read_text())["masters"]
    assert all(after[name]["ms"] < one["ms"] for name, one in before.items())
    assert len(enclosures(out.workspace.feeds, "feeds/data-low.xml")) == 1
