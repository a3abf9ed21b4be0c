"""Publishing into a folder: whole, once, and the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import PublishRefused
from studio.publishing import addresses
from studio.publishing.archive.files import published
from studio.publishing.feed import feed_bytes
from studio.publishing.plan import of_episode, of_site
from studio.publishing.publish import faults, publish
from studio.publishing.values import Both, Channel, PublishedEpisode
from studio.units import digest_of

Make = Callable[[int], PublishedEpisode]


def tree(root: Path) -> dict[str, bytes]:
    """What the world may see: every file but those with a dot, and but the list of what is gone."""
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.name != addresses.GONE}


def test_what_is_published_has_no_fault(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    done = publish(channel, episodes, root)
    assert faults(root) == ()
    assert done.feed.read_bytes() == feed_bytes(channel, episodes)
    assert done.page.is_file()
    assert set(done.written) == {root / path for path in published(root)}
    for episode in episodes:
        assert (root / addresses.media(episode.enclosure)).read_bytes() == episode.enclosure.path.read_bytes()


def test_a_second_time_nothing_is_touched(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    first = publish(channel, episodes, tmp_path / "feeds")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "feeds").rglob("*")}
    again = publish(channel, episodes[::-1], tmp_path / "feeds")
    assert (again.written, again.removed, again.unchanged) == ((), (), len(first.written))
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "feeds").rglob("*")} == times


def test_two_folders_hold_the_same_bytes(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    publish(channel, episodes[:1], tmp_path / "one")
    publish(channel, episodes, tmp_path / "one")
    publish(channel, episodes[::-1], tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_only_what_changed_is_written(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(channel, (episode(1), episode(2)), root)
    corrected = replace(episode(1), description=Both("កែរួច", "Corrected"))
    done = publish(channel, (corrected, episode(2)), root)
    written = {str(path.relative_to(root)) for path in done.written}
    assert {path for path in written if "search/" not in path} == {
        "episodes/programme-1.html",
        "en/episodes/programme-1.html",
        "feed.xml",
    }


def test_what_is_gone_is_swept_and_nothing_else(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(channel, (episode(1), episode(2)), root)
    (root / "CNAME").write_text("radio.example.org")
    (root / "episodes" / "note.txt").write_text("ours")
    done = publish(channel, (episode(2),), root)
    gone = {str(path.relative_to(root)) for path in done.removed}
    assert addresses.media(episode(1).enclosure) in gone
    assert "episodes/programme-1/fish-return.html" in gone
    assert not (root / "episodes" / "programme-1").exists()
    assert (root / "CNAME").is_file()
    assert (root / "episodes" / "note.txt").is_file()
    assert faults(root) == ()
    assert not [path for path, content in tree(root).items() if b"programme-1" in content]


def test_a_new_sound_gets_a_new_address_and_keeps_its_guid(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(channel, (episode(1),), root)
    replaced = replace(episode(1), enclosure=episode(7).enclosure)
    publish(channel, (replaced,), root)
    assert not (root / addresses.media(episode(1).enclosure)).exists()
    feed = (root / "feed.xml").read_text()
    assert addresses.media(episode(7).enclosure) in feed
    assert episode(1).guid in feed


def test_the_plan_of_an_episode_names_its_files_and_the_index_knows_every_one(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    publish(channel, episodes, tmp_path / "feeds")
    planned = [*of_site(channel), *(each for episode in episodes for each in of_episode(channel, episode))]
    kept = published(tmp_path / "feeds")
    assert {each.path for each in planned} < set(kept)
    for each in planned:
        if each.named_by_content and each.sound is None:
            assert each.make() == (tmp_path / "feeds" / each.path).read_bytes()
    assert all(digest_of((tmp_path / "feeds" / path).read_bytes()) == digest for path, digest in kept.items())


def test_nothing_is_written_when_something_is_wrong(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    lost = replace(episode(1), enclosure=replace(episode(1).enclosure, path=tmp_path / "lost.mp3"), slug="UP")
    with pytest.raises(PublishRefused) as refused:
        publish(channel, (lost,), root)
    assert [each.code for each in refused.value.faults] == ["publishing.slug-bad", "publishing.sound-differs"]
    assert not root.exists()


def test_a_sound_that_changed_is_refused_before_the_feed(channel: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(channel, (episode(1),), root)
    before = (root / "feed.xml").read_bytes()
    made = episode(2)
    made.enclosure.path.write_bytes(b"x" * made.enclosure.bytes)
    with pytest.raises(PublishRefused) as refused:
        publish(channel, (episode(1), made), root)
    assert refused.value.faults[0].code == "publishing.sound-changed"
    assert (root / "feed.xml").read_bytes() == before
    assert not list(root.rglob(".partial-*"))
    assert digest_of(b"x" * made.enclosure.bytes) not in str(list(root.rglob("*.mp3")))


@pytest.mark.parametrize(
    "content", ["{", '{"files": {"../../etc/passwd": "0"}}', '{"files": {"/etc/passwd": "0"}}', "[]"]
)
def test_a_list_that_cannot_be_trusted_sweeps_nothing(
    channel: Channel, episode: Make, tmp_path: Path, content: str
) -> None:
    root = tmp_path / "feeds"
    publish(channel, (episode(1),), root)
    (root / addresses.INDEX).unlink()
    (root / addresses.MANIFEST).write_text(content)
    with pytest.raises(PublishRefused) as refused:
        publish(channel, (), root)
    assert refused.value.faults[0].code == "publishing.manifest-bad"
    assert (root / addresses.media(episode(1).enclosure)).is_file()
