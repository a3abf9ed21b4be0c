"""Which feeds there are, and what each holds of an episode."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from studio.languages import N_, Language, Translate, translator
from studio.publishing import addresses
from studio.publishing.opml import Listed
from studio.publishing.themes import theme_name
from studio.publishing.values import Both, Channel, Enclosure, LowRate, Province, PublishedEpisode, Segment
from studio.units import Ms, delta

NAMESPACE = uuid.UUID("5a1f7a8e-3a53-5a6b-9a58-2a1fd2b1c0de")
"""The namespace of guids that follow from another one: of the other feeds, and of what stands in them."""

HEAD = 50
"""Entries in the head of a feed; older ones stand on its pages. Source: RFC 5005, 4."""

KINDS = (EPISODES, LOW, STORIES, THEME, PROVINCE) = ("episodes", "low", "stories", "theme", "province")
"""The kinds of feeds, in the order in which they are listed."""

_LOW = N_("{title}: low data ({codec} {kbps} kbit/s)")
_STORIES = N_("{title}: single stories")
_ABOUT = N_("{title}: {name}")
_LOW_TEXT = N_("The same programmes in small files, for listeners who pay by the megabyte.")
_STORIES_TEXT = N_("Each story of a community on its own.")
_ABOUT_TEXT = N_("The single stories about this.")
_PROVINCE_TEXT = N_(
    "The single stories from this province, where everybody who is heard agreed to the place being shown."
)


@dataclass(frozen=True, slots=True)
class Podcast:
    """A feed: the show's own, one with other masters, or one of single stories.

    key: ends its address; empty for the show's own. guid: its podcast:guid, for ever. title, description: in both.
    """

    key: str
    kind: str
    guid: str
    title: Both
    description: Both

    def path(self, month: str = "") -> str:
        """Where it lies, or the page of it that holds a month."""
        return addresses.feed(self.key, month)


@dataclass(frozen=True, slots=True)
class Post:
    """What stands in a feed as one entry: an episode, or a story of one.

    name: of the piece that is kept of it; the same piece may stand in several feeds. keys: of the feeds it is in.
    segment: of a story; None for the whole episode. at: when it was heard to its end. rank: within the episode.
    """

    name: str
    keys: tuple[str, ...]
    guid: str
    enclosure: Enclosure
    at: datetime
    rank: int
    segment: Segment | None = None


def derived(guid: str, name: str) -> str:
    """The guid that follows from another one: the same whenever and wherever it is computed."""
    return str(uuid.uuid5(NAMESPACE, f"{guid}/{name}"))


def low_key(low: LowRate) -> str:
    """The key of the feed of a master."""
    return f"data-{low.name}"


def theme_key(theme: str) -> str:
    """The key of the feed of a theme."""
    return f"theme-{theme}"


def province_key(code: str) -> str:
    """The key of the feed of a province."""
    return f"province-{code}"


def show(channel: Channel) -> Podcast:
    """The show's own feed."""
    return Podcast("", EPISODES, channel.guid, channel.title, channel.description)


def standing(channel: Channel) -> tuple[Podcast, ...]:
    """The feeds that are there whatever the episodes tell: the show's own, those of other masters."""
    return (show(channel), *(_low(channel, low) for low in channel.low_rates))


def stories_feed(channel: Channel) -> Podcast:
    """The feed of every single story."""
    return _of_stories(channel, "stories", STORIES, _STORIES, _STORIES_TEXT, Both("", ""))


def theme_feed(channel: Channel, theme: str) -> Podcast:
    """The feed of a theme."""
    return _of_stories(channel, theme_key(theme), THEME, _ABOUT, _ABOUT_TEXT, theme_name(theme))


def province_feed(channel: Channel, province: Province) -> Podcast:
    """The feed of a province."""
    return _of_stories(channel, province_key(province.code), PROVINCE, _ABOUT, _PROVINCE_TEXT, province.name)


def posts(channel: Channel, episode: PublishedEpisode) -> Iterator[Post]:
    """Every entry that an episode gives to the feeds; a story on its own only where it has a sound of its own."""
    end = episode.published_at
    yield Post("episode", ("",), episode.guid, episode.enclosure, end, 0)
    for low in channel.low_rates:
        sound = next((one for one in episode.alternates if one.name == low.name), None)
        if sound is not None:
            guid = derived(episode.guid, f"master/{low.name}")
            yield Post(f"master/{low.name}", (low_key(low),), guid, sound, end, 0)
    for rank, segment in enumerate(episode.stories, start=1):
        if segment.enclosure is not None:
            keys = ["stories"]
            keys += [theme_key(segment.theme)] if segment.theme else []
            keys += [province_key(segment.province.code)] if segment.province else []
            heard = end - delta(Ms(max(0, episode.enclosure.ms - segment.end)))
            name = f"story/{segment.slug}"
            guid = derived(episode.guid, name)
            yield Post(name, tuple(keys), guid, segment.enclosure, heard.replace(microsecond=0), rank, segment)


def alone(episode: PublishedEpisode, segment: Segment) -> Segment:
    """A story as if nothing came before it: what its own transcript is made of."""
    lines = tuple(
        replace(line, start=Ms(line.start - segment.start), end=Ms(line.end - segment.start))
        for line in segment.utterances
        if line.start >= segment.start
    )
    return replace(segment, start=Ms(0), utterances=lines)


def _low(channel: Channel, low: LowRate) -> Podcast:
    def title(told: Translate, language: Language) -> str:
        return told(_LOW).format(title=channel.title.told(language), codec=low.codec, kbps=low.kbps)

    key = low_key(low)
    return Podcast(key, LOW, derived(channel.guid, key), _both(title), _both(lambda told, _: told(_LOW_TEXT)))


def _of_stories(channel: Channel, key: str, kind: str, named: str, text: str, name: Both) -> Podcast:
    def title(told: Translate, language: Language) -> str:
        return told(named).format(title=channel.title.told(language), name=name.told(language))

    return Podcast(key, kind, derived(channel.guid, key), _both(title), _both(lambda told, _: told(text)))


def _both(say: Callable[[Translate, Language], str]) -> Both:
    return Both(*(say(translator(language), language) for language in (Language.KM, Language.EN)))


def listed(channel: Channel, podcast: Podcast) -> Listed:
    """A podcast of the show as it stands in the list of feeds."""
    return Listed(
        podcast.title.told(channel.language),
        addresses.url(channel, podcast.path()),
        addresses.url(channel, "index.html"),
        channel.language.value,
        podcast.kind,
        podcast.title,
        podcast.path(),
    )
