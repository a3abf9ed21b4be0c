"""Every page of the published site before independent judges: axe in a browser, and the W3C's checker of HTML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from browsing import judged
from playwright.sync_api import Browser

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cover import cover
from studio.publishing.picture import banner
from studio.publishing.podcast import podcast_guid
from studio.publishing.publish import publish
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import (
    Both,
    Channel,
    Chapter,
    Community,
    Enclosure,
    Notice,
    Province,
    PublishedEpisode,
    Segment,
)
from studio.units import Ms, digest_of

MODULES = Path(__file__).parents[1] / "axe" / "node_modules"
MEND = "run: .ci/tools"
BASE = "https://radio.example.org/"
TITLE = Both("សំឡេងសហគមន៍", "Community Voices")
PLACE = Province("02", Both("បាត់ដំបង", "Battambang"))
FISHERS = Community(
    "btb-11",
    Both("សហគមន៍នេសាទផ្កាត្រកួន", "Phka Trakuon Community Fishery"),
    True,
    Both("អ្នកនេសាទដែលថែរក្សាអន្លង់មួយ។", "Fishers who look after a refuge."),
    PLACE,
    ("fisheries",),
)
SAID = (
    Spoken("អ្នកនេសាទម្នាក់", "យើងដើរល្បាតពីរដងក្នុងមួយសប្តាហ៍។", 5),
    Spoken("ស្ត្រីម្នាក់", "ឥឡូវត្រីត្រឡប់មកវិញហើយ។", 5),
)
TEMPLATES = (
    "index.html",
    "about.html",
    "subscribe.html",
    "search.html",
    "corrections.html",
    "corrections/2012.html",
    "corrections/gone.html",
    "communities.html",
    "communities/by-province/02.html",
    "communities/by-province/02-2.html",
    "communities/btb-11.html",
    "themes/fisheries.html",
    "themes/fisheries/2012.html",
    "archive/2012.html",
    "archive/2012-05.html",
    "episodes/programme-1.html",
    "episodes/programme-1/fish.html",
    "embed/programme-1.html",
)
"""A page of every template."""


def sound(folder: Path, name: str) -> Enclosure:
    content = name.encode() * 1_000
    path = folder / name
    path.write_bytes(content)
    return Enclosure(path, "audio/mpeg", len(content), Ms(300_000), digest_of(content))


def published(folder: Path) -> Path:
    """A show with one programme in which everything that a page can show is shown."""
    story = Segment(
        "fish",
        Both("ត្រីត្រឡប់មកវិញ", "The fish come back"),
        Ms(10_000),
        Ms(280_000),
        "story",
        communities=(FISHERS, Community("btb-12", Both("ក្រុមស្ត្រី", "Women"))),
        place=Both("ស្រុកឯកភ្នំ", "Aek Phnum district"),
        utterances=spread(Ms(10_000), Ms(280_000), SAID),
        theme="fisheries",
        province=PLACE,
        said_by=(Both("អ្នកនេសាទម្នាក់", "a fisher"),),
        enclosure=replace(sound(folder, "story"), ms=Ms(280_000)),
    )
    opening = Segment("opening", Both("បើក", "Opening"), Ms(0), Ms(10_000), "opening")
    shown = PublishedEpisode(
        slug="programme-1",
        number=1,
        season=1,
        guid="5f1d1d0e-0000-4000-8000-000000000001",
        title=Both("ត្រីត្រឡប់មកវិញ", "The fish come back"),
        description=Both("អ្នកនេសាទនិយាយ។", "Fishers speak."),
        published_at=datetime(2012, 5, 13, 18, 30, tzinfo=UTC),
        language=Language.KM,
        enclosure=sound(folder, "whole"),
        chapters=(Chapter(Ms(0), opening.title), Chapter(story.start, story.title)),
        segments=(opening, story),
        synthetic_voice=True,
        notices=(Notice(Both("ឈ្មោះឃុំត្រូវបានកែ។", "The name of a commune was corrected.")),),
    )
    channel = Channel(
        slug="voices",
        title=TITLE,
        description=Both("សហគមន៍និយាយ។", "Communities speak."),
        author="The communities",
        email="radio@radio.example.org",
        base_url=BASE,
        language=Language.KM,
        categories=("News",),
        explicit=False,
        guid=podcast_guid(f"{BASE}feed.xml"),
        license="CC-BY-NC-4.0",
        license_url="https://creativecommons.org/licenses/by-nc/4.0/",
        owner="Human Rights Network",
        cover=cover(TITLE),
        network=Both("បណ្តាញសិទ្ធិមនុស្ស", "Human Rights Network"),
        hotline="012 000 111",
    )
    more = tuple(
        Segment(
            f"more-{number}",
            Both(f"រឿងទី {number}", f"Story {number}"),
            Ms(number),
            Ms(1_000),
            "story",
            communities=(
                replace(FISHERS, slug=f"more-{number}", name=Both(f"សហគមន៍ {number} " * 6, f"Group {number}")),
            ),
        )
        for number in range(150)
    )
    second = replace(shown, slug="programme-0", guid="5f1d1d0e-0000-4000-8000-000000000002", segments=more, chapters=())
    second = replace(
        second, published_at=datetime(2012, 5, 6, tzinfo=UTC), notices=(), enclosure=sound(folder, "other")
    )
    shown = replace(shown, banner=banner(TITLE, shown.title, (40,) * 132))
    notes = [
        Notice(Both(f"កម្មវិធី {number} លែងមាន។ " * 4, f"Programme {number} is here no more.")) for number in range(60)
    ]
    publish(channel, (shown, second), folder / "feeds", notes)
    return folder / "feeds"


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("judged"))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", list(Language))
def test_axe_finds_nothing_on_any_template(
    feeds: Path,
    run: Callable[[Path], Any],
    browser: Browser,
    required: Callable[[str, str], Path],
    language: Language,
    width: int,
) -> None:
    axe = required(str(MODULES / "axe-core" / "axe.min.js"), MEND).read_text("utf-8")
    served = run(feeds)
    context = browser.new_context(viewport={"width": width, "height": 720}, service_workers="block")
    page = context.new_page()
    found = {}
    for path in TEMPLATES:
        answer = page.goto(served.address + addresses.in_language(path, language))
        assert answer is not None
        assert answer.status == 200, path
        found[path] = judged(page, axe)
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_checker_of_the_w3c_finds_no_error(feeds: Path, required: Callable[[str, str], Path]) -> None:
    jar = required(str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"), MEND)
    java = required("java", "apt-get install default-jre-headless")
    paths = [str(feeds / addresses.in_language(path, language)) for language in Language for path in TEMPLATES]
    wrong = feeds.parent / "wrong.html"
    wrong.write_text("<!doctype html><p>", "utf-8")
    done = subprocess.run(
        [java, "-Xmx256m", "-jar", jar, "--format", "json", *paths, str(wrong)], capture_output=True, check=False
    )
    messages = json.loads(done.stderr)["messages"]
    assert any(each["url"].endswith("wrong.html") for each in messages)
    assert [each for each in messages if not each["url"].endswith("wrong.html")] == []
