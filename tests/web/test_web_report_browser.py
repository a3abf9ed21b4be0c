"""The report form in a real browser: a small telephone, a slow network that is cut, and none at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import MICROPHONE, judged, launched, serving
from desk import desk_over
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reporting import community, sound
from sqlmodel import select

from studio.pipeline.opening import Studio, make_workspace
from studio.records.reports import Attachment, Report
from studio.store.engine import reading

MODULES = Path(__file__).parents[1] / "axe" / "node_modules"
PICTURES = Path(__file__).parents[2] / "test-results" / "web"
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 250_000 / 8, "uploadThroughput": 50_000 / 8}
"""2G: 250 kbit/s down, 50 up, 300 ms."""
FIRST, AFTER = 60_000, 15_000
PAGES = ("/report", "/report/receipt", "/report/paper")


@dataclass(frozen=True)
class Open:
    """A workspace behind a running server."""

    studio: Studio
    address: str

    def rows(self, kind: Any) -> list[Any]:
        with reading(self.studio.engine) as session:
            return list(session.exec(select(kind)))


@pytest.fixture(scope="module")
def browser(required: Callable[[str, str], Path]) -> Iterator[Browser]:
    with launched(required, *MICROPHONE) as chromium:
        yield chromium


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    root = tmp_path / "station"
    make_workspace(root)
    desk = desk_over(root)
    community(desk.studio)
    with serving(desk.studio.workspace.feeds, desk.studio) as address:
        yield Open(desk.studio, address)
    desk.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context
    context.close()


def forward(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.locator("button.go").click()


def fill(page: Page) -> None:
    """Fill in the form step by step, up to the last."""
    page.fill("[name=organizations]", "BTB-01")
    forward(page)
    page.fill("[name=event_title]", "The fish come back")
    page.fill("[name=event_description]", "We patrol twice a week.")
    page.check("[name=sectors][value=fisheries]")
    forward(page)
    page.select_option("#province", "02")
    page.locator("#district-list").select_option(index=3)
    page.locator("#commune-list").select_option(index=2)
    forward(page)
    page.fill("[name=initial_date]", "2012-03-08")
    forward(page)
    page.fill("[name=reached_women]", "27")
    forward(page)
    page.fill("[name=source1_quote]", "There is more fish.")
    page.check("[name=source1_consent][value='words:air']")
    page.select_option("[name=source1_consent_method]", "witnessed")


def opened_to_all(page: Page) -> None:
    """Go on to the last step but one, say who may hear of it, and go on."""
    forward(page)
    page.select_option("#confidentiality", "public")
    forward(page)


def weighed(page: Page) -> list[float]:
    """The bytes of every answer from now on, as they came over the network."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    return sizes


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    opened: Open, browser: Browser, required: Callable[[str, str], Path], path: str
) -> None:
    axe = required(str(MODULES / "axe-core" / "axe.min.js"), "run: .ci/tools").read_text("utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        context = browser.new_context(viewport={"width": width, "height": 640}, service_workers="block")
        page = context.new_page()
        for language in ("", "/en"):
            page.goto(opened.address + path + language)
            assert judged(page, axe) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=PICTURES / f"{path[1:].replace('/', '-')}{language[1:]}-{width}.png", full_page=True)
        context.close()


def test_a_first_visit_and_the_next_ones_are_light(opened: Open, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, service_workers="block")
    page = context.new_page()
    sizes = weighed(page)
    started = time.monotonic()
    page.goto(f"{opened.address}/report")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    first = sum(sizes)
    assert 30_000 < first <= FIRST
    assert time.monotonic() - started < 30
    sizes.clear()
    page.goto(f"{opened.address}/report/receipt")
    page.goto(f"{opened.address}/report")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= AFTER
    context.close()


def test_a_recording_comes_through_a_cut_network_by_itself(opened: Open, phone: BrowserContext, tmp_path: Path) -> None:
    page = phone.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{opened.address}/report/en?o=BTB-01")
    assert page.input_value("[name=organizations]") == "BTB-01"
    fill(page)
    recording = tmp_path / "voice.wav"
    recording.write_bytes(sound(15))
    page.set_input_files("[name=source1_upload_file]", recording)
    opened_to_all(page)
    assert "There is more fish." in page.locator("#review").inner_text()
    cut = []

    def cutting(route: Any) -> None:
        if route.request.method == "PATCH" and len(cut) < 2:
            cut.append(route.request.headers["upload-offset"])
            if len(cut) == 2:
                phone.set_offline(True)
                route.abort()
                return
        route.continue_()

    page.route("**/report/uploads/**", cutting)
    page.locator("button.send").click()
    expect(page.locator("#said")).to_contain_text("stays on this phone")
    assert opened.rows(Report) == []
    phone.set_offline(False)
    expect(page.locator("[data-receipt], #said")).to_contain_text("0", timeout=20_000)
    expect(page.locator("[data-receipt]")).to_have_count(1, timeout=20_000)
    (report,) = opened.rows(Report)
    assert page.locator("[data-receipt]").inner_text() == report.receipt
    assert len(report.place_code) == 6
    (attachment,) = opened.rows(Attachment)
    assert attachment.milliseconds == 15_000
    assert int(cut[1]) > 0, "the upload began anew"
    assert complaints == []


def test_without_a_network_the_page_opens_and_a_draft_stays_until_it_is_deleted(
    opened: Open, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(f"{opened.address}/report/en")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{opened.address}/report/en")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    phone.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Send a report")
    page.fill("[name=organizations]", "BTB-01")
    forward(page)
    page.fill("[name=event_title]", "Kept on the phone")
    expect(page.locator("#phone li")).to_have_count(1)
    forward(page, 4)
    page.get_by_role("button", name="One more person").click()
    page.fill("[name=source2_quote]", "The second one speaks.")
    page.wait_for_timeout(1_200)
    page.reload()
    row = page.locator("#phone li")
    expect(row).to_contain_text("Kept on the phone")
    row.get_by_role("button", name="Go on with it").click()
    assert page.input_value("[name=event_title]") == "Kept on the phone"
    assert page.input_value("[name=source2_quote]") == "The second one speaks."
    page.locator("#phone li").get_by_role("button", name="Delete from this phone").click()
    expect(page.locator("#phone li")).to_have_count(0)
    page.reload()
    expect(page.locator("h1")).to_have_text("Send a report")
    assert page.locator("#phone li").count() == 0


def test_a_place_is_chosen_from_wide_to_narrow_and_a_draft_keeps_it(opened: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"{opened.address}/report/en")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    forward(page, 2)
    district, commune = page.locator("#district-list"), page.locator("#commune-list")
    expect(commune).to_be_hidden()
    page.select_option("#province", "02")
    district.select_option("0205")
    expect(commune.locator("option")).to_have_count(8)
    commune.select_option("020501")
    page.wait_for_timeout(1_200)
    page.reload()
    page.locator("#phone li").get_by_role("button", name="Go on with it").click()
    forward(page, 2)
    expect(commune).to_have_value("020501")
    expect(district).to_have_value("0205")
    district.select_option("0204")
    expect(commune).to_have_value("")
    expect(commune.locator("option[value='020401']")).to_have_count(1)
    page.select_option("#province", "")
    expect(district).to_be_hidden()
    expect(commune).to_be_hidden()
    assert page.input_value("[name=district]") == page.input_value("[name=commune]") == ""
    page.select_option("#province", "02")
    expect(district.locator("option[value='0205']")).to_have_count(1)
    phone.set_offline(True)
    page.select_option("#province", "17")
    expect(page.locator("#district")).to_be_visible()
    page.fill("#district", "Puok")
    page.fill("#commune", "Puok")
    assert page.locator("#commune-hint").is_visible()


def test_a_voice_is_recorded_in_the_page(opened: Open, phone: BrowserContext) -> None:
    phone.grant_permissions(["microphone"], origin=opened.address)
    page = phone.new_page()
    page.goto(f"{opened.address}/report/en")
    fill(page)
    page.get_by_role("button", name="Record now").click()
    page.wait_for_timeout(2_500)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Record again")).to_be_visible()
    opened_to_all(page)
    page.locator("button.send").click()
    expect(page.locator("[data-receipt]")).to_have_count(1, timeout=20_000)
    assert [one.codec for one in opened.rows(Attachment)] == ["opus"]


def test_everything_wrong_is_said_in_the_page_and_mended_there(opened: Open, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"{opened.address}/report/en")
    fill(page)
    page.fill("[name=source1_quote]", "")
    page.evaluate("document.querySelector('[name=event_title]').value = ''")
    opened_to_all(page)
    page.locator("button.send").click()
    expect(page.locator("#faults li")).to_have_count(1)
    page.locator("#faults a").click()
    page.fill("[name=event_title]", "Now it has one")
    forward(page, 6)
    page.locator("button.send").click()
    expect(page.locator("[data-receipt]")).to_have_count(1, timeout=20_000)
    assert [one.event_title_en for one in opened.rows(Report)] == ["Now it has one"]
