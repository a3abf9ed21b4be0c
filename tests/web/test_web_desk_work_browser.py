"""Long work in a real browser: told as it goes on, without taking away what somebody hears; and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import AXE, MEND, english, judged, signed_in
from desk import Held, held
from playwright.sync_api import Browser, Page, expect
from rundowns import FIRST, now, planned_station
from stories import Stories

from studio.pipeline.accounts import add_account
from studio.pipeline.opening import awake
from studio.records.kinds import Role

WATCHED, EDITION = "/desk/editions/work", f"/desk/editions/{FIRST}"
LONG = 120_000
COUNTED = """() => {
  const part = document.querySelector("[data-part=count]");
  window.counts = [];
  const seen = new MutationObserver(() => window.counts.push(part.textContent));
  seen.observe(part, { childList: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("work-browser") / "station")
    made.kit.Kit(made.root.parent).recorded(made.studio, now(made))
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def kept(stories: Stories, address: str, browser: Browser) -> Any:
    """The cookie of a producer who reads English."""
    password = add_account(awake(stories.studio), "sokha", Role.PRODUCER).password
    return english(browser, address, signed_in(browser, address, "sokha", password))


@pytest.fixture
def building(stories: Stories) -> Iterator[Held]:
    """A build that goes on until a test ends it."""
    with held(stories.studio, "build", FIRST) as work:
        yield work


def came(browser: Browser, kept: Any, address: str, **more: Any) -> Page:
    """A page of somebody who is signed in, on a telephone."""
    context = browser.new_context(
        storage_state=kept, service_workers="block", viewport={"width": 320, "height": 640}, **more
    )
    page = context.new_page()
    page.goto(address)
    return page


def mark(page: Page) -> None:
    """Mark a page, to tell it from the same page shown anew."""
    page.evaluate("() => { window.mark = 1; }")


def marked(page: Page) -> bool:
    """Whether a page is still the one that was marked."""
    return bool(page.evaluate("() => window.mark === 1"))


def test_a_watched_build_is_told_as_it_goes_on_and_shown_when_it_is_over(
    browser: Browser, kept: Any, address: str, building: Held, required: Any
) -> None:
    watching, hearing = came(browser, kept, address + WATCHED), came(browser, kept, address + EDITION)
    mark(watching)
    mark(hearing)
    hearing.evaluate(COUNTED)
    building.reach("Preparing sources", 4, 9)
    expect(hearing.locator("[data-part=count]")).to_have_text("4/9", timeout=LONG)
    expect(watching.locator("[data-part=count]")).to_have_text(re.compile(r"^\d+/\d+$"), timeout=LONG)
    assert judged(watching, required(str(AXE), MEND).read_text("utf-8")) == []
    assert watching.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    building.reach("Making the masters", 1, 2)
    expect(hearing.locator("[data-part=count]")).to_have_text("1/2", timeout=LONG)
    building.end()
    expect(watching.locator(".card.work h2")).to_have_text("The work is done", timeout=LONG)
    assert not marked(watching), "it is shown anew"
    expect(hearing.locator("[data-ended]")).to_be_visible(timeout=LONG)
    expect(hearing.get_by_role("button", name="Stop it")).to_have_count(0)
    assert marked(hearing), "whoever listens there is left alone"
    assert len(hearing.evaluate("() => window.counts")) >= 2, "it went on before somebody's eyes"
    for page in (watching, hearing):
        page.context.close()


def test_without_scripts_the_page_asks_again_by_itself(
    browser: Browser, kept: Any, address: str, building: Held
) -> None:
    page = came(browser, kept, address + WATCHED, java_script_enabled=False)
    building.end()
    expect(page.locator(".card.work h2")).to_have_text("The work is done", timeout=LONG)
    page.context.close()
