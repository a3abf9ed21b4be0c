"""Takes in a real browser: recorded and sent through a cut, trimmed, compared; by file without scripts; axe."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import AXE, MEND, MICROPHONE, english, judged, launched, signed_in
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from rundowns import FIRST, chosen, now, planned_station
from stories import Stories

from studio.languages import Language
from studio.pipeline.accounts import add_account
from studio.pipeline.opening import awake
from studio.pipeline.take_choice import refuse_take
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.treat import treated
from studio.pipeline.uploads import folder_of
from studio.records.episodes import Take
from studio.records.kinds import Role

PICTURES = Path(__file__).parents[2] / "test-results" / "web"
KM = Language.KM


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """One story has two takes, one of them refused; another has none."""
    made = planned_station(tmp_path_factory.mktemp("take-walks") / "station")
    box = made.kit.Kit(made.root.parent)
    for seed in (1, 2):
        add_take(made.studio, chosen(now(made))[0], 1, box.wav(f"{seed}.wav", 1.0 + seed, seed), KM)
    refuse_take(made.studio, chosen(now(made))[0], 1, 1, KM, "មានសំឡេងរំខាន")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def browser(required: Callable[[str, str], Path]) -> Iterator[Browser]:
    with launched(required, *MICROPHONE) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def kept(stories: Stories, address: str, browser: Browser) -> Any:
    """The cookie of a producer who came in through the pages, and reads English."""
    password = add_account(awake(stories.studio), "sokha", Role.PRODUCER).password
    return english(browser, address, signed_in(browser, address, "sokha", password))


def came(browser: Browser, kept: Any, address: str, key: str, **more: Any) -> tuple[BrowserContext, Page]:
    """The takes of a script, before somebody who is signed in."""
    settings = {"viewport": {"width": 1280, "height": 900}} | more
    context = browser.new_context(storage_state=kept, service_workers="block", **settings)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{address}/desk/takes/{key}")
    return context, page


def taken(stories: Stories, key: str) -> Take | None:
    """The take of the first part that is heard."""
    return next(taken for part, taken in parts_of(stories.studio, key, KM) if part.number == 1)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["km", "en"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    stories: Stories, address: str, browser: Browser, kept: Any, required: object, width: int, language: str
) -> None:
    axe = required(str(AXE), MEND).read_text("utf-8")  # type: ignore[operator]
    key = chosen(now(stories))[0]
    context, page = came(browser, kept, address, key, viewport={"width": width, "height": 720})
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    paths = [
        "takes",
        "takes?unplaced=1",
        f"takes/{key}",
        f"takes/{key}?part=1&left=1&right=2",
        f"takes/{FIRST}/closing",
    ]
    found = {}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(paths):
        answer = page.goto(f"{address}/desk/{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer
        assert answer.status == 200, path
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        found[path] = judged(page, axe)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        low = "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44).map(one => one.outerHTML)"
        assert page.eval_on_selector_all("main button, main summary", low) == [], path
        page.screenshot(path=PICTURES / f"takes-{number}-{language}-{width}.png", full_page=True)
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert wrong == []


def test_a_take_is_recorded_sent_through_a_cut_and_trimmed_from_the_player(
    stories: Stories, address: str, browser: Browser, kept: Any
) -> None:
    key = f"{FIRST}/headlines"
    context, page = came(browser, kept, address, key)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator(".recorder output")).to_have_text("0:02")
    expect(page.locator(".recorder meter")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".recorder audio")).to_be_visible()
    assert page.evaluate("document.querySelector('.recorder audio').error") is None
    cuts: list[str] = []

    def cut(route: Route) -> None:
        if route.request.method == "PATCH" and len(cuts) < 2:
            cuts.append(route.request.url)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/report/uploads/*", cut)
    page.get_by_role("button", name="Keep this recording").click()
    expect(page.locator(".recorder [role=status]")).to_contain_text("The network is away")
    expect(page.locator(".told")).to_contain_text("The recording is kept.")
    assert len(cuts) == 2
    assert list(folder_of(stories.studio).glob("*.upload")) == []
    first = taken(stories, key)
    assert first
    assert first.codec == "opus"
    assert first.milliseconds > 1500
    expect(page.locator(".take.heard h3")).to_contain_text("Take 1 is heard")
    page.locator(".take.heard .wave").click(position={"x": 200, "y": 10})
    page.wait_for_function("() => document.querySelector('.take.heard audio').currentTime > 0.2")
    page.locator(".treat > summary").click()
    page.get_by_role("button", name="Begins at: from the player").click()
    begin = page.input_value("[name=trim_in]")
    assert begin.startswith("0:00.")
    page.get_by_role("button", name="Have it heard like this").click()
    expect(page.locator(".told")).to_contain_text("That is how it will be heard.")
    assert treated(stories.studio, key, 1, KM).own == {"trim_in": int(begin[-1]) * 100}
    assert taken(stories, key) == first.model_copy(update={"treatment": {"trim_in": int(begin[-1]) * 100}})
    context.close()


def test_two_takes_are_heard_in_turn_from_the_same_place(
    stories: Stories, address: str, browser: Browser, kept: Any
) -> None:
    context, page = came(browser, kept, address, f"{chosen(now(stories))[0]}?part=1&left=1&right=2")
    players = page.locator(".beside audio")
    players.first.evaluate("one => { one.preload = 'auto'; one.load(); }")
    page.wait_for_function("() => document.querySelector('.beside audio').readyState > 0")
    players.first.evaluate("one => { one.currentTime = 0.7; }")
    page.locator(".beside button", has_text="Hear the other one from here").first.click()
    page.wait_for_function("() => document.querySelectorAll('.beside audio')[1].currentTime >= 0.7")
    context.close()


def test_without_scripts_a_file_is_kept_chosen_and_refused(
    stories: Stories, address: str, browser: Browser, kept: Any, tmp_path: Path
) -> None:
    key = chosen(now(stories))[0]
    sound = stories.kit.write_wav(tmp_path / "បទ ទី៣.wav", 1.7, 9)
    context, page = came(browser, kept, address, key, java_script_enabled=False, viewport={"width": 320, "height": 720})
    page.locator(".add summary").click()
    page.set_input_files("#file-1", sound)
    page.get_by_role("button", name="Keep this recording").click()
    expect(page.locator(".told")).to_contain_text("The recording is kept.")
    third = taken(stories, key)
    assert third
    with wave.open(str(sound)) as file:
        assert third.milliseconds == file.getnframes() // 48
    page.locator(".take.heard .refuse summary").click()
    page.fill("#reason-1-3", "a door")
    page.get_by_role("button", name="Refuse this take").first.click()
    expect(page.locator(".take.heard h3")).to_contain_text("Take 2")
    page.locator(".others summary").first.click()
    page.get_by_role("button", name=re.compile("Have this one heard.*Take 1")).click()
    expect(page.locator(".take.heard h3")).to_contain_text("Take 1")
    context.close()
