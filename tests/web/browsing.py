"""A running server and a real browser: what every test of pages in one starts with."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
from desk import OWN
from playwright.sync_api import Browser, Page, expect, sync_playwright

from studio.pipeline.opening import Studio
from studio.web.serve import listening, server

AXE = Path(__file__).parents[1] / "axe" / "node_modules" / "axe-core" / "axe.min.js"
MEND = "npm ci --prefix tests/axe"
CHROMIUM = "/usr/bin/chromium"
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIET += ("--disable-component-update", "--disable-sync", "--disable-features=LocalNetworkAccessChecks")
"""A browser that asks nobody anything by itself."""

MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@contextmanager
def serving(feeds: Path, studio: Studio | None = None) -> Iterator[str]:
    """A server on this machine, by the name with which a browser keeps its cookie."""
    with listening(port=0) as listener:
        running = server(feeds, studio)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not running.started and time.monotonic() < until:
            time.sleep(0.01)
        assert running.started
        try:
            yield f"http://localhost:{listener.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@contextmanager
def launched(required: Callable[[str, str], Path], *more: str) -> Iterator[Browser]:
    """Debian's Chromium."""
    executable = required(CHROMIUM, "apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", *more])
        try:
            yield chromium
        finally:
            chromium.close()


def signed_in(browser: Browser, address: str, login: str, password: str) -> Any:
    """The cookie of somebody who came in through the pages with a password that is good once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/desk")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("main button")
    page.fill("#old", password)
    page.fill("#new", OWN)
    page.fill("#again", OWN)
    page.click("main button")
    page.wait_for_load_state()
    if page.locator("input[name=secret]").count():
        page.fill("#code", pyotp.TOTP(page.input_value("input[name=secret]")).at(datetime.now(UTC)))
        page.click("main form button")
    expect(page.locator("header nav")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


def english(browser: Browser, address: str, state: Any) -> Any:
    """The cookie of somebody who chose to read the desk in English."""
    context = browser.new_context(storage_state=state)
    page = context.new_page()
    page.goto(f"{address}/desk")
    page.click("footer button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found = context.storage_state()
    context.close()
    return found


def judged(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    """What axe finds on a page that is open: each rule with the elements that break it. axe: the program itself."""
    page.evaluate(axe)
    found, passed = page.evaluate("axe.run().then(({ violations, passes }) => [violations, passes.length])")
    assert passed > 10, page.url
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
