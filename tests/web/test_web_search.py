"""The search of the published site in a real browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import lameenc
import pytest
from playwright.sync_api import Browser, Page

from studio.languages import Language
from studio.publishing.cover import cover
from studio.publishing.publish import publish
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, Community, Enclosure, PublishedEpisode, Segment
from studio.units import Ms, digest_of

TITLE = Both("សំឡេងសហគមន៍", "Community Voices")
PHNOM_PENH = timezone(timedelta(hours=7))

# fmt: off
WORDS = (
    "ដីធ្លី", "ព្រៃឈើ", "នេសាទ", "អន្លង់", "ជញ្ជីង", "កម្មករ", "រោងចក្រ", "ប្រាក់ខែ", "សហជីព", "មេភូមិ", "ផែនទី",
    "ព្រំដែន", "ល្បាត", "ត្រីរ៉ស់", "ទន្លេសាប", "សំណាញ់", "ទូក", "ស្រូវ", "ចម្ការ", "កៅស៊ូ", "អំពៅ", "ក្រុមហ៊ុន",
    "សម្បទាន", "បណ្តឹង", "តុលាការ", "មេធាវី", "ស្ត្រី", "យុវជន", "ចាស់ទុំ", "សាលារៀន", "មន្ទីរពេទ្យ", "ទឹកស្អាត",
    "ផ្លូវ", "ស្ពាន", "ភ្លើង", "គ្រោះរាំងស្ងួត", "ទឹកជំនន់", "ជំនួយ", "សន្សំ", "កម្ចី", "បំណុល", "ចំណាកស្រុក",
    "ឆ្លងដែន", "ប្រជុំ", "ហត្ថលេខា", "បណ្ណ", "សិទ្ធិ", "មនុស្ស", "សហគមន៍", "ឃុំ", "ខេត្ត", "ភ្នំ", "បឹង", "កោះ",
    "ឆ្នេរ", "សមុទ្រ", "បង្គា", "ក្តាម", "អំបិល", "ដើមត្នោត", "ឃ្មុំ", "ជ័រ", "វល្លិ៍",
)
# fmt: on
PHRASE = "កាលពីម្សិលមិញយើងបាននិយាយគ្នាអំពី{}ដែលមាននៅក្នុងភូមិរបស់យើងហើយអ្នកទាំងអស់គ្នាបានស្តាប់"
"""A phrase without a space, as Khmer is written."""


def mp3() -> bytes:
    """Two seconds of nothing."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(48_000)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(bytes(2 * 96_000))) + bytes(encoder.flush())


def channel() -> Channel:
    return Channel(
        slug="voices",
        title=TITLE,
        description=Both("សហគមន៍និយាយដោយខ្លួនឯង។", "Communities speak for themselves."),
        author="The communities of the pilot",
        email="radio@radio.example.org",
        base_url="https://radio.example.org/",
        language=Language.KM,
        categories=("Society & Culture > Documentary",),
        explicit=False,
        guid="2d5a7d43-0000-4000-8000-000000000001",
        license="CC-BY-NC-4.0",
        license_url="https://creativecommons.org/licenses/by-nc/4.0/",
        owner="Human Rights Network",
        cover=cover(TITLE),
        network=Both("បណ្តាញសិទ្ធិមនុស្ស", "Human Rights Network"),
        hotline="012 000 111",
    )


def programme(number: int, words: tuple[str, ...], sound: Path) -> PublishedEpisode:
    """A programme of one story in which each of these words stands in a phrase of its own."""
    content = mp3() + bytes(number)
    sound.write_bytes(content)
    lines = [Spoken("អ្នកនេសាទម្នាក់", PHRASE.format(word), 1) for word in words]
    story = Segment(
        f"story-{number}",
        Both(f"រឿងទី{number}", f"Story {number} of the farmers"),
        Ms(0),
        Ms(2_000),
        "story",
        communities=(Community("phk-01", Both("សហគមន៍បឹងត្រកួន", "Boeng Trakuon Community")),),
        utterances=spread(Ms(0), Ms(2_000), lines),
    )
    return PublishedEpisode(
        slug=f"programme-{number}",
        number=number,
        season=1,
        guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
        title=Both(f"កម្មវិធីទី{number}", f"Programme {number}"),
        description=Both("កម្មវិធីមួយ", "A programme"),
        published_at=datetime(2011, 11, 6, 18, 30, tzinfo=PHNOM_PENH) + timedelta(days=40 * number),
        language=Language.KM,
        enclosure=Enclosure(sound, "audio/mpeg", len(content), Ms(2_016), digest_of(content)),
        segments=(story,),
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[PublishedEpisode, ...]:
    """Six programmes in three years; every word stands in one of them."""
    folder = tmp_path_factory.mktemp("sounds")
    return tuple(programme(number + 1, WORDS[number::6], folder / f"{number}.mp3") for number in range(6))


@pytest.fixture(scope="module")
def site(run: Callable[[Path], Any], made: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("workspace") / "feeds"
    publish(channel(), made, folder)
    return run(folder)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="km")
    yield context.new_page()
    context.close()


def asked(page: Page, words: str) -> list[str]:
    """What the page of the search finds: the addresses, in order."""
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.locator("form output").filter(has_text=re.compile("[0-9០-៩]|រកមិនឃើញ|Nothing")).wait_for()
    return [link.get_attribute("href") or "" for link in page.locator("#found a").all()]


def test_khmer_words_are_found_inside_phrases(site: Any, page: Page) -> None:
    page.goto(f"{site.address}search.html")
    missed = []
    for at, word in enumerate(WORDS):
        page.evaluate("document.querySelector('output').textContent = ''")
        found = asked(page, word)
        if not any(link.endswith(f"/episodes/programme-{at % 6 + 1}/story-{at % 6 + 1}.html") for link in found):
            missed.append(word)
    assert len(missed) <= len(WORDS) * 0.05, missed


@pytest.mark.parametrize(
    ("words", "story"),
    [("នេសាទ មេភូមិ", None), ("farmer story 4", 4), ("FARMERS រឿងទី៣", 3), ("គ\u17d2មានអ្វី zzz", None)],
)
def test_all_words_have_to_be_there_in_either_language(site: Any, page: Page, words: str, story: int | None) -> None:
    page.goto(f"{site.address}en/search.html")
    found = asked(page, words)
    assert found == ([f"{site.address}en/episodes/programme-{story}/story-{story}.html"] if story else [])


def test_an_address_with_words_searches_and_a_result_opens(site: Any, page: Page) -> None:
    page.goto(f"{site.address}search.html?q=សម្បទាន")
    page.locator("#found a").first.click()
    page.wait_for_url("**/episodes/**")
    assert page.locator("h1").inner_text()


def test_a_search_reads_little(site: Any, page: Page) -> None:
    read: list[int] = []
    page.on("response", lambda one: read.append(len(gzip.compress(one.body()))) if "/search/" in one.url else None)
    page.goto(f"{site.address}search.html")
    asked(page, "សហគមន៍ ដីធ្លី")
    assert read
    assert sum(read) < 100_000


def test_without_scripts_the_search_says_what_to_do(site: Any, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}en/search.html")
    assert "Searching needs JavaScript" in page.locator("main").inner_text()
    assert not page.locator("form").is_visible()
    context.close()
