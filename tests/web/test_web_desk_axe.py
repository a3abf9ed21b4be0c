"""The desk's pages of work, people and the door before axe, on a telephone and a wide screen, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import AXE, MEND, judged, signed_in
from playwright.sync_api import Browser, Page
from rundowns import FIRST, chosen, now, planned_station
from stories import Stories

from studio.pipeline.accounts import add_account
from studio.pipeline.opening import awake
from studio.records.kinds import Role

PAGES = {
    Role.EDITOR: ("editions", f"editions/{FIRST}", "publish", "account"),
    Role.CUSTODIAN: ("withdraw", "withdraw/W-9999"),
    Role.ADMIN: ("people",),
}
"""Places of the desk, by who goes there; the last one of the custodian is a refusal."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("axe") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def kept(stories: Stories, address: str, browser: Browser) -> dict[Role, Any]:
    """The cookies of one person of each role."""
    found = {}
    for role in PAGES:
        password = add_account(awake(stories.studio), role.value, role).password
        found[role] = signed_in(browser, address, role.value, password)
    return found


def wrong(page: Page, axe: str) -> list[Any]:
    """What is wrong with a page that is open."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    return [(page.url, *one) for one in judged(page, axe)]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    stories: Stories,
    address: str,
    browser: Browser,
    kept: dict[Role, Any],
    required: Callable[[str, str], Path],
    width: int,
    language: str,
) -> None:
    axe = required(str(AXE), MEND).read_text("utf-8")
    settings: dict[str, Any] = {"viewport": {"width": width, "height": 720}, "service_workers": "block"}
    found = []
    for role, paths in PAGES.items():
        context = browser.new_context(storage_state=kept[role], **settings)
        page = context.new_page()
        for path in paths:
            page.goto(f"{address}/desk/{path}?lang={language}")
            found += wrong(page, axe)
        if role is Role.CUSTODIAN:
            page.goto(f"{address}/desk/withdraw?lang={language}")
            page.fill("#what", chosen(now(stories))[0])
            page.fill("#reason", "by telephone")
            page.click("form[action$='/look'] button")
            page.locator("input[name=sure]").wait_for()
            found += wrong(page, axe)
        context.close()
    context = browser.new_context(**settings)
    page = context.new_page()
    page.goto(f"{address}/desk/sign-in?lang={language}")
    found += wrong(page, axe)
    page.fill("#login", "nobody")
    page.fill("#password", "nothing")
    page.click("main button")
    page.locator(".faults").wait_for()
    found += wrong(page, axe)
    context.close()
    assert found == []
