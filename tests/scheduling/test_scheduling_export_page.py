"""The page of a rundown: read by an HTML parser of others, printed by a browser where there is one."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import sync_playwright

from studio.scheduling.exports.edition import Edition
from studio.scheduling.exports.page import rundown_page
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed, retime
from studio.units import Ms

CHROMIUM = Path("/usr/bin/chromium")
ATTACK = '</td></table><script>alert(1)</script><a href="x">&amp;'


@pytest.fixture(scope="module")
def edition(cases: Any) -> Edition:
    clock = cases.clock()
    plan = propose(clock, "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(14, 3))
    first = next(entry for entry in plan.entries if entry.position == "stories-first")
    plan = retime(plan, {first.key: Ms(first.planned + 1_234)}, clock)
    entries = [replace(one, title_en=ATTACK, locked=True) if one.index == 2 else one for one in plan.entries]
    entries = [replace(one, floated=one.index == 4) for one in entries]
    rundown = replace(plan, entries=placed(entries, clock, plan.starts_at))
    return Edition(rundown, clock, 2, "សំឡេងសហគមន៍", "Community voices", "golden-river", "វិទ្យុទន្លេមាស", "Golden River")


def test_the_page_needs_nothing_and_runs_nothing(edition: Edition) -> None:
    text = rundown_page([edition])
    assert text == rundown_page([edition]) and text.startswith("<!DOCTYPE html>\n")
    tree = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", recover=False))
    assert tree.get("lang") == "km"
    assert not tree.xpath("//script | //a | //form | //img | //link | //iframe | //@href | //@src | //@onclick")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "://" not in text and "@import" not in text and "url(" not in text
    assert ATTACK in tree.text_content(), "what looks like markup is shown as it was written"
    assert isinstance(etree.tostring(tree), bytes)


def test_a_font_travels_inside_the_page_and_nothing_else_may_come_in(edition: Edition) -> None:
    plain, lettered = rundown_page([edition]), rundown_page([edition], b"wOF2\x00\xff")
    tree = html.document_fromstring(lettered)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
    assert "data:font/woff2;base64,d09GMgD/" in tree.xpath("string(//style)")
    assert "data:" not in plain


def test_every_entry_stands_in_a_row_in_khmer_with_english_below(edition: Edition) -> None:
    tree = html.document_fromstring(rundown_page([edition]))
    rows = tree.xpath("//tbody/tr")
    assert len(rows) == len(edition.rundown.entries)
    for row, entry in zip(rows, edition.rundown.entries, strict=True):
        cells = row.xpath("td")
        assert len(cells) == 7 == len(tree.xpath("//thead/tr/th"))
        assert cells[0].text == str(entry.index + 1)
        assert cells[6].text.startswith(entry.title_km)
        assert entry.title_en in cells[6].xpath("string(span[@lang='en'])")
        assert ("floated" in row.get("class")) is entry.floated
    assert (
        "+0:01.234"
        in rows[next(e.index for e in edition.rundown.entries if e.actual and e.over == 1234)].text_content()
    )
    (total,) = tree.xpath("//section/p[last()]")
    assert "ខ្វះ" in total.text and "under by" in total.text_content(), "a floated entry leaves the show short"


def test_editions_stand_in_the_order_of_their_airtime(edition: Edition) -> None:
    later = replace(edition.rundown, slug="later", starts_at=edition.rundown.starts_at + timedelta(days=7))
    tree = html.document_fromstring(rundown_page([replace(edition, rundown=later), edition]))
    heads = [one.text_content() for one in tree.xpath("//section/p[1]")]
    assert ["later" in one for one in heads] == [False, True]
    assert re.search(r"២០១២-០៤-០៧ ១៨:៣០–១៨:៤៥", heads[0])


@pytest.mark.debian
def test_a_browser_prints_an_edition_a_page(edition: Edition, tmp_path: Path) -> None:
    if not CHROMIUM.is_file():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"{CHROMIUM} is missing: apt-get install chromium"
        )
    page = tmp_path / "rundown.html"
    later = replace(edition.rundown, slug="later", starts_at=edition.rundown.starts_at + timedelta(days=7))
    page.write_text(rundown_page([edition, replace(edition, rundown=later)]), encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page()
        said: list[str] = []
        shown.on("console", lambda message: said.append(message.text))
        shown.goto(page.as_uri())
        printed = shown.pdf(format="A4")
        browser.close()
    assert said == [], "nothing was refused by the page's own policy"
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 2
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45]\.\d+ 84[12]\.\d+\s*\]", printed)
