"""Somebody who subscribed sees no episode twice, whatever becomes of the show: an edit, a withdrawal, a move."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.publishing import addresses
from studio.publishing.publish import publish
from studio.publishing.values import Both, Channel, Notice, PublishedEpisode

Make = Callable[[int], PublishedEpisode]


@pytest.fixture
def make_reader(required: Callable[[str, str], Path]) -> Callable[..., Any]:
    """What makes a reader."""
    required("python:reader", "pip install reader")
    required("python:sgmllib", "pip install sgmllib3k")
    make: Callable[..., Any] = importlib.import_module("reader").make_reader
    return make


@pytest.fixture
def subscriber(make_reader: Callable[..., Any], tmp_path: Path) -> Iterator[Any]:
    """A reader that is subscribed to the feed in tmp_path/feeds."""
    with closing(make_reader(str(tmp_path / "reader.db"), feed_root=str(tmp_path / "feeds"))) as reader:
        reader.add_feed("feed.xml")
        yield reader


@contextmanager
def polled(reader: Any) -> Iterator[None]:
    """After the block the reader has fetched its feeds, without an error."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for feed in reader.get_feeds():
            reader.update_feed(feed)
    assert {feed.last_exception for feed in reader.get_feeds()} == {None}


def entries(reader: Any) -> dict[str, Any]:
    found = list(reader.get_entries())
    assert len({one.id for one in found}) == len(found)
    return {one.id: one for one in found}


def test_an_edit_a_withdrawal_and_a_move_show_no_episode_twice(
    subscriber: Any, channel: Channel, episode: Make, tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    made = [episode(number) for number in (1, 2, 3)]
    guids = {one.guid for one in made}
    with polled(subscriber):
        publish(channel, made, root)
    assert set(entries(subscriber)) == guids

    with polled(subscriber):
        made[1] = replace(made[1], title=Both("កែថ្មី", "Mended"), description=Both("កែរួច", "Corrected"))
        publish(channel, made, root)
    found = entries(subscriber)
    assert set(found) == guids and found[made[1].guid].title == "កែថ្មី"

    with polled(subscriber):
        notices = (Notice(Both("រឿងមួយត្រូវបានដកចេញ។", "A story was taken out.")),)
        before = addresses.media(made[0].enclosure)
        made[0] = replace(
            made[0], enclosure=episode(8).enclosure, segments=made[0].segments[:1], chapters=(), notices=notices
        )
        publish(channel, made, root)
    found = entries(subscriber)
    assert set(found) == guids
    (sound,) = found[made[0].guid].enclosures
    assert sound.href.endswith(addresses.media(made[0].enclosure)) and before not in sound.href

    with polled(subscriber):
        moved = replace(channel, base_url="https://new.example.org/", new_feed_url="https://new.example.org/feed.xml")
        publish(moved, made, root)
    found = entries(subscriber)
    assert set(found) == guids
    assert all(one.link.startswith("https://new.example.org/") for one in found.values())


def test_a_poll_of_what_did_not_change_brings_nothing(
    subscriber: Any, channel: Channel, episode: Make, tmp_path: Path
) -> None:
    with polled(subscriber):
        publish(channel, (episode(1),), tmp_path / "feeds")
    for one in subscriber.get_entries():
        subscriber.mark_entry_as_read(one)
    with polled(subscriber):
        assert publish(channel, (episode(1),), tmp_path / "feeds").written == ()
    assert list(subscriber.get_entries(read=False)) == []


def test_single_stories_are_entries_of_their_own(
    make_reader: Callable[..., Any], channel: Channel, episode: Make, tmp_path: Path
) -> None:
    made = episode(1)
    stories = tuple(replace(one, enclosure=episode(20 + rank).enclosure) for rank, one in enumerate(made.segments))
    publish(channel, (replace(made, segments=stories),), tmp_path / "feeds")
    with closing(make_reader(":memory:", feed_root=str(tmp_path / "feeds"))) as reader:
        with polled(reader):
            for path in ("feed.xml", "feeds/stories.xml"):
                reader.add_feed(path)
        assert len(entries(reader)) == 1 + len(made.stories)
