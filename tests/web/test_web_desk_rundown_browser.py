"""Rundowns in a real browser: two producers at once, by hand, by keys and without scripts; and axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import AXE, MEND, english, judged, signed_in
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rundowns import BARE, FIRST, SECOND, chosen, now, planned_station
from stories import Stories

from studio.pipeline.accounts import add_account
from studio.pipeline.opening import awake
from studio.records.kinds import Role


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("rundown-walks") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def kept(stories: Stories, address: str, browser: Browser) -> dict[str, Any]:
    """The cookies of two producers who came in through the pages, and read English."""
    found = {}
    for login in ("sokha", "dara"):
        password = add_account(awake(stories.studio), login, Role.PRODUCER).password
        found[login] = english(browser, address, signed_in(browser, address, login, password))
    return found


def came(
    browser: Browser, kept: dict[str, Any], login: str, slug: str, address: str, **more: Any
) -> tuple[BrowserContext, Page]:
    """The page of a rundown, before somebody who is signed in."""
    settings = {"viewport": {"width": 1280, "height": 900}} | more
    context = browser.new_context(storage_state=kept[login], service_workers="block", **settings)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/desk/rundown/{slug}")
    return context, page


def order(page: Page) -> list[str]:
    """The keys of the segments as a page shows them."""
    return page.locator(".entry.choose").evaluate_all("all => all.map(one => one.dataset.key)")  # type: ignore[no-any-return]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    address: str, browser: Browser, kept: dict[str, Any], required: object, width: int, language: str
) -> None:
    axe = required(str(AXE), MEND).read_text("utf-8")  # type: ignore[operator]
    context, page = came(browser, kept, "sokha", FIRST, address, viewport={"width": width, "height": 720})
    paths = ["rundowns", "rundowns?past=1", f"rundown/{FIRST}", f"rundown/{SECOND}/propose", f"rundown/{BARE}"]
    found = {}
    for path in paths:
        answer = page.goto(f"{address}/desk/{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer
        assert answer.status == 200, path
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        found[path] = judged(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_two_producers_see_each_other_and_write_nothing_over(
    stories: Stories, address: str, browser: Browser, kept: dict[str, Any]
) -> None:
    one, two = chosen(now(stories))
    hers, sokha = came(browser, kept, "sokha", FIRST, address)
    his, dara = came(browser, kept, "dara", FIRST, address)
    plain, old = came(browser, kept, "dara", FIRST, address, java_script_enabled=False)
    sokha.locator(f"#e-{two}").focus()
    sokha.keyboard.press("Alt+ArrowUp")
    expect(sokha.locator("#board")).to_have_attribute("data-version", "2")
    assert order(sokha) == [two, one]
    assert sokha.evaluate("document.activeElement.closest('.entry').dataset.key") == two, "the focus went along"
    expect(dara.locator("#board")).to_have_attribute("data-version", "2")
    expect(dara.locator(".live")).to_contain_text("sokha changed the rundown: version 2.")
    assert order(dara) == [two, one]
    dara.locator(f"#e-{one}").focus()
    dara.keyboard.press("f")
    expect(sokha.locator(f"#e-{one}")).to_have_class("entry choose floated")
    old.locator(f"#e-{one} .do summary").click()
    old.locator(f"#e-{one} [data-do=remove]").click()
    expect(old.locator("[role=alert]")).to_contain_text("version 1 is not the newest any more; version 3 is.")
    expect(old.locator(".note").first).to_contain_text("Changed meanwhile by dara, sokha.")
    assert chosen(now(stories)) == [two, one]
    sokha.keyboard.press("u")
    expect(dara.locator("#board")).to_have_attribute("data-version", "4")
    sokha.keyboard.press("Control+z")
    expect(dara.locator("#board")).to_have_attribute("data-version", "5")
    assert order(dara) == [one, two]
    for context in (hers, his, plain):
        context.close()


def test_a_segment_is_dragged_and_the_times_follow(
    stories: Stories, address: str, browser: Browser, kept: dict[str, Any]
) -> None:
    context, page = came(browser, kept, "sokha", SECOND, address)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    one, two = order(page)
    times = page.locator(".start, .latest, #over").all_inner_texts()
    page.locator("#e-music input[name=seconds]").dispatch_event("input")
    assert page.locator(".start, .latest, #over").all_inner_texts() == times, "the script reckons as the desk does"
    start = page.locator(f"#e-{one} .start").inner_text()
    page.locator(f"#e-{two} .handle").scroll_into_view_if_needed()
    box = page.locator(f"#e-{two} .handle").bounding_box()
    target = page.locator(f"#e-{one} h3").bounding_box()
    assert box
    assert target
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(target["x"] + 9, target["y"] + 2, steps=4)
    assert order(page) == [two, one]
    assert page.locator(f"#e-{two} .start").inner_text() == start, "before the button is let go"
    assert now(stories, SECOND).number == 1
    page.mouse.up()
    expect(page.locator("#board")).to_have_attribute("data-version", "2")
    assert chosen(now(stories, SECOND)) == [two, one]
    page.locator("#e-music .do summary").click()
    page.fill("#e-music input[name=seconds]", "39")
    expect(page.locator("#over")).to_contain_text("over")
    page.keyboard.press("Escape")
    page.locator("#e-music").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    expect(page.locator("#keys dt")).to_have_count(11)
    page.locator("#e-music").focus()
    page.reload()
    page.locator("#e-music").focus()
    page.keyboard.press("-")
    expect(page.locator("#board")).to_have_attribute("data-version", "3")
    page.keyboard.press("u")
    expect(page.locator("#board")).to_have_attribute("data-version", "4")
    assert wrong == []
    context.close()


def test_without_scripts_a_proposal_is_looked_at_and_kept(
    stories: Stories, address: str, browser: Browser, kept: dict[str, Any]
) -> None:
    context, page = came(
        browser, kept, "dara", BARE, address, java_script_enabled=False, viewport={"width": 320, "height": 720}
    )
    page.click("main .steps a")
    expect(page.locator("h1")).to_have_text("What would be proposed")
    page.click(".keep button")
    expect(page.locator("#over")).to_have_text("ends exactly on time")
    one, _two = order(page)
    page.locator(f"#e-{one} .do summary").click()
    page.locator(f"#e-{one} [data-do=down]").click()
    assert order(page)[1] == one
    page.click("#undo")
    assert order(page)[0] == one
    context.close()
    assert now(stories, BARE).number == 3


def test_the_page_stops_listening_when_somebody_signs_out(
    stories: Stories, address: str, browser: Browser, kept: dict[str, Any]
) -> None:
    context, page = came(browser, kept, "dara", FIRST, address)
    expect(page.locator(".entry .handle").first).to_be_visible()
    other = context.new_page()
    other.goto(f"{address}/desk/account")
    other.click(".who button")
    expect(other.locator("#login")).to_be_visible()
    page.bring_to_front()
    expect(page.locator(".live")).to_contain_text("You are signed out", timeout=15_000)
    context.close()
