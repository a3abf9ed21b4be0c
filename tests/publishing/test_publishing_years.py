"""Six years of programmes: every document of every feed breaks no rule, and together they hold everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from studio.publishing import addresses
from studio.publishing.archive import rows
from studio.publishing.archive.index import changing, index_of
from studio.publishing.archive.shelf import Shelf
from studio.publishing.plan import Planned, feeds, of_scope
from studio.publishing.podcasts import HEAD
from studio.publishing.rules.names import NAMES
from studio.publishing.rules.ruling import feed_faults
from studio.publishing.rules.values import NICE
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, LowRate, Province, PublishedEpisode
from studio.units import digest_of

Make = Callable[[int], PublishedEpisode]
WEEKS = 300
PROVINCES = (None, Province("02", Both("បាត់ដំបង", "Battambang")), Province("12", Both("ភ្នំពេញ", "Phnom Penh")))
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x05\xdc\x00\x00\x05\xdc\x08\x02\x00\x00\x00"
OF_STORIES = {
    (NICE, f"podcast.{what}")
    for what in ("updateFrequency-there", "chapters-there-each", "episode-there-each", "season-there-each")
}
"""What a single story on its own has not and cannot have: nobody knows when the next one comes."""
SAID = (Spoken("អ្នកនេសាទម្នាក់", "ឥឡូវត្រីត្រឡប់មកវិញ។", 5),)


@pytest.fixture
def show(channel: Channel) -> Channel:
    return replace(
        channel, low_rates=(LowRate("small", "MP3", 32),), hub="https://hub.example.org/", frequency="FREQ=WEEKLY"
    )


def week(pattern: PublishedEpisode, number: int) -> PublishedEpisode:
    """The programme of a week: two stories, each with a sound and a theme of its own."""

    def sound(name: str, mime: str = "audio/mpeg", suffix: str = ".mp3") -> dict[str, object]:
        return {"digest": digest_of(f"{number} {name}".encode()), "mime": mime, "suffix": suffix}

    stories = tuple(
        replace(
            one,
            title=Both(f"{one.title.km} {number}", f"{one.title.en} {number}"),
            enclosure=replace(pattern.enclosure, ms=one.ms, **sound(one.slug)),
            utterances=spread(one.start, one.ms, SAID),
            theme=("land", "labour", "fisheries")[(number + rank) % 3],
            province=PROVINCES[(number + 2 * rank) % 3],
        )
        for rank, one in enumerate(pattern.stories)
    )
    return replace(
        pattern,
        slug=f"week-{number:03}",
        number=number + 1,
        season=1 + number // 52,
        guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
        title=Both(f"សប្ដាហ៍ទី {number}", f"Week {number}"),
        published_at=pattern.published_at + timedelta(weeks=number),
        enclosure=replace(pattern.enclosure, **sound("whole")),
        alternates=(replace(pattern.enclosure, name="small", **sound("small")),),
        segments=(pattern.segments[0], *stories),
        picture=PICTURE,
    )


def documents(shelf: Shelf, show: Channel) -> Iterator[Planned]:
    """Every document of every feed, heads and frozen pages."""
    for key in ("", *(one for one in shelf.feeds() if one)):
        for month in ("", *shelf.pages(key)):
            yield from of_scope(shelf, show, f"{rows.FEED}:{key}{':' if month else ''}{month}")


def links(document: etree._Element) -> dict[str, str]:
    found = document[0].findall("atom:link", NAMES)
    return {each.get("rel"): urlsplit(each.get("href")).path.removeprefix("/") for each in found}


def test_every_document_of_six_years_breaks_no_rule_and_nothing_is_lost(
    show: Channel, episode: Make, tmp_path: Path
) -> None:
    pattern = episode(1)
    made = [week(pattern, number) for number in range(WEEKS)]
    with index_of(tmp_path) as index:
        with changing(index):
            for one in made:
                rows.put(index, rows.row_of(show, one, "", ""))
        shelf = Shelf(index)
        listed = [one.path for one in feeds(shelf, show)]
        found = {each.path: each.make() for each in documents(shelf, show)}
    faults = {path: feed_faults(content, path) for path, content in found.items()}
    programmes = [path for path in found if "theme" not in path and "province" not in path and "stories" not in path]
    assert {path: faults[path] for path in programmes} == dict.fromkeys(programmes, ())
    assert {(each.values["severity"], each.values["rule"]) for one in faults.values() for each in one} == OF_STORIES
    trees = {path: etree.fromstring(content) for path, content in found.items()}
    told = [one for each in made for one in each.stories]
    wanted = {addresses.FEED: WEEKS, "feeds/data-small.xml": WEEKS, "feeds/stories.xml": len(told)}
    for theme in ("land", "labour", "fisheries"):
        wanted[f"feeds/theme-{theme}.xml"] = sum(one.theme == theme for one in told)
    for province in PROVINCES[1:]:
        assert province is not None
        wanted[f"feeds/province-{province.code}.xml"] = sum(one.province == province for one in told)
    assert sorted(listed) == sorted(wanted)
    visited: set[str] = set()
    for path, count in wanted.items():
        assert len(trees[path].findall("channel/item")) == HEAD
        guids: set[str] = set()
        here = path
        while here:
            visited.add(here)
            guids |= {one.text or "" for one in trees[here].iterfind("channel/item/guid")}
            here = links(trees[here]).get("next", "")
        assert len(guids) == count, path
    assert visited == set(trees), "a page that nothing leads to"
