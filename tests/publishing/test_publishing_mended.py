"""What was damaged or lost after it was published is found by reading it, and made again as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import PublishRefused
from studio.publishing import addresses
from studio.publishing.archive.doubt import damaged, doubt
from studio.publishing.archive.files import published
from studio.publishing.podcasts import HEAD
from studio.publishing.publish import faults, publish
from studio.publishing.values import Channel, PublishedEpisode

Make = Callable[[int], PublishedEpisode]


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def state(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in published(root)}


def test_every_kind_of_file_is_made_again_whether_damaged_or_lost(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    publish(channel, episodes, root)
    before = state(root)
    for wrong in (flipped, Path.unlink):
        for path in before:
            wrong(root / path)
        assert publish(channel, episodes, root).written == (), "nothing that stands is read without being asked"
        assert {path for path, _ in damaged(root)} == set(before)
        assert {each.where for each in doubt(root)} == set(before)
        done = publish(channel, episodes, root)
        assert {str(path.relative_to(root)) for path in done.written} == set(before)
        assert state(root) == before
        assert doubt(root) == ()
        assert faults(root) == ()
        assert not (root / addresses.GONE).exists()


def test_only_what_is_wrong_is_written(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    made = [replace(episode(number), segments=(), chapters=()) for number in range(1, HEAD + 3)]
    publish(channel, made, root)
    wrong = {addresses.media(made[0].enclosure), "archive/2012-05.xml", f"en/episodes/{made[9].slug}.html"}
    for path in wrong:
        flipped(root / path)
    assert {each.where for each in doubt(root)} == wrong
    done = publish(channel, made, root)
    assert {str(path.relative_to(root)) for path in done.written} == wrong
    assert done.read == ()


def test_a_sound_that_is_lost_everywhere_is_refused_and_stays_in_doubt(
    channel: Channel, episode: Make, tmp_path: Path
) -> None:
    root, one = tmp_path / "feeds", episode(1)
    publish(channel, (one,), root)
    sound = root / addresses.media(one.enclosure)
    flipped(sound)
    flipped(one.enclosure.path)
    doubt(root)
    with pytest.raises(PublishRefused) as refused:
        publish(channel, (one,), root)
    assert [each.code for each in refused.value.faults] == ["publishing.sound-changed"]
    flipped(one.enclosure.path)
    assert publish(channel, (one,), root).written == (sound,)
    assert faults(root) == ()


def test_where_nothing_is_published_nothing_is_in_doubt(tmp_path: Path) -> None:
    assert doubt(tmp_path) == () and not list(tmp_path.iterdir())
