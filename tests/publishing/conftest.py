"""A show with three programmes, written for these tests: invented people, places and communities."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from studio.languages import Language
from studio.publishing.podcast import podcast_guid
from studio.publishing.publish import publish
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import (
    Both,
    Channel,
    Chapter,
    Community,
    Enclosure,
    Province,
    PublishedEpisode,
    Segment,
)
from studio.units import Ms, digest_of

BASE = "https://radio.example.org/"
PHNOM_PENH = timezone(timedelta(hours=7))
COVER = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 1500, 1500, 8, 2, 0, 0, 0)
TITLE = Both("សំឡេងសហគមន៍", "Voices of the Communities")

BATTAMBANG = Province("02", Both("បាត់ដំបង", "Battambang"))
FISHERS = Community(
    "btb-11",
    Both("សហគមន៍នេសាទផ្កាត្រកួន", "Phka Trakuon Community Fishery"),
    listed=True,
    about=Both("អ្នកនេសាទដែលថែរក្សាអន្លង់មួយ។", "Fishers who look after a refuge."),
    province=BATTAMBANG,
    sectors=("fisheries",),
)
WOMEN = Community("btb-12", Both("ក្រុមស្ត្រីកែច្នៃត្រីភូមិថ្មី", "Phum Thmey Women Fish Processors"))
FARMERS = Community("btb-13", Both("សហគមន៍ដីស្រែវាលល្វា", "Veal Lvea Rice Land Community"))

OPENING = (
    Spoken("", "សូមស្វាគមន៍មកកាន់កម្មវិធីសំឡេងសហគមន៍។", 3),
    Spoken("", "ថ្ងៃនេះ សហគមន៍បីនិយាយអំពីការងាររបស់ខ្លួន។", 3),
)
STORY = (
    Spoken("អ្នកនេសាទម្នាក់", "យើងដើរល្បាតពីរដងក្នុងមួយសប្ដាហ៍ ហើយឥឡូវត្រីត្រឡប់មកវិញ។", 5),
    Spoken(
        "អ្នកនេសាទម្នាក់",
        "ពីមុន គ្មាននរណាជឿថាយើងអាចការពារអន្លង់បានទេ ប៉ុន្តែពេលយើងប្រជុំគ្នា គូសផែនទី និងដាក់ស្លាកព្រំដែន មនុស្សគ្រប់គ្នាបានចូលរួម "
        "ទាំងស្ត្រី ទាំងបុរស ទាំងយុវជន ហើយឃុំក៏បានទទួលស្គាល់ផែនទីរបស់យើងដែរ។",
        14,
    ),
    Spoken("ស្ត្រីម្នាក់ <ប្រធានក្រុម> & អ្នកលក់ត្រី", "យើងទិញជញ្ជីងរួមមួយ --> ឥឡូវយើងដឹងទម្ងន់ពិត & តម្លៃពិត។", 5),
)


@pytest.fixture
def channel() -> Channel:
    """The show of the tests."""
    return Channel(
        slug="voices",
        title=TITLE,
        description=Both(
            "កម្មវិធីវិទ្យុដែលសហគមន៍និយាយដោយខ្លួនឯងអំពីដី ការងារ និងនេសាទ។",
            "A radio programme in which communities speak for themselves about land, work and fishing.",
        ),
        author="The communities of the pilot",
        email="radio@radio.example.org",
        base_url=BASE,
        language=Language.KM,
        categories=("Society & Culture > Documentary", "News"),
        explicit=False,
        guid=podcast_guid(f"{BASE}feed.xml"),
        license="CC-BY-NC-ND-4.0",
        license_url="https://creativecommons.org/licenses/by-nc-nd/4.0/",
        owner="Human Rights Network",
        cover=COVER,
        network=Both("បណ្ដាញសិទ្ធិមនុស្ស", "Human Rights Network"),
        hotline="012 000 111",
        funding_url="https://radio.example.org/support",
    )


def _sound(folder: Path, number: int) -> Enclosure:
    content = b"ID3\x04" + bytes((number + step) % 251 for step in range(24_000 + number))
    path = folder / f"{number}.mp3"
    path.write_bytes(content)
    return Enclosure(path, "audio/mpeg", len(content), Ms(120_000), digest_of(content))


def _segments() -> tuple[Segment, ...]:
    return (
        Segment(
            "opening",
            Both("បើកកម្មវិធី", "Opening"),
            Ms(0),
            Ms(10_000),
            "opening",
            utterances=spread(Ms(0), Ms(9_500), OPENING),
        ),
        Segment(
            "fish-return",
            Both("ត្រីត្រឡប់មកអន្លង់វិញ", "The fish come back to the refuge"),
            Ms(10_000),
            Ms(80_000),
            "joint",
            communities=(FISHERS, WOMEN),
            place=Both("ស្រុកឯកភ្នំ", "Aek Phnum district"),
            utterances=spread(Ms(10_000), Ms(80_000), STORY),
            theme="fisheries",
            province=BATTAMBANG,
            said_by=(Both("អ្នកនេសាទម្នាក់", "a fisher"), Both("ស្ត្រីម្នាក់", "a woman")),
        ),
        Segment(
            "land-map",
            Both("ផែនទីដីដោយដៃខ្លួនឯង", "A land map by our own hands"),
            Ms(90_000),
            Ms(28_000),
            "story",
            communities=(FARMERS,),
            theme="land",
        ),
    )


@pytest.fixture
def episode(tmp_path: Path) -> Callable[[int], PublishedEpisode]:
    """What makes the programme of a number; the same number, the same programme."""

    def make(number: int) -> PublishedEpisode:
        segments = _segments()
        return PublishedEpisode(
            slug=f"programme-{number}",
            number=number,
            season=1,
            guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
            title=Both(f"ត្រីត្រឡប់មកវិញ ភាគ {number}", f"The fish come back, part {number}"),
            description=Both(
                "អ្នកនេសាទ និងស្ត្រីកែច្នៃត្រីនិយាយអំពីអន្លង់ជម្រកត្រី ហើយកសិករនិយាយអំពីផែនទីដី។",
                "Fishers and women who process fish speak of a fish refuge, and farmers of their land map.",
            ),
            published_at=datetime(2012, 5, 6, 12, 0, tzinfo=PHNOM_PENH) + timedelta(days=7 * number),
            language=Language.KM,
            enclosure=_sound(tmp_path, number),
            chapters=tuple(Chapter(segment.start, segment.title) for segment in segments),
            segments=segments,
            synthetic_voice=number % 2 == 0,
        )

    return make


@pytest.fixture
def episodes(episode: Callable[[int], PublishedEpisode]) -> tuple[PublishedEpisode, ...]:
    """Three programmes, the last one without chapters, stories or text."""
    bare = replace(episode(3), chapters=(), segments=())
    return (episode(1), episode(2), bare)


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """`golden(name, content)`: the content is what the golden file holds; STUDIO_GOLDEN=write writes it."""

    def compare(name: str, content: bytes) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("STUDIO_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        assert path.is_file(), f"{name} is missing; look at the output, then run with STUDIO_GOLDEN=write"
        assert content.decode("utf-8") == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def site(channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path) -> Path:
    """A published folder with three episodes."""
    publish(channel, episodes, tmp_path / "feeds")
    return tmp_path / "feeds"
