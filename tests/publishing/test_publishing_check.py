"""Damage in a published folder is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.languages import Language
from studio.publishing.archive.files import finish
from studio.publishing.archive.index import index_of
from studio.publishing.publish import faults, publish
from studio.publishing.values import Channel, PublishedEpisode
from studio.sentences.say import say
from studio.store.files import write_text
from studio.units import digest_of

Damage = Callable[[Path], object]


@pytest.fixture
def root(channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path) -> Path:
    publish(channel, episodes, tmp_path / "feeds")
    return tmp_path / "feeds"


def edit(name: str, old: str, new: str) -> Damage:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        write_text(root / name, text.replace(old, new, 1))

    return change


def first_sound(root: Path) -> Path:
    return sorted(root.glob("media/*/*.mp3"))[0]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda root: (root / "feed.xml").unlink(), "feed-missing"),
        (lambda root: (root / "feed.xml").write_bytes(b"<rss>"), "feed-unreadable"),
        (edit("feed.xml", '<enclosure url="https://radio', '<enclosure url="ftp://radio'), "value-bad"),
        (edit("feed.xml", 'length="24007" type', 'length="24008" type'), "length-wrong"),
        (lambda root: first_sound(root).unlink(), "file-missing"),
        (lambda root: first_sound(root).write_bytes(b"flipped"), "length-wrong"),
        (lambda root: first_sound(root).write_bytes(b"x" * first_sound(root).stat().st_size), "file-changed"),
        (lambda root: (root / "episodes/programme-1/transcript.km.vtt").unlink(), "file-missing"),
        (lambda root: (root / "episodes/programme-1/land-map.html").unlink(), "file-missing"),
        (edit("about.html", "<h1>", "<h1 >"), "file-changed"),
    ],
)
def test_damage_is_found(root: Path, damage: Damage, code: str) -> None:
    assert faults(root) == ()
    damage(root)
    found = faults(root)
    assert f"publishing.{code}" in {each.code for each in found}
    for each in found:
        for language in Language:
            assert all(part and "{" not in part for part in say(each, language))


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("episodes/programme-1/transcript.km.vtt", "WEBVTT", "WEB", "transcript-bad"),
        ("episodes/programme-1/chapters.json", "1.2.0", "1.1.0", "chapters-bad"),
        ("about.html", 'id="content"', 'id="content"><p id="content"></p', "id-repeated"),
        ("index.html", 'href="#content"', 'href="#elsewhere"', "file-missing"),
        ("index.html", 'href="about.html"', 'href="abuot.html"', "file-missing"),
    ],
)
def test_what_was_written_wrong_is_found(root: Path, path: str, old: str, new: str, code: str) -> None:
    edit(path, old, new)(root)
    with index_of(root) as index:
        finish(index, {path: digest_of((root / path).read_bytes())})  # as if it had been published so
    assert {each.code for each in faults(root)} == {f"publishing.{code}"}
