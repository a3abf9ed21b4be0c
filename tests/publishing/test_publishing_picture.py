"""The picture of an episode, from its title to the page that names it, and away again."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from studio.publishing import addresses
from studio.publishing.kinds import YEAR, kind_of
from studio.publishing.picture import BARS, HEIGHT, WIDTH, banner
from studio.publishing.publish import Offered, publish
from studio.publishing.requirements import pixels
from studio.publishing.rules.ruling import own_faults
from studio.publishing.values import Both, Channel, PublishedEpisode

SHOW = Both("សំឡេងសហគមន៍", "Community Voices")
TITLE = Both("ត្រីត្រឡប់មកវិញ", "The fish come back")
LONG = Both("កម្មវិធីវិទ្យុសំឡេងសហគមន៍ដីធ្លី ការងារ និងនេសាទ " * 9, "A very long title goes on here " * 9)
FLAT = (50,) * BARS


def ink(picture: bytes, top: int, bottom: int) -> float:
    """How much of some rows is dark."""
    shades = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))[top:bottom]
    return float((shades < 140).mean())


@pytest.mark.parametrize("title", [TITLE, LONG, Both("ក", ""), Both("", "#*$_ @x \\ [a]"), Both("ក", "ក")])
def test_the_picture_has_its_size_whatever_the_title_and_the_same_bytes_every_time(title: Both) -> None:
    made = banner(SHOW, title, FLAT)
    assert pixels(made) == (WIDTH, HEIGHT)
    assert banner(SHOW, title, FLAT) == made
    assert len(made) < 300_000


@pytest.mark.parametrize("title", [LONG, Both(LONG.km, ""), Both("", LONG.en)])
def test_a_long_title_stays_clear_of_the_outline_and_of_the_name_of_the_show(title: Both) -> None:
    made = banner(SHOW, title, ())
    assert ink(made, 425, HEIGHT) == 0
    assert ink(made, 100, 120) == 0


def test_the_outline_is_as_high_as_the_sound_is_loud() -> None:
    none, low, high = (ink(banner(SHOW, TITLE, bars), 425, HEIGHT) for bars in ((), (10,) * BARS, (90,) * BARS))
    assert none == 0 < low < high


def test_pages_name_the_picture_with_its_size_and_it_goes_when_the_episode_does(
    channel: Channel, episode: Callable[[int], PublishedEpisode], tmp_path: Path
) -> None:
    shown = replace(episode(1), banner=banner(SHOW, TITLE, FLAT))
    path = addresses.banner(shown)
    assert path is not None
    publish(channel, [Offered(shown.slug, "1", lambda: shown)], tmp_path)
    assert (tmp_path / path).read_bytes() == shown.banner
    assert kind_of(path).cache == YEAR
    page = lxml_html.parse(tmp_path / f"episodes/{shown.slug}.html").getroot()
    said = {one.get("property") or one.get("name"): one.get("content") for one in page.xpath("//meta[@content]")}
    assert said["og:image"] == addresses.url(channel, path)
    assert (said["og:image:width"], said["og:image:height"]) == (str(WIDTH), str(HEIGHT))
    assert said["twitter:card"] == "summary_large_image"
    assert shown.title.km in said["og:image:alt"]

    other = replace(shown, banner=banner(SHOW, LONG, FLAT))
    publish(channel, [Offered(shown.slug, "2", lambda: other)], tmp_path)
    assert not (tmp_path / path).exists()
    assert path in (tmp_path / addresses.GONE).read_text()
    publish(channel, [], tmp_path)
    assert not list(tmp_path.rglob("picture-*.png"))


def test_the_feed_names_the_picture_with_its_use_and_its_size(
    channel: Channel, episode: Callable[[int], PublishedEpisode], tmp_path: Path
) -> None:
    made = banner(SHOW, TITLE, FLAT)
    shown = replace(episode(1), banner=made)
    publish(channel, [shown], tmp_path)
    feed = (tmp_path / "feed.xml").read_bytes()
    space = {"podcast": "https://podcastindex.org/namespace/1.0"}
    (found,) = etree.fromstring(feed).findall("channel/item/podcast:image", space)
    path = addresses.banner(shown)
    assert path is not None
    assert dict(found.attrib) == {
        "href": addresses.url(channel, path),
        "alt": shown.title.km,
        "aspect-ratio": f"{WIDTH}/{HEIGHT}",
        "width": str(WIDTH),
        "height": str(HEIGHT),
        "purpose": "social",
    }
    assert own_faults(feed, "feed") == ()
