"""A story of the worked example is taken back, by its key and by a person in it: what was published, brought elsewhere
and bagged holds neither the words, nor the name, nor the voice, and everything else stays."""

from __future__ import annotations

import csv
import http.client
import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import feedparser
import numpy as np
import pytest
from remains import with_words
from test_walk_demo import EDITIONS, REPORTS, people
from voices import HEARD, decoded, likeness, shape
from walking import COMMAND, Walked, environment, run

from studio.pipeline.opening import open_studio
from studio.pipeline.withdrawals.preview import preview
from studio.publishing.check import faults
from studio.units import Digest, digest_of

FEEDS = ("feed.xml", "feeds/data-light.xml", "feeds/stories.xml")
PLACES = ("station/feeds", "mirror", "station/archive", "station/episodes")
"""What is published, brought elsewhere, bagged, and laid out for stations."""
TARGET = '\n[targets.mirror]\nkind = "folder"\npath = "../mirror"\n'
KHMER = re.compile("[\u1780-\u17ff]")

pytestmark = [pytest.mark.walk, pytest.mark.timeout(1800)]


@dataclass(frozen=True)
class Story:
    """The last story of the first edition, and somebody in it who is named and heard."""

    key: str
    person: Mapping[str, str]
    sentences: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The person's names and words, in both languages."""
        names = ("name", "name_on_air_km", "name_on_air_en")
        said = sentences(f"{self.person['quote_km']} {self.person['quote_en']}")
        return (*dict.fromkeys(self.person[one] for one in names if self.person[one]), *said)


@dataclass(frozen=True)
class Station:
    """A workspace, station/, and beside it mirror/, to which its publication is brought; what is known of its files."""

    root: Path
    listening: Listening
    words: dict[bytes, bool] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        return self.root / "station"

    @property
    def feeds(self) -> Path:
        return self.workspace / "feeds"

    @cached_property
    def sounds(self) -> dict[str, Path]:
        """Every sound in any of the places, once."""
        found = (path for place in PLACES for path in sorted((self.root / place).rglob("*")))
        return {digest_of(one.read_bytes()): one for one in found if one.suffix in (".mp3", ".flac", ".opus", ".wav")}

    def enclosures(self, feed: str) -> dict[str, str]:
        """The guid of each entry of a feed, and the path of its sound."""
        entries = feedparser.parse((self.feeds / feed).read_bytes()).entries
        return {one.id: urlsplit(one.enclosures[0].href).path.lstrip("/") for one in entries}

    def found(self) -> tuple[dict[tuple[str, str], int], dict[str, set[int]]]:
        """What the search knows: the number of each document, and for each term the numbers of those that have it."""
        documents: dict[tuple[str, str], int] = {}
        terms: dict[str, set[int]] = {}
        for path in sorted((self.feeds / "search" / "2012").glob("*.json")):
            read = json.loads(path.read_text("utf-8"))
            if isinstance(read, list):
                first = int(path.stem[5:]) * 10_000
                documents |= {(one[0], one[1]): first + place for place, one in enumerate(read)}
            else:
                terms |= {term: set(pairs[::2]) for term, pairs in read.items()}
        return documents, terms


@dataclass(frozen=True)
class Listening:
    """Hears recordings in sounds; each sound is read once, however often and wherever it lies."""

    ffmpeg: Path
    shapes: dict[str, np.ndarray] = field(default_factory=dict)
    known: dict[str, dict[str, float]] = field(default_factory=dict)

    def heard(self, digest: str, path: Path) -> set[str]:
        """The recordings that are heard in a sound."""
        if digest not in self.known:
            self.known[digest] = likeness(decoded(self.ffmpeg, path), self.shapes)
        return {name for name, like in self.known[digest].items() if like >= HEARD}


@dataclass(frozen=True)
class Withdrawn:
    """A station before and after something was withdrawn, and the folder of the receipt."""

    what: str
    before: Station
    after: Station
    receipt: Path

    @property
    def told(self) -> Any:
        """The receipt for programs."""
        return json.loads((self.receipt / "receipt.json").read_text("utf-8"))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that are long enough not to be said by chance."""
    return tuple(one for one in re.split(r"(?<=[។.?!»])\s*|[«»\n]", text) if len(one) > 15)


@pytest.fixture(scope="module")
def out(
    walked: Walked, tmp_path_factory: pytest.TempPathFactory, required: Callable[[str, str], Path]
) -> Iterator[Station]:
    """The worked example, brought to another folder, and the first edition bagged."""
    root = tmp_path_factory.mktemp("out")
    station = Station(root, Listening(required("ffmpeg", "apt-get install ffmpeg")))
    shutil.copytree(walked.workspace, station.workspace, symlinks=True)
    with (station.workspace / "studio.toml").open("a", encoding="utf-8") as settings:
        settings.write(TARGET)
    run(station.workspace, "publish", "--to", "mirror")
    run(station.workspace, "archive", "bag", EDITIONS[0])
    yield station
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def story(out: Station) -> Story:
    """Which story is withdrawn, and whose voice."""
    entries = json.loads((out.workspace / "episodes" / EDITIONS[0] / "rundown.json").read_text("utf-8"))["entries"]
    key = [one["key"] for one in entries if one["kind"] in ("story", "joint_story")][-1]
    scripts = {path.name: path.read_text("utf-8") for path in out.workspace.glob("archive/*/data/script/*.km.txt")}
    (text,) = [text for name, text in scripts.items() if key in name]
    others = "".join(text for name, text in scripts.items() if key not in name)
    with REPORTS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    (row,) = [one for one in rows if one["root_uuid"].startswith(key.rpartition("-")[2])]
    others += "".join(str(text) for one in rows if one is not row for text in one.values())
    titles = (row["event_title_km"], row["event_title_en"])
    told = [one for one in people() if f"({one['code']}" in text or f"{one['code']} (" in text]
    person = next(one for one in told if one["name_on_air_km"] and one["recording"])
    return Story(key, person, tuple(one for one in (*titles, *sentences(text)) if one not in others))


@pytest.fixture(scope="module", params=["segment", "person"])
def withdrawn(request: pytest.FixtureRequest, out: Station, story: Story) -> Iterator[Withdrawn]:
    """The story, withdrawn by its key or by the person's code, as somebody does it at the command line."""
    what = story.key if request.param == "segment" else story.person["code"]
    root = out.root.with_name(f"{out.root.name}-{request.param}")
    shutil.copytree(out.root, root, symlinks=True)
    after = Station(root, out.listening)
    done = json.loads(run(after.workspace, "withdraw", what, "--reason", "by telephone", "--yes", "--json"))
    assert done["new"]
    yield Withdrawn(what, out, after, Path(done["receipt"]).parent)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def voices(out: Station, story: Story) -> dict[str, np.ndarray]:
    """What is known of the story's recordings: the participants' own, the presenter's, and the headlines."""
    studio = open_studio(out.workspace, environ={})
    touched = preview(studio, story.key).touched
    vault = studio.workspace.vault
    gone = [vault.place(Digest(one)) for one in (*touched.recordings, *touched.takes)]
    studio.engine.dispose()
    out.listening.shapes.update({one.name: shape(decoded(out.listening.ffmpeg, one)) for one in gone})
    return out.listening.shapes


@contextmanager
def served(workspace: Path) -> Iterator[Callable[[str, str], int]]:
    """`ask("HEAD", path)`: the status that `studio serve` answers with."""
    command = [*COMMAND, "-C", str(workspace), "serve", "--site-only", "--port", "0"]
    told = environment() | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", program.stdout.readline())
        assert found is not None

        def ask(method: str, path: str) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=20)
            connection.request(method, f"/{quote(path)}")
            status = connection.getresponse().status
            connection.close()
            return status

        try:
            yield ask
        finally:
            program.send_signal(signal.SIGINT)
    assert program.returncode == 0


def test_the_words_were_everywhere_and_are_nowhere(withdrawn: Withdrawn, story: Story) -> None:
    words, known = (*story.sentences, *story.own), withdrawn.before.words
    assert len(story.sentences) > 10 and len(story.own) > 5
    for place in PLACES:
        assert with_words(withdrawn.before.root / place, *words, known=known), place
        assert with_words(withdrawn.after.root / place, *words, known=known) == [], place


def test_what_the_person_said_is_in_no_file_but_those_that_are_named(withdrawn: Withdrawn, story: Story) -> None:
    left = with_words(withdrawn.after.workspace, *story.own)
    assert left == [one["where"] for one in withdrawn.told["by_hand"]]
    assert left == ["audio/incoming/reports.csv"], "the file of the reports as it came in"
    assert not list((withdrawn.after.workspace / "audio" / "incoming").rglob(f"{story.person['code']}.*"))


def test_the_search_knows_none_of_it(withdrawn: Withdrawn, story: Story) -> None:
    documents, terms = withdrawn.before.found()
    its_own = {term for term, numbers in terms.items() if numbers == {documents[EDITIONS[0], story.key]}}
    assert len(its_own) > 20
    left, known = withdrawn.after.found()
    assert documents.keys() - left.keys() == {(EDITIONS[0], story.key)} and left.keys() < documents.keys()
    assert its_own.isdisjoint(known)


def test_the_voice_was_heard_wherever_it_was_and_is_heard_nowhere(
    withdrawn: Withdrawn, voices: dict[str, np.ndarray], story: Story
) -> None:
    before, after = withdrawn.before, withdrawn.after
    media = [before.feeds / one for one in withdrawn.told["addresses"] if one.startswith("media/")]
    heard = [before.listening.heard(digest_of(one.read_bytes()), one) for one in media]
    assert len(voices) >= 6
    assert sum(found == voices.keys() for found in heard) == 2, "both masters have all of it"
    assert sum(bool(found) for found in heard) == 3, "and the story's own sound what was said in it"
    assert len(after.sounds) > 15
    assert {
        path: found for digest, path in after.sounds.items() if (found := after.listening.heard(digest, path))
    } == {}
    vault = {path.name for path in (after.workspace / "audio" / "vault").rglob("*") if path.is_file()}
    assert vault.isdisjoint(voices) or withdrawn.what != story.key, "of a person, the others' own recordings stay"


def test_old_addresses_are_gone_for_good_and_the_episode_is_the_same_one(withdrawn: Withdrawn, story: Story) -> None:
    before = {feed: withdrawn.before.enclosures(feed) for feed in FEEDS}
    after = {feed: withdrawn.after.enclosures(feed) for feed in FEEDS}
    for feed in FEEDS[:2]:
        changed = {guid for guid, path in before[feed].items() if after[feed][guid] != path}
        assert before[feed].keys() == after[feed].keys() and len(changed) == 1
    lost = before["feeds/stories.xml"].keys() - after["feeds/stories.xml"].keys()
    assert len(lost) == 1 and after["feeds/stories.xml"].keys() < before["feeds/stories.xml"].keys()
    old = {path for found in before.values() for path in found.values()}
    new = {path for found in after.values() for path in found.values()}
    gone = set(withdrawn.told["addresses"]) - new
    masters = {path for feed in FEEDS[:2] for path in before[feed].values()} - new
    assert len(masters) == 2 and masters <= old - new <= gone
    assert sum(story.key in one for one in gone) == 3, "its pages in two languages, and its transcript"
    with served(withdrawn.after.workspace) as ask:
        assert {ask("GET", one) for one in gone} == {410}
        assert {ask("HEAD", one) for one in (*new, *FEEDS, f"episodes/{EDITIONS[0]}.html")} == {200}


def test_other_places_hold_what_is_published_and_the_bag_is_gone(withdrawn: Withdrawn) -> None:
    shown, held = (
        {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (withdrawn.after.feeds, withdrawn.after.root / "mirror")
    )
    assert {name for name in shown if not name.startswith(".")} == {name for name in held if not name.startswith(".")}
    assert all(held[name] == content for name, content in shown.items() if not name.startswith("."))
    assert faults(withdrawn.after.feeds) == ()
    assert not (withdrawn.after.workspace / "archive" / EDITIONS[0]).exists()


def test_the_receipt_says_in_both_languages_what_was_changed_and_what_cannot_be(withdrawn: Withdrawn) -> None:
    read = {one: (withdrawn.receipt / f"receipt.{one}.txt").read_text("utf-8") for one in ("km", "en")}
    for language, text in read.items():
        assert withdrawn.what in text and EDITIONS[0] in text
        page = (withdrawn.receipt / f"receipt.{language}.html").read_text("utf-8")
        assert page.count("<h2>") == 4 and f'lang="{language}"' in page
    lines = {language: [one for one in text.splitlines() if one.startswith("- ")] for language, text in read.items()}
    assert len(lines["km"]) == len(lines["en"]) > 15
    assert all(KHMER.search(one) for one in lines["km"]) and not any(KHMER.search(one) for one in lines["en"])
    assert list(withdrawn.receipt.glob("notice-*.km.txt")) and list(withdrawn.receipt.glob("notice-*.en.txt"))
