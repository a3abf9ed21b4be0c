"""The player of the published site in a real browser: heard, sought, resumed and shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from programmes import WIDER_THAN_THE_SCREEN, Watch, channel, picture

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.values import PublishedEpisode


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
