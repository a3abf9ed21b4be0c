"""Two programmes with sound, published and served, and what a browser does with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import lameenc
import numpy as np
from playwright.sync_api import Page

from studio.languages import Language
from studio.publishing.cover import cover
from studio.publishing.podcast import podcast_guid
from studio.publishing.publish import publish
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, Chapter, Community, Enclosure, Notice, PublishedEpisode, Segment
from studio.publishing.wording import digits
from studio.units import Ms, digest_of

PICTURES = Path(__file__).parents[2] / "test-results" / "web"
"""Pictures of every page are kept here."""

BASE = "https://radio.example.org/"
PHNOM_PENH = timezone(timedelta(hours=7))
LENGTH_S = 600
BLOCKED = "Service Worker registration blocked by Playwright"
"""What Playwright says itself where a test wants no service worker."""

UNASKED = "/favicon.ico"
"""What browsers look for by themselves where no page names an icon."""

TITLE = Both("សំឡេងសហគមន៍", "Community Voices")
FISHERS = Community("phk-01", Both("សហគមន៍នេសាទបឹងត្រកួន", "Boeng Trakuon Community Fishery"), listed=True)
WEAVERS = Community(
    "phk-02", Both("ក្រុមស្ត្រីតម្បាញភូមិស្វាយធំ", "Svay Thom Village Women Weavers and Natural Dyers Association")
)
FARMERS = Community("phk-03", Both("សហគមន៍ដីស្រែវាលអណ្តូង", "Veal Andoung Rice Land Community"))


@dataclass
class Watch:
    """What a browser did and complained about."""

    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    ranges: list[tuple[int, str]] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note every request, error, warning and refused load of a page."""
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("response", self._note)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if not message.location["url"].endswith(UNASKED) and BLOCKED not in message.text:
            self.complaints.append(f"{message.type}: {message.text} {message.location['url']}")

    def _note(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")
        if "content-range" in response.headers:
            self.ranges.append((response.status, response.headers["content-range"]))


def mp3() -> bytes:
    """Ten minutes of a voice-like tone that changes every second, mono, 48 kHz, 64 kbit/s."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(48_000)
    encoder.set_channels(1)
    encoder.set_quality(9)
    encoder.silence()
    seconds = np.arange(48_000) / 48_000
    tones = [np.sin(2 * np.pi * pitch * seconds) * 6_000 for pitch in (110, 147, 196, 165, 131)]
    content = b"".join(bytes(encoder.encode(tones[second % 5].astype("<i2").tobytes())) for second in range(LENGTH_S))
    return content + bytes(encoder.flush())


def channel() -> Channel:
    return Channel(
        slug="voices",
        title=TITLE,
        description=Both(
            "សហគមន៍និយាយដោយខ្លួនឯង អំពីដីធ្លី ការងារ និងការនេសាទ។",
            "Communities speak for themselves about land, labour and fisheries.",
        ),
        author="The communities of the pilot",
        email="radio@radio.example.org",
        base_url=BASE,
        language=Language.KM,
        categories=("Society & Culture > Documentary",),
        explicit=False,
        guid=podcast_guid(f"{BASE}feed.xml"),
        license="CC-BY-NC-4.0",
        license_url="https://creativecommons.org/licenses/by-nc/4.0/",
        owner="Human Rights Network",
        cover=cover(TITLE),
        network=Both("បណ្តាញសិទ្ធិមនុស្ស", "Human Rights Network"),
        hotline="012 000 111",
    )


SAID = (
    Spoken("អ្នកនេសាទម្នាក់", "យើងដើរល្បាតពីរដងក្នុងមួយសប្តាហ៍ ហើយឥឡូវត្រីត្រឡប់មកវិញហើយ។", 5),
    Spoken(
        "ប្រធានក្រុមស្ត្រី",
        "ពីមុន គ្មាននរណាជឿថាយើងអាចការពារអន្លង់បានទេ ប៉ុន្តែពេលយើងប្រជុំគ្នា គូសផែនទី និងដាក់ស្លាកព្រំដែន មនុស្សគ្រប់គ្នាបានចូលរួម "
        "ទាំងស្ត្រី ទាំងបុរស ទាំងយុវជន ហើយឃុំក៏បានទទួលស្គាល់ផែនទីរបស់យើងដែរ។",
        12,
    ),
)


def segments() -> tuple[Segment, ...]:
    opening = (Spoken("", "សូមស្វាគមន៍មកកាន់កម្មវិធីសំឡេងសហគមន៍។", 1),)
    return (
        Segment(
            "opening",
            Both("បើកកម្មវិធី", "Opening"),
            Ms(0),
            Ms(61_500),
            "opening",
            utterances=spread(Ms(0), Ms(60_000), opening),
        ),
        Segment(
            "fish-return",
            Both(
                "ត្រីត្រឡប់មកអន្លង់ជម្រកវិញ ក្រោយការល្បាតរួមគ្នាពីរឆ្នាំ",
                "The fish come back to the refuge after two years of patrols",
            ),
            Ms(61_500),
            Ms(300_000),
            "joint",
            communities=(FISHERS, WEAVERS),
            theme="fisheries",
            place=Both("ស្រុកឯកភ្នំ", "Aek Phnum district"),
            utterances=spread(Ms(61_500), Ms(300_000), SAID),
        ),
        Segment(
            "land-map",
            Both("ផែនទីដីដោយដៃខ្លួនឯង", "A land map by our own hands"),
            Ms(361_500),
            Ms(200_000),
            "story",
            communities=(FARMERS,),
            utterances=spread(Ms(361_500), Ms(200_000), SAID[:1]),
        ),
    )


def episode(number: int, sound: Enclosure) -> PublishedEpisode:
    parts = segments()
    return PublishedEpisode(
        slug=f"programme-{number}",
        number=number,
        season=1,
        guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
        title=Both(f"ត្រីត្រឡប់មកវិញ ភាគ{digits(str(number), Language.KM)}", f"The fish come back, part {number}"),
        description=Both(
            "អ្នកនេសាទ និងស្ត្រីតម្បាញនិយាយអំពីអន្លង់ជម្រកត្រី ហើយកសិករនិយាយអំពីផែនទីដី។",
            "Fishers and women weavers speak of a fish refuge, and farmers of their land map.",
        ),
        published_at=datetime(2012, 5, 6, 18, 30, tzinfo=PHNOM_PENH) + timedelta(days=7 * number),
        language=Language.KM,
        enclosure=sound,
        chapters=tuple(Chapter(part.start, part.title) for part in parts),
        segments=parts,
        synthetic_voice=True,
        notices=(Notice(Both("ថ្ងៃទី២០ ឧសភា៖ ឈ្មោះឃុំត្រូវបានកែ។", "20 May: the name of a commune was corrected.")),),
    )


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


WIDER_THAN_THE_SCREEN = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.matches('.skip') && e.getBoundingClientRect().right > document.documentElement.clientWidth + .5)
    .map(e => e.outerHTML.slice(0, 120))"""


def two_programmes(folder: Path) -> tuple[PublishedEpisode, PublishedEpisode]:
    """Two programmes, published below feeds/ of a folder; the older first."""
    contents = {mp3() + bytes(number): folder / f"programme-{number}.mp3" for number in (1, 2)}
    for content, path in contents.items():
        path.write_bytes(content)
    older, newer = (
        episode(number, Enclosure(path, "audio/mpeg", len(content), Ms(LENGTH_S * 1_000), digest_of(content)))
        for number, (content, path) in enumerate(contents.items(), start=1)
    )
    publish(channel(), (older, newer), folder / "feeds")
    return older, newer
