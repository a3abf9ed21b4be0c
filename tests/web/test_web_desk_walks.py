"""Inbox, scripts, reading view and chain in a real browser: what scripts add, what works without them, and axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import AXE, MEND, judged, signed_in
from playwright.sync_api import Browser, BrowserContext, Page, expect
from stories import MAP, WORKERS, Stories, filled

from studio.pipeline.accounts import add_account
from studio.pipeline.clear import clear_report
from studio.pipeline.opening import awake
from studio.pipeline.write import write_stories
from studio.records.kinds import Role


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = filled(tmp_path_factory.mktemp("walks") / "station")
    for name in (WORKERS, MAP):
        clear_report(made.studio, made.uuid(name), frozenset(), "")
    write_stories(made.studio, [made.uuid(MAP)])
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def kept(stories: Stories, address: str, browser: Browser) -> object:
    """The cookie of an editor who came in through the pages."""
    password = add_account(awake(stories.studio), "editor", Role.EDITOR).password
    return signed_in(browser, address, "editor", password)


def came(browser: Browser, kept: object, width: int = 1280, *, scripts: bool = True) -> tuple[BrowserContext, Page]:
    """A page of somebody who is signed in."""
    context = browser.new_context(
        storage_state=kept,  # type: ignore[arg-type]
        viewport={"width": width, "height": 720},
        java_script_enabled=scripts,
        service_workers="block",
    )
    return context, context.new_page()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    stories: Stories, address: str, browser: Browser, kept: object, required: object, width: int, language: str
) -> None:
    axe = required(str(AXE), MEND).read_text("utf-8")  # type: ignore[operator]
    report, (key,) = stories.uuid(MAP), stories.keys(MAP)
    paths = ["reports", f"reports/{report}", "scripts", f"scripts/{key}", f"scripts/{key}/read", "shares"]
    context, page = came(browser, kept, width)
    found = {}
    season = ["season", "season/heard", "season/ledger", "season/plan", "airings"]
    for path in [*paths, *season, f"trace/report:{report}"]:
        answer = page.goto(f"{address}/desk/{path}?lang={language}")
        assert answer
        assert answer.status == 200, path
        found[path] = judged(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_inbox_is_walked_from_search_to_spike(
    stories: Stories, address: str, browser: Browser, kept: object
) -> None:
    context, page = came(browser, kept, 320, scripts=False)
    page.goto(f"{address}/desk/reports")
    page.fill("#q", "share their own count")
    page.fill("#q", "count of bricks")
    page.click(".filter button")
    page.click(".list h2 a")
    page.fill("#ask", "តើមានអ្នកចូលរួមប៉ុន្មាននាក់?")
    page.click("form[action$='/ask'] button")
    expect(page.locator("#talk")).to_contain_text("ប៉ុន្មាននាក់")
    page.fill("#answer", "៤២ នាក់")
    page.click("form[action$='/answer'] button")
    expect(page.locator("#talk")).to_contain_text("៤២")
    page.click("form[action$='/clear'] button")
    expect(page.locator("#clearance .good")).to_be_visible()
    context.close()
    assert stories.state(WORKERS) == "approved"


def test_the_reading_time_follows_what_is_typed(stories: Stories, address: str, browser: Browser, kept: object) -> None:
    (key,) = stories.keys(MAP)
    context, page = came(browser, kept)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/desk/scripts/{key}?lang=en")
    before = page.locator("#en .times b").inner_text()
    page.fill("#text-en", "PRESENTER: " + "We met at the pond. " * 60)
    expect(page.locator("#en .times b")).not_to_have_text(before)
    page.fill("#text-en", "PRESENTER: The Trial Network demands that they stop.")
    expect(page.locator("#en .wrong")).to_contain_text("the Network speaks for a community")
    assert wrong == []
    context.close()


def test_without_scripts_a_button_checks_and_nothing_typed_is_lost(
    stories: Stories, address: str, browser: Browser, kept: object
) -> None:
    (key,) = stories.keys(MAP)
    context, page = came(browser, kept, 320, scripts=False)
    page.goto(f"{address}/desk/scripts/{key}?lang=en")
    page.fill("#text-en", "PRESENTER: The Trial Network demands that they stop.")
    page.click("#en button[formaction]")
    expect(page.locator("#en .check .wrong")).to_be_visible()
    assert page.input_value("#text-en") == "PRESENTER: The Trial Network demands that they stop."
    context.close()


def test_the_reading_view_moves_on_by_itself_and_stops(
    stories: Stories, address: str, browser: Browser, kept: object
) -> None:
    (key,) = stories.keys(MAP)
    context, page = came(browser, kept, 320)
    page.goto(f"{address}/desk/scripts/{key}/read?language=en&lang=en")
    page.click("[data-act=run]")
    page.wait_for_function("() => scrollY > 60")
    expect(page.locator(".row.now")).to_have_count(1)
    page.click("[data-act=run]")
    expect(page.locator("[data-act=run]")).to_have_text("Start")
    page.click("[data-act=faster]")
    expect(page.locator("output")).to_have_text("105%")
    page.locator("output").click()
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#keys summary").evaluate("one => one.blur()")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("output")).to_have_text("100%")
    page.keyboard.press("Space")
    expect(page.locator("[data-act=run]")).to_have_text("Stop")
    page.keyboard.press("Home")
    expect(page.locator("[data-act=run]")).to_have_text("Start")
    page.locator("#keys input").uncheck()
    page.locator("#keys input").evaluate("one => one.blur()")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("output")).to_have_text("100%")
    context.close()


def test_a_link_is_made_and_read_by_a_stranger(stories: Stories, address: str, browser: Browser, kept: object) -> None:
    (key,) = stories.keys(MAP)
    context, page = came(browser, kept)
    page.goto(f"{address}/desk/scripts/{key}")
    page.click("form[action='/desk/shares'] button")
    link = page.locator(".told .address").inner_text()
    context.close()
    assert re.fullmatch(rf"{address}/shared/[\w-]{{43}}", link)
    stranger = browser.new_context(java_script_enabled=False)
    page = stranger.new_page()
    page.goto(link)
    expect(page.locator(".row.say").first).to_be_visible()
    stranger.close()
