"""The published site in a real browser: read on a small telephone and a wide screen, in both languages."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from programmes import WIDER_THAN_THE_SCREEN, Watch, channel, picture

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.publish import publish
from studio.publishing.values import PublishedEpisode

WIDTHS = (320, 1280)


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
