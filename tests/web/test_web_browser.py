"""The published site in a real browser: read, heard, on a small telephone and a wide screen, in both languages.

Pictures of every page are kept below test-results/web.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lameenc
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cover import cover
from studio.publishing.podcast import podcast_guid
from studio.publishing.publish import publish
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, Chapter, Community, Enclosure, Notice, PublishedEpisode, Segment
from studio.publishing.wording import digits
from studio.units import Ms, digest_of

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync", "--disable-features=LocalNetworkAccessChecks"]
PICTURES = Path(__file__).parents[2] / "test-results" / "web"
WIDTHS = (320, 1280)
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


@pytest.fixture(scope="module")
def browser(required: Callable[[str, str], Path]) -> Iterator[Browser]:
    """Debian's Chromium."""
    executable = required(CHROMIUM, "apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


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


@pytest.fixture(scope="module")
def site(
    browser: Browser, run: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, PublishedEpisode]:
    """Two programmes, published and served; and the newer of them."""
    folder = tmp_path_factory.mktemp("workspace")
    contents = {mp3() + bytes(number): folder / f"programme-{number}.mp3" for number in (1, 2)}
    for content, path in contents.items():
        path.write_bytes(content)
    older, newer = (
        episode(number, Enclosure(path, "audio/mpeg", len(content), Ms(LENGTH_S * 1_000), digest_of(content)))
        for number, (content, path) in enumerate(contents.items(), start=1)
    )
    publish(channel(), (older, newer), folder / "feeds")
    return run(folder / "feeds"), newer


@pytest.fixture
def watch() -> Watch:
    """What the browser does in one test."""
    return Watch()


@pytest.fixture
def opened(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`opened(width, javascript=True)`: an empty, watched page of that width in a browser of its own."""
    contexts: list[BrowserContext] = []

    def new(width: int, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 720},
            java_script_enabled=javascript,
            locale="km",
            service_workers="block",
        )
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield new
    for context in contexts:
        context.close()


def paths(shown: PublishedEpisode, language: Language) -> dict[str, str]:
    """Every kind of page, by name."""
    return {
        "home": addresses.in_language("index.html", language),
        "subscribe": addresses.in_language("subscribe.html", language),
        "about": addresses.in_language("about.html", language),
        "corrections": addresses.in_language("corrections.html", language),
        "communities": addresses.in_language("communities.html", language),
        "community": addresses.facet_page("community", "phk-01", language),
        "theme": addresses.facet_page("theme", "fisheries", language),
        "theme in a year": addresses.facet_page("theme", "fisheries", language, "2012"),
        "year": addresses.archive_page("2012", language),
        "month": addresses.archive_page("2012-05", language),
        "embed": addresses.player_page(shown, language),
        "episode": addresses.episode_page(shown, language),
        "story": addresses.segment_page(shown, shown.stories[0], language),
    }


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


WIDER_THAN_THE_SCREEN = """() => [...document.querySelectorAll('body *')]
    .filter(e => !e.matches('.skip') && e.getBoundingClientRect().right > document.documentElement.clientWidth + .5)
    .map(e => e.outerHTML.slice(0, 120))"""


def fonts_of(page: Page, selector: str) -> list[dict[str, Any]]:
    """The fonts that the browser drew an element with."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found: list[dict[str, Any]] = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", list(Language))
def test_every_page_fits_the_screen_and_loads_nothing_from_elsewhere(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch, width: int, language: Language
) -> None:
    served, shown = site
    page = opened(width)
    for name, path in paths(shown, language).items():
        answer = page.goto(served.address + path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate("document.fonts.ready")
        picture(page, f"{name}-{language.value}-{width}")
        assert page.locator("html").get_attribute("lang") == language.value
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == [], f"{path} is wider than {width} pixels"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(color_scheme="dark")
    picture(page, f"story-{language.value}-{width}-dark")
    assert watch.complaints == []
    assert {urlsplit(address).netloc for address in watch.requested} == {f"127.0.0.1:{served.port}"}


def test_khmer_is_drawn_with_the_font_of_the_site(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, _ = site
    page = opened(320)
    page.goto(served.address)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(f => f.family.replaceAll('\"', '') + ' ' + f.status)") == [
        "Studio Khmer loaded"
    ]
    (font,) = fonts_of(page, "h1")
    assert font["isCustomFont"]
    assert "Khmer" in font["familyName"]
    (woff2,) = {address for address in watch.requested if address.endswith(".woff2")}
    assert woff2.startswith(served.address + "assets/")
    assert watch.complaints == []


def test_a_programme_is_heard_for_its_whole_length_and_sought_by_ranges(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320)
    page.goto(served.address + addresses.episode_page(shown, Language.KM))
    media = served.address + addresses.media(shown.enclosure)
    assert media not in watch.requested, "sound was loaded before anybody wanted to hear it"
    length = page.evaluate("""() => new Promise((done, failed) => {
        const audio = document.querySelector('audio')
        audio.onloadedmetadata = () => done(audio.duration)
        audio.onerror = () => failed(audio.error.message)
        audio.preload = 'metadata'
        audio.load()
    })""")
    assert length == pytest.approx(shown.enclosure.ms / 1000, abs=0.1)
    reached = page.evaluate("""() => new Promise((done, failed) => {
        const audio = document.querySelector('audio')
        audio.onseeked = () => done([audio.currentTime, audio.readyState])
        audio.onerror = () => failed(audio.error.message)
        audio.currentTime = 570
    })""")
    assert reached[0] == 570
    assert media in watch.requested
    starts = [int(span.split()[1].split("-")[0]) for status, span in watch.ranges if status == 206]
    assert any(start > shown.enclosure.bytes / 2 for start in starts), f"sought without a range: {watch.ranges}"
    assert watch.complaints == []


def test_a_chapter_link_plays_from_its_moment_without_javascript(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320, javascript=False)
    page.goto(served.address + addresses.episode_page(shown, Language.KM))
    assert not page.locator(".tools").is_visible()
    page.locator("ol.times a").nth(1).click()
    page.wait_for_url(f"**/{addresses.media(shown.enclosure)}#t=61.5")
    player = page.locator("video, audio")
    player.wait_for()
    page.wait_for_timeout(300)
    assert 61.4 <= player.evaluate("e => e.currentTime") <= 64
    assert player.evaluate("e => e.error") is None
    picture(page, "chapter-320-without-javascript")
    assert watch.complaints == []


NOW = "() => document.querySelector('audio').currentTime"
STORED = (
    "() => Object.entries(localStorage).filter(([name]) => name.includes('/media/')).map(([, text]) => Number(text))"
)


def reached(page: Page, seconds: float) -> None:
    """Wait until the sound plays at or after a moment, and soon after it."""
    page.wait_for_function("wanted => document.querySelector('audio').currentTime >= wanted", arg=seconds)
    assert page.evaluate(NOW) < seconds + 30


def test_chapters_and_sentences_play_in_the_page_and_the_text_follows(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320)
    page.goto(served.address + addresses.episode_page(shown, Language.KM))
    page.locator("ol.times a").nth(1).click()
    reached(page, 61.5)
    assert page.url.endswith(".html")
    assert page.locator("ol.times a[aria-current]").count() == 1
    assert page.locator("ol.times a[aria-current] span").nth(1).inner_text() == page.locator(".now").inner_text()
    sentence = page.locator(".transcript [data-t]").nth(2)
    page.get_by_role("button", name="តាមអត្ថបទ").click()
    sentence.click()
    reached(page, float(sentence.get_attribute("data-t") or 0))
    page.wait_for_function("() => document.querySelectorAll('[data-t]')[2].hasAttribute('aria-current')")
    assert page.locator("[data-t][aria-current]").count() == 1
    assert sentence.evaluate(
        "e => { const { top, bottom } = e.getBoundingClientRect(); return top < innerHeight && bottom > 0 }"
    )
    page.get_by_role("button", name="ជំពូកបន្ទាប់").click()
    reached(page, 361.5)
    before = page.evaluate(NOW)
    page.get_by_role("button", name="ថយក្រោយ").click()
    assert page.evaluate(NOW) < before - 10
    picture(page, "playing-320")
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    assert watch.complaints == []


def test_a_listener_goes_on_where_they_stopped_and_as_fast(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320)
    address = served.address + addresses.episode_page(shown, Language.EN)
    page.goto(address)
    page.locator("[data-speed]").select_option("1.5")
    page.locator("ol.times a").nth(2).click()
    reached(page, 361.5)
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    page.evaluate("document.querySelector('audio').pause()")
    page.wait_for_function(f"() => ({STORED})().length === 1")
    page.goto(address)
    assert "Goes on at 6:0" in page.locator(".resume").inner_text()
    assert page.locator("[data-speed]").input_value() == "1.5"
    page.evaluate("document.querySelector('audio').play()")
    reached(page, 361.5)
    page.goto(address)
    page.get_by_role("button", name="From the beginning").click()
    page.wait_for_function("() => !document.querySelector('audio').paused")
    assert page.evaluate(NOW) < 60
    assert watch.complaints == []


def test_a_moment_is_shared_and_opened(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(1280)
    address = served.address + addresses.episode_page(shown, Language.EN)
    page.goto(f"{address}#t=400")
    assert "Goes on at 6:40" in page.locator(".resume").inner_text()
    page.evaluate("navigator.share = undefined; Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.querySelector('audio').play()")
    reached(page, 400)
    page.evaluate("document.querySelector('audio').pause()")
    page.get_by_role("button", name="Share from here").click()
    page.wait_for_function("() => document.querySelector('.shared').textContent")
    said = page.locator(".shared").inner_text()
    shared, _, moment = said.partition("#t=")
    assert shared == addresses.url(channel(), addresses.episode_page(shown, Language.EN))
    assert 400 <= int(moment) < 430
    assert watch.complaints == []


def test_the_player_needs_no_mouse_and_no_memory(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320)
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('not allowed') } })")
    page.goto(served.address + addresses.episode_page(shown, Language.EN))
    page.locator(".tools button").first.focus()
    reachable = page.locator(".tools button, .tools select").count()
    names = []
    for _ in range(reachable):
        names.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()"))
        page.keyboard.press("Tab")
    assert names[:4] == ["Back 15 seconds", "On 30 seconds", "Previous chapter", "Next chapter"]
    assert names[-2:] == ["Share from here", "Follow the text"]
    page.locator("ol.times a").nth(1).press("Enter")
    reached(page, 61.5)
    page.locator("[data-follow]").press("Space")
    assert page.locator("[data-follow]").get_attribute("aria-pressed") == "true"
    assert watch.complaints == []


def test_other_sites_may_show_the_player_and_nothing_else(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page]
) -> None:
    served, shown = site
    page = opened(1280)
    player, whole = addresses.player_page(shown, Language.KM), addresses.episode_page(shown, Language.KM)
    frames = "".join(f'<iframe src="{served.address}{path}"></iframe>' for path in (player, whole))
    page.route("http://localhost:9/", lambda route: route.fulfill(body=frames, content_type="text/html"))
    page.goto("http://localhost:9/")
    page.frame_locator("iframe").first.locator("audio").wait_for()
    assert page.frame_locator("iframe").nth(1).locator("audio").count() == 0


@pytest.mark.parametrize("language", list(Language))
def test_a_feed_that_is_opened_is_read_and_says_what_it_is(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch, tmp_path: Path, language: Language
) -> None:
    served, shown = site
    path = "feed.xml"
    if language is Language.EN:
        path = "english.xml"
        publish(replace(channel(), language=language), (replace(shown, language=language),), tmp_path)
        served.write(path, (tmp_path / "feed.xml").read_bytes())
    page = opened(320)
    answer = page.goto(served.address + path)
    assert answer is not None
    assert answer.headers["content-type"].startswith("application/xml")
    page.evaluate("document.fonts.ready")
    said = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "podcast" in said
    assert "ប្រភពផ្សាយ" in said
    text = page.evaluate("document.documentElement.innerText || document.documentElement.textContent")
    assert shown.title.told(language) in text
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(251, 246, 238)"
    for tag, display in (("channel > title", "block"), ("item > title", "block"), ("guid", "none")):
        assert page.evaluate(f"getComputedStyle(document.querySelector('{tag}')).display") == display
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    if language is Language.KM:
        font = max(fonts_of(page, "item > title"), key=lambda one: one["glyphCount"])
        assert font["isCustomFont"]
    assert watch.complaints == []


def test_a_story_plays_its_part_of_the_programme(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, shown = site
    page = opened(320)
    page.goto(served.address + addresses.segment_page(shown, shown.stories[0], Language.EN))
    started = page.evaluate("""() => new Promise((done, failed) => {
        const audio = document.querySelector('audio')
        audio.oncanplay = () => done(audio.currentTime)
        audio.onerror = () => failed(audio.error.message)
        audio.preload = 'auto'
        audio.load()
    })""")
    assert started == 61.5
    assert watch.complaints == []


@pytest.mark.parametrize("language", list(Language))
def test_everything_is_read_without_javascript(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch, language: Language
) -> None:
    served, shown = site
    page = opened(320, javascript=False)
    page.goto(served.address + addresses.in_language("index.html", language))
    page.locator("article.hero h2 a").click()
    page.wait_for_url(f"**/{addresses.episode_page(shown, language)}")
    text = page.locator("main").inner_text().replace("\u200b", "").replace("\xa0", " ")
    assert shown.title.told(language) in text
    for segment in shown.segments:
        assert segment.title.told(language) in text
        for utterance in segment.utterances:
            assert utterance.text in " ".join(text.split())
    assert page.locator("audio[controls]").is_visible()
    page.locator("header a[hreflang]").click()
    other = Language.EN if language is Language.KM else Language.KM
    page.wait_for_url(f"**/{addresses.episode_page(shown, other)}")
    assert not page.locator(".tools").is_visible()
    assert watch.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("path", "status"), [("nowhere/at/all", 404), ("media/withdrawn.mp3", 410)])
def test_what_is_not_there_says_so_in_the_looks_of_the_site(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch, width: int, path: str, status: int
) -> None:
    served, _ = site
    served.write("gone.json", b'["media/withdrawn.mp3"]')
    page = opened(width)
    answer = page.goto(served.address + path)
    assert answer is not None
    assert answer.status == status
    page.evaluate("document.fonts.ready")
    picture(page, f"notice-{status}-{width}")
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    assert fonts_of(page, "h1")[0]["isCustomFont"]
    assert page.evaluate("getComputedStyle(document.querySelector('.band')).height") == "18px"
    assert [complaint for complaint in watch.complaints if str(status) not in complaint] == []
    page.locator("section a").first.click()
    page.wait_for_url(served.address)


def test_the_security_headers_stop_what_they_should(
    site: tuple[Any, PublishedEpisode], opened: Callable[..., Page], watch: Watch
) -> None:
    served, _ = site
    pixel = base64.b64encode(b"GIF89a").decode()
    elsewhere = f"http://localhost:{served.port}/a.png"
    parts = ('<script>document.title = "ran"</script>', f'<img src="data:image/gif;base64,{pixel}">')
    parts += (f'<img src="{elsewhere}">', '<p style="color:red">x</p>')
    served.write("trial.html", ("<!doctype html><title>x</title>" + "".join(parts)).encode())
    page = opened(320)
    page.goto(served.address + "trial.html")
    assert page.title() == "x"
    assert len([text for text in watch.complaints if "Content Security Policy" in text]) == len(parts)
