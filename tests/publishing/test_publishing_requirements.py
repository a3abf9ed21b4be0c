"""Values that must not be published."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from studio.languages import Language
from studio.publishing.requirements import unfit
from studio.publishing.values import Both, Channel, Chapter, PublishedEpisode
from studio.sentences.say import say
from studio.units import Digest, Ms


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)


def codes(channel: Channel, *episodes: PublishedEpisode) -> list[str]:
    found = unfit(channel, episodes)
    for each in found:
        for language in Language:
            what, mend = say(each, language)
            assert what and mend and "{" not in what + mend
    return [each.code.removeprefix("publishing.") for each in found]


def test_the_show_of_the_tests_is_fit(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> None:
    assert codes(channel, *episodes) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"base_url": "radio.example.org"}, "address-bad"),
        ({"base_url": "https://radio.example.org/?x"}, "address-bad"),
        ({"title": Both("", " ")}, "text-missing"),
        ({"guid": ""}, "text-missing"),
        ({"categories": ()}, "text-missing"),
        ({"categories": ("Society & Culture > Weather",)}, "category-unknown"),
        ({"cover": b"GIF89a"}, "cover-unfit"),
        ({"cover": png(1399, 1399)}, "cover-unfit"),
        ({"cover": png(1400, 1500)}, "cover-unfit"),
        ({"cover": png(3001, 3001)}, "cover-unfit"),
    ],
)
def test_a_channel_that_is_not_fit(channel: Channel, change: dict[str, object], code: str) -> None:
    assert codes(replace(channel, **change)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "../up"}, "slug-bad"),
        ({"slug": "Ab"}, "slug-bad"),
        ({"guid": ""}, "text-missing"),
        ({"title": Both("", "")}, "text-missing"),
        ({"published_at": datetime(2012, 5, 6, tzinfo=UTC).replace(tzinfo=None)}, "date-without-zone"),
        ({"chapters": (Chapter(Ms(120_001), Both("ក", "")),)}, "time-outside"),
        ({"picture": b"no picture"}, "picture-unreadable"),
    ],
)
def test_an_episode_that_is_not_fit(
    channel: Channel, episode: Callable[[int], PublishedEpisode], change: dict[str, object], code: str
) -> None:
    assert codes(channel, replace(episode(1), **change)) == [code]


@pytest.mark.parametrize("change", [{"bytes": 0}, {"ms": Ms(0)}, {"suffix": "mp3"}, {"digest": Digest("../x")}])
def test_a_sound_that_is_not_fit(
    channel: Channel, episode: Callable[[int], PublishedEpisode], change: dict[str, object]
) -> None:
    made = replace(episode(1), chapters=(), segments=())
    assert codes(channel, replace(made, enclosure=replace(made.enclosure, **change))) == ["sound-unfit"]


def test_everything_that_is_wrong_is_told_at_once(channel: Channel, episode: Callable[[int], PublishedEpisode]) -> None:
    twins = replace(episode(1), segments=episode(1).segments[1:] * 2)
    assert codes(replace(channel, author=" "), twins, episode(1)) == [
        "text-missing",
        "name-repeated",
        "name-repeated",
        "name-repeated",
        "name-repeated",
    ]
