"""The whole walk in a real browser: from a phone in a village to the feed, with scripts and without."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from browsing import MICROPHONE, launched, serving, signed_in
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from stories import station

from studio.languages import Language
from studio.pipeline.accounts import add_account
from studio.pipeline.opening import Studio, awake, open_studio, prepare
from studio.pipeline.takes import parts_of
from studio.pipeline.tellings import EDITION_KINDS, edition_key
from studio.records.kinds import Role

FIRST = "2012-05-17-voices"
KM = Language.KM
PICTURES = Path(__file__).parents[2] / "test-results" / "web"
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
TITLE, WORDS, QUOTE = "ត្រីត្រឡប់មកវិញ", "យើងដើរល្បាតពីរដងក្នុងមួយសប្តាហ៍។", "ត្រីមានច្រើន។"
CONSENTS = ("words:air", "words:online", "voice:air", "voice:online", "place:air", "place:online")


@dataclass(frozen=True)
class Village:
    """A station that bought airtime and has no story yet, behind a running server."""

    studio: Studio
    kit: Any
    address: str
    box: Any


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    kit = station()
    root = tmp_path / "station"
    kit.furnish(root)
    toml = root / "studio.toml"
    toml.write_text(f'now = "{kit.NOW.isoformat()}"\n{toml.read_text("utf-8")}', "utf-8")
    prepare(root)
    studio = kit.settled(open_studio(root, actor="ED-01"))
    box = kit.Kit(tmp_path)
    box.airtime(studio)
    with serving(root / "feeds", studio) as address:
        yield Village(studio, kit, address, box)
    studio.engine.dispose()


@pytest.fixture(scope="module")
def browser(required: Callable[[str, str], Path]) -> Iterator[Browser]:
    with launched(required, *MICROPHONE) as chromium:
        yield chromium


@dataclass
class Walk:
    """Whoever walks: a browser with or without scripts, and what each step has been through."""

    village: Village
    browser: Browser
    scripts: bool
    opened: ExitStack
    complaints: list[str]

    def context(self, size: dict[str, int], **more: Any) -> BrowserContext:
        """A window; closed when the walk is over."""
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=self.scripts,
            **more,
        )
        self.opened.callback(context.close)
        return context

    def page(self, context: BrowserContext, path: str) -> Page:
        """A page in a window, whose scripts may not fail."""
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.village.address}{path}")
        return page

    def comes_in(self, login: str, role: Role) -> BrowserContext:
        """Somebody with an account, at a desk."""
        password = add_account(awake(self.village.studio), login, role).password
        return self.context(DESK, storage_state=signed_in(self.browser, self.village.address, login, password))

    def picture(self, page: Page, name: str) -> None:
        """Keep what it looks like."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"walk-{name}{'' if self.scripts else '-plain'}.png", full_page=True)


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def walk(request: pytest.FixtureRequest, village: Village, browser: Browser) -> Iterator[Walk]:
    with ExitStack() as opened:
        yield Walk(village, browser, request.param, opened, [])


def forward(page: Page, times: int = 1) -> None:
    """Go on to the next step of the form; without scripts all of it is one page."""
    for _ in range(times):
        if page.locator("button.go").count():
            page.locator("button.go").click()


def report(walk: Walk, recording: Path) -> str:
    """A community tells what it did, on a phone whose network goes away; its receipt."""
    phone = walk.context(PHONE)
    page = walk.page(phone, "/report?o=BTB-01")
    forward(page)
    page.fill("[name=event_title]", TITLE)
    page.fill("[name=event_description]", WORDS)
    page.check("[name=sectors][value=fisheries]")
    forward(page)
    page.select_option("#province", "02")
    forward(page)
    page.fill("[name=initial_date]", "2012-05-08")
    forward(page)
    page.fill("[name=reached_women]", "២៧")
    forward(page)
    page.fill("[name=source1_quote]", QUOTE)
    page.fill("[name=source1_role]", "អ្នកនេសាទ")
    for one in CONSENTS:
        page.check(f"[name=source1_consent][value='{one}']")
    page.select_option("[name=source1_consent_method]", "oral_recorded")
    page.set_input_files("[name=source1_upload_file]", recording)
    forward(page)
    page.select_option("#confidentiality", "public")
    forward(page)
    walk.picture(page, "report")
    if walk.scripts:
        cut_while_sending(phone, page)
    else:
        page.locator("button.send, main button[type=submit], form.report button").last.click()
    told = page.locator("[data-receipt]")
    expect(told).to_have_count(1, timeout=20_000)
    return told.inner_text()


def cut_while_sending(phone: BrowserContext, page: Page) -> None:
    """Send, lose the network in the middle of the recording, and get it back."""
    cuts: list[str] = []

    def cutting(route: Route) -> None:
        if route.request.method == "PATCH" and len(cuts) < 2:
            cuts.append(route.request.headers["upload-offset"])
            if len(cuts) == 2:
                phone.set_offline(True)
                route.abort()
                return
        route.continue_()

    page.route("**/report/uploads/**", cutting)
    page.locator("button.send").click()
    expect(page.locator("#said")).to_contain_text("គ្មានបណ្តាញ")
    phone.set_offline(False)
    expect(page.locator("[data-receipt]")).to_have_count(1, timeout=20_000)
    assert int(cuts[1]) > 0, "the upload began anew"


def approved(page: Page, address: str, key: str) -> None:
    """Read a script and approve it, in Khmer."""
    page.goto(f"{address}/desk/scripts/{key}")
    page.click("#km form[action$='/approve'] button")
    expect(page.locator("#km form[action$='/approve']")).to_have_count(0)


def recorded(walk: Walk, page: Page, key: str, part: int, sound: Path) -> None:
    """Keep a presenter's recording of a part; without scripts the file goes with the form."""
    page.goto(f"{walk.village.address}/desk/takes/{key}?part={part}")
    if page.locator(f"#file-{part}").is_hidden():
        page.locator(".add > summary").first.click()
    page.set_input_files(f"#file-{part}", sound)
    page.locator(f"form:has(#file-{part}) button").last.click()
    expect(page.locator(".told")).to_be_visible()
    expect(page.locator(".take.heard").first).to_be_visible()


def worked(page: Page) -> None:
    """Wait until the work beside the desk is done; its page asks again by itself."""
    expect(page.locator(".work")).to_be_visible()
    expect(page.locator(".work:not(.going)")).to_be_visible(timeout=120_000)
    expect(page.locator(".work .good").first).to_be_visible()


def test_a_report_walks_from_the_phone_to_the_feed(walk: Walk) -> None:
    village, address = walk.village, walk.village.address
    receipt = report(walk, village.box.wav("voice.wav", 4.0))
    editor, producer = walk.comes_in("dara", Role.EDITOR), walk.comes_in("sokha", Role.PRODUCER)

    page = walk.page(editor, "/desk/reports")
    page.click(".list h2 a")
    expect(page.locator("main")).to_contain_text(receipt)
    expect(page.locator("figure audio")).to_have_count(1)
    page.click("form[action$='/clear'] button")
    expect(page.locator("#clearance .good")).to_be_visible()
    page.locator(".steps a[href*='/desk/scripts?report=']").click()
    page.click("form.write button")
    page.locator(".list h2 a").first.click()
    key = page.url.split("?")[0].rpartition("/")[2]
    approved(page, address, key)
    walk.picture(page, "script")

    desk = walk.page(producer, f"/desk/rundown/{FIRST}")
    desk.click("a.button[href*='propose']")
    desk.locator("main form button").last.click()
    expect(desk.locator("main")).to_contain_text(TITLE)
    walk.picture(desk, "rundown")
    own = [edition_key(FIRST, kind) for kind in EDITION_KINDS if kind.value in ("headlines", "closing")]
    for one in own:
        approved(page, address, one)
    for number, one in enumerate([key, *own]):
        for part, _taken in parts_of(village.studio, one, KM):
            if part.clip is None:
                sound = village.box.wav(f"take-{number}-{part.number}.wav", 1.5, number + 10)
                recorded(walk, desk, one, part.number, sound)
    walk.picture(desk, "take")

    desk.goto(f"{address}/desk/editions/{FIRST}")
    desk.click("form[action$='/build'] button")
    worked(desk)
    desk.goto(f"{address}/desk/editions/{FIRST}")
    expect(desk.locator("figure.master audio")).to_have_count(2)
    expect(desk.locator("figure.measured img")).to_have_count(3)
    walk.picture(desk, "built")
    assert desk.locator("a[href='/desk/publish']").count() == 0, "a producer does not publish"
    page.goto(f"{address}/desk/publish")
    expect(page.locator(".changes")).to_contain_text(FIRST)
    page.click("form[action$='/publish'] button")
    worked(page)
    walk.picture(page, "published")

    with urlopen(f"{address}/feed.xml") as feed:
        (found,) = ET.fromstring(feed.read()).iter("item")
    enclosure = found.find("enclosure")
    assert enclosure is not None
    assert TITLE in (found.findtext("description") or "") + (found.findtext("title") or "")
    path = urlsplit(enclosure.get("url", "")).path
    with urlopen(Request(f"{address}{path}", method="HEAD")) as master:
        assert master.status == 200
        assert master.headers["content-length"] == enclosure.get("length")
    assert walk.complaints == []
