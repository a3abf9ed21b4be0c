"""The published site without a network: pages that were seen, a programme that the listener keeps, until it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import serving
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from programmes import LENGTH_S, channel, two_programmes

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.publish import publish
from studio.publishing.values import PublishedEpisode

SEEK = """seconds => new Promise((done, failed) => {
    const audio = document.querySelector('audio')
    audio.onseeked = () => done(audio.duration)
    audio.onerror = () => failed(audio.error.message)
    audio.preload = 'auto'
    audio.load()
    audio.onloadedmetadata = () => { audio.currentTime = seconds }
})"""
PART = """async () => {
    const got = await fetch(document.querySelector('audio').src, { headers: { Range: 'bytes=10-19' } })
    return [got.status, got.headers.get('Content-Range'), (await got.arrayBuffer()).byteLength]
}"""
KEPT = "async () => (await (await caches.open('kept-1')).keys()).map(one => new URL(one.url).pathname.slice(1))"


@pytest.fixture
def feeds(tmp_path: Path) -> tuple[Path, PublishedEpisode, PublishedEpisode]:
    """What is published, and its two programmes."""
    older, newer = two_programmes(tmp_path)
    return tmp_path / "feeds", older, newer


@pytest.fixture
def listener(browser: Browser) -> Iterator[BrowserContext]:
    """A telephone that remembers."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="km")
    yield context
    context.close()


def seen(page: Page, address: str) -> Any:
    """Open a page when the worker is there, so that it is kept."""
    page.goto(address)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(address)
    return page


def test_what_was_seen_and_kept_is_there_without_a_network(
    feeds: tuple[Path, PublishedEpisode, PublishedEpisode], listener: BrowserContext
) -> None:
    root, older, newer = feeds
    page = listener.new_page()
    with serving(root) as address:
        shown = f"{address}/{addresses.episode_page(newer, Language.KM)}"
        other = f"{address}/{addresses.episode_page(older, Language.KM)}"
        seen(page, shown)
        keep = page.locator("[data-sound] button")
        expect(keep).to_have_attribute("aria-pressed", "false")
        keep.click()
        expect(keep).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(KEPT) == [addresses.media(newer.enclosure)]
    listener.set_offline(True)
    page.goto(shown)
    assert newer.title.km in page.locator("h1").inner_text().replace("\u200b", "")
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(font => font.status))") == ["loaded"]
    assert page.evaluate(PART) == [206, f"bytes 10-19/{newer.enclosure.bytes}", 10]
    assert page.evaluate(SEEK, LENGTH_S - 30) == pytest.approx(LENGTH_S, abs=0.2)
    with pytest.raises(Error):
        page.goto(other)


def test_a_programme_that_is_withdrawn_leaves_the_telephone_too(
    feeds: tuple[Path, PublishedEpisode, PublishedEpisode], listener: BrowserContext
) -> None:
    root, older, newer = feeds
    page = listener.new_page()
    media = addresses.media(newer.enclosure)
    with serving(root) as address:
        seen(page, f"{address}/{addresses.episode_page(newer, Language.KM)}")
        keep = page.locator("[data-sound] button")
        keep.click()
        expect(keep).to_have_attribute("aria-pressed", "true")
        publish(channel(), (older,), root)
        assert not (root / media).exists()
        page.goto(f"{address}/{addresses.episode_page(older, Language.KM)}")
        page.evaluate(
            f"async () => {{ while ((await ({KEPT})()).length) await new Promise(go => setTimeout(go, 50)) }}"
        )
