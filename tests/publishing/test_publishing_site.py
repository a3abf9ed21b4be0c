"""The pages: whole, small, in both languages, asking nobody else."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from lxml import html as lxml_html

import studio.publishing
from studio.languages import LOCALE, Language, catalogue
from studio.publishing import addresses
from studio.publishing.archive.shelf import NEWEST
from studio.publishing.font import font_path
from studio.publishing.publish import publish
from studio.publishing.site.assets import looks, script, stylesheet
from studio.publishing.site.frame import PAGE_BYTES
from studio.publishing.site.lists import MANY
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, Notice, PublishedEpisode
from studio.sentences.publishing import SENTENCES
from studio.units import Ms

ROOM = Path(studio.publishing.__file__).parent


@pytest.fixture
def site(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> dict[str, str]:
    return rendered(channel, episodes)


def rendered(channel: Channel, episodes: tuple[PublishedEpisode, ...]) -> dict[str, str]:
    """Every page as it is published."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        publish(channel, episodes, root)
        return {str(path.relative_to(root)): path.read_text("utf-8") for path in sorted(root.rglob("*.html"))}


def trees(site: dict[str, str]) -> Iterator[tuple[str, lxml_html.HtmlElement]]:
    for path, text in site.items():
        yield path, lxml_html.document_fromstring(text)


def test_there_is_a_page_for_everything_in_both_languages(site: dict[str, str]) -> None:
    khmer = {
        "index.html",
        "search.html",
        "about.html",
        "subscribe.html",
        "corrections.html",
        "communities.html",
        "communities/btb-11.html",
        "communities/btb-11/2012.html",
        *(f"{facet}{period}.html" for facet in ("themes/fisheries", "themes/land") for period in ("", "/2012")),
        "provinces/02.html",
        "provinces/02/2012.html",
        "archive/2012.html",
        "archive/2012-05.html",
        *(f"embed/programme-{number}.html" for number in (1, 2, 3)),
        *(f"episodes/programme-{number}.html" for number in (1, 2, 3)),
        *(f"episodes/programme-{number}/{story}.html" for number in (1, 2) for story in ("fish-return", "land-map")),
    }
    assert set(site) == khmer | {f"en/{path}" for path in khmer}


def test_a_page_says_its_language_and_where_the_other_is(site: dict[str, str]) -> None:
    for path, tree in trees(site):
        if "embed/" in path:
            continue
        language = "en" if path.startswith("en/") else "km"
        assert tree.get("lang") == language
        assert site[path].startswith("<!doctype html>")
        versions = {each.get("hreflang"): each.get("href") for each in tree.xpath("//link[@hreflang]")}
        assert set(versions) == {"km", "en", "x-default"}
        assert versions["x-default"] == versions["km"]
        (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
        assert canonical == versions[language]
        assert canonical.startswith("https://radio.example.org/")
        assert not canonical.endswith("index.html")
        (switch,) = tree.xpath("//nav//a[@hreflang]/@href")
        assert switch


def test_ids_are_unique_headings_begin_with_one_and_lists_are_lists(site: dict[str, str]) -> None:
    for path, tree in trees(site):
        assert not [name for name, times in Counter(tree.xpath("//@id")).items() if times > 1], path
        assert len(tree.xpath("//h1")) == 1, path
        levels = [int(each.tag[1]) for each in tree.xpath("//h1|//h2|//h3")]
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), path
        assert not tree.xpath("//ul/*[not(self::li)]|//ol/*[not(self::li)]"), path
        assert not [each for each in tree.xpath("//a") if not each.text_content().strip()], path


def test_nothing_is_loaded_from_elsewhere_and_only_the_player_runs(site: dict[str, str]) -> None:
    for path, tree in trees(site):
        loaded = tree.xpath("//@src|//link[@rel='stylesheet' or @rel='preload' or @rel='icon']/@href")
        assert loaded
        assert not [each for each in loaded if re.match(r"[a-z]+:|//", each)], path
        assert not tree.xpath("//iframe|//@onclick|//@style"), path
        scripts = [each.get("src") for each in tree.xpath("//script[not(@type='application/ld+json')]")]
        own = looks()
        expected = [own.player] if tree.xpath("//*[@class='player']") else []
        expected += [own.search] if path.endswith("search.html") else []
        expected += [] if "embed/" in path else [own.keep]
        assert scripts == [addresses.relative(path, one) for one in expected]
    assert "://" not in stylesheet(font_path())
    assert f'url("{Path(font_path()).name}")' in stylesheet(font_path())
    assert len(gzip.compress(script("player").encode())) < 8_000


def test_sound_is_loaded_only_when_it_is_asked_for(site: dict[str, str]) -> None:
    players = [each for _, tree in trees(site) for each in tree.xpath("//audio")]
    assert len(players) == 2 * (1 + 3 + 3 + 4)
    assert {each.get("preload") for each in players} == {"none"}
    assert all("controls" in each.attrib and each.get("aria-label") for each in players)


def test_a_story_plays_its_own_part_of_the_programme(site: dict[str, str]) -> None:
    tree = lxml_html.document_fromstring(site["episodes/programme-1/fish-return.html"])
    (source,) = tree.xpath("//audio/@src")
    assert re.fullmatch(r"\.\./\.\./media/[0-9a-f]{2}/[0-9a-f]{64}\.mp3#t=10,90", source)


def test_chapters_are_links_into_the_sound(site: dict[str, str]) -> None:
    tree = lxml_html.document_fromstring(site["episodes/programme-1.html"])
    links = tree.xpath("//ol[@class='times']//a/@href")
    assert [each.rpartition("#")[2] for each in links] == ["t=0", "t=10", "t=90"]


def test_the_communities_come_first_and_the_network_last(site: dict[str, str]) -> None:
    for path in ("en/episodes/programme-1.html", "en/episodes/programme-1/fish-return.html"):
        tree = lxml_html.document_fromstring(site[path])
        main, footer = tree.xpath("//main")[0].text_content(), tree.xpath("//footer")[0].text_content()
        title = tree.xpath("//h1")[0].text_content()
        assert main.index("Phka Trakuon Community Fishery") < main.index(title)
        assert "Human Rights Network" not in main
        assert "Human Rights Network" in footer
        assert tree.xpath("//footer//a[@href='tel:012000111']")


def test_a_place_stands_only_where_it_is_given(channel: Channel, episode: Callable[[int], PublishedEpisode]) -> None:
    made = episode(1)
    hidden = replace(made, segments=tuple(replace(each, place=None) for each in made.segments))
    assert any("Aek Phnum" in text for text in rendered(channel, (made,)).values())
    assert not any("Aek Phnum" in text for text in rendered(channel, (hidden,)).values())


def test_a_synthetic_voice_and_a_notice_are_visible(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    corrected = replace(episode(2), notices=(Notice(Both("កែតម្រូវ", "Corrected on 1 June.")),))
    site = rendered(channel, (corrected,))
    assert "Corrected on 1 June." in site["en/corrections.html"]
    for path in ("en/index.html", "en/episodes/programme-2.html", "en/episodes/programme-2/land-map.html"):
        notices = [
            each.text_content() for each in lxml_html.document_fromstring(site[path]).xpath("//*[@class='notice']")
        ]
        assert [("computer" in each, "Corrected" in each) for each in notices] == [(True, False), (False, True)]
    assert 'class="notice"' not in rendered(channel, (episode(1),))["en/index.html"]


def test_text_in_the_other_language_is_marked_and_text_is_escaped(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    made = replace(episode(1), title=Both("", "<script>alert(1)</script> & fish"))
    site = rendered(channel, (made,))
    tree = lxml_html.document_fromstring(site["episodes/programme-1.html"])
    (title,) = tree.xpath("//h1/span")
    assert (title.get("lang"), title.text_content()) == ("en", "<script>alert(1)</script> & fish")
    assert not any("<script>" in text or "alert(1)</script" in text for text in site.values())
    english = lxml_html.document_fromstring(site["en/episodes/programme-1.html"])
    assert english.xpath("//*[@class='transcript']/@lang") == ["km", "km"]


def test_khmer_may_be_broken_between_words(site: dict[str, str]) -> None:
    assert "សហគមន៍<wbr>នេសាទ" in site["episodes/programme-1.html"]
    assert "<wbr>" not in re.search(r"<title>.*?</title>", site["episodes/programme-1.html"]).group()
    assert not any("\u200b" in text for text in site.values())


def test_the_style_suits_khmer() -> None:
    style = stylesheet(font_path())
    rule = re.search(r":lang\(km\)\{([^}]*)\}", style).group(1)
    assert float(re.search(r"line-height:([\d.]+)", rule).group(1)) >= 1.7
    assert "letter-spacing:normal" in rule
    assert "italic" not in style
    assert len(gzip.compress(style.encode())) < 4_000


def test_every_page_stays_small_also_with_an_hour_of_text(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    letters = random.Random(5)

    def sentence() -> str:
        return "".join(letters.choice("កខគងចជញដណតថទធនបផពភមយរលវសហអ") + letters.choice("ាិីុេោំះ ") for _ in range(60))

    made = episode(1)
    segments = tuple(
        replace(
            made.segments[1],
            slug=f"story-{story}",
            utterances=spread(Ms(10_000), Ms(80_000), [Spoken("", sentence(), 1) for _ in range(30)]),
        )
        for story in range(12)
    )
    site = rendered(channel, (replace(made, segments=(made.segments[0], *segments)),))
    sizes = {path: len(gzip.compress(text.encode())) for path, text in site.items()}
    assert max(sizes.values()) <= PAGE_BYTES, sizes
    assert sum(sizes[f"episodes/programme-1/story-{story}.html"] for story in range(12)) > PAGE_BYTES
    tree = lxml_html.document_fromstring(site["episodes/programme-1.html"])
    assert len(tree.xpath("//*[@class='transcript']")) == 1  # the opening, which has no page of its own
    assert tree.xpath("//main//p/a[@href='programme-1/story-0.html']")


def test_the_home_page_does_not_grow_for_ever(channel: Channel, episode: Callable[[int], PublishedEpisode]) -> None:
    many = tuple(episode(number) for number in range(1, NEWEST + 40))
    site = rendered(channel, many)
    assert site["index.html"].count("<h3>") == NEWEST - 1
    months = [path for path in site if re.fullmatch(r"archive/\d{4}-\d{2}\.html", path)]
    assert sum(site[path].count("<h3>") for path in months) == len(many)
    years = site["archive/2012.html"] + site["archive/2013.html"]
    assert len(set(re.findall(r"programme-\d+\.html", years))) == len(many)
    assert site["themes/land.html"].count("<h3>") == NEWEST
    assert site["themes/land/2012.html"].count("<h3>") + site["themes/land/2013.html"].count("<h3>") == len(many)
    assert max(len(gzip.compress(text.encode())) for text in site.values()) <= PAGE_BYTES


def test_a_year_with_many_stories_is_cut_into_months(
    channel: Channel, episode: Callable[[int], PublishedEpisode]
) -> None:
    one = episode(1)
    story = one.segments[1]
    parts = tuple(replace(story, slug=f"s-{number}", utterances=()) for number in range(MANY // 2 + 1))
    shown = tuple(replace(episode(number), segments=parts, chapters=()) for number in (1, 6))
    site = rendered(channel, shown)
    assert "<h3>" not in site["themes/fisheries/2012.html"]
    assert [site[f"themes/fisheries/2012-{month}.html"].count("<h3>") for month in ("05", "06")] == [len(parts)] * 2


def test_pages_lead_to_what_exists_and_only_listed_communities_have_one(site: dict[str, str]) -> None:
    episode = lxml_html.document_fromstring(site["en/episodes/programme-1.html"])
    assert set(episode.xpath("//*[@class='who-speaks']//a/@href")) == {"../communities/btb-11.html"}
    assert "Phum Thmey Women" in site["en/episodes/programme-1.html"]
    assert "a fisher, a woman" in episode.text_content()
    assert set(episode.xpath("//*[@class='files small']//a/@href")) == {
        "../themes/fisheries.html",
        "../themes/land.html",
        "../provinces/02.html",
    }
    for path, tree in trees(site):
        folder = Path(path).parent
        for link in tree.xpath("//a/@href"):
            if link.endswith(".html"):
                assert os.path.normpath(folder / link) in site, (path, link)


def test_a_community_page_says_what_its_consent_allows(site: dict[str, str]) -> None:
    tree = lxml_html.document_fromstring(site["en/communities/btb-11.html"])
    text = " ".join(tree.xpath("//main")[0].text_content().split())
    for part in ("Fishers who look after a refuge.", "Battambang", "Fisheries", "The fish come back to the refuge"):
        assert part in text
    assert not any("btb-12" in path or "btb-13" in path for path in site)
    assert "Phum Thmey" not in site["en/communities.html"]


def test_machines_are_told_what_a_page_is_about(site: dict[str, str], channel: Channel) -> None:
    def about(path: str) -> dict[str, Any]:
        (text,) = lxml_html.document_fromstring(site[path]).xpath("//script[@type='application/ld+json']/text()")
        found: dict[str, Any] = json.loads(text)
        assert found["@context"] == "https://schema.org"
        return found

    assert "PodcastSeries" in about("index.html")["@type"]
    shown = about("en/episodes/programme-1.html")
    assert shown["@type"] == ["PodcastEpisode", "RadioEpisode"]
    assert shown["timeRequired"] == "PT2M0S"
    assert [part["startOffset"] for part in shown["hasPart"]] == [10, 90]
    assert shown["partOfSeries"]["@id"] == about("en/index.html")["@id"]
    story = about("en/episodes/programme-1/fish-return.html")
    assert story["partOfEpisode"]["@id"] == shown["@id"]
    (picture,) = lxml_html.document_fromstring(site["index.html"]).xpath("//meta[@property='og:image']/@content")
    assert picture == addresses.url(channel, addresses.cover(channel))


def test_other_sites_are_told_how_to_show_the_player(
    channel: Channel, episode: Callable[[int], PublishedEpisode], tmp_path: Path
) -> None:
    publish(channel, (episode(1),), tmp_path / "feeds")
    found = json.loads((tmp_path / "feeds" / "en" / "embed" / "programme-1.json").read_bytes())
    assert (found["version"], found["type"]) == ("1.0", "rich")
    (frame,) = lxml_html.fragment_fromstring(f"<div>{found['html']}</div>").xpath("//iframe")
    assert frame.get("src") == "https://radio.example.org/en/embed/programme-1.html"
    page = lxml_html.parse(str(tmp_path / "feeds" / "en" / "episodes" / "programme-1.html"))
    assert page.xpath("//link[@type='application/json+oembed']/@href") == [
        "https://radio.example.org/en/embed/programme-1.json"
    ]
    assert page.xpath("//textarea")[0].text == found["html"]


def test_every_word_that_a_reader_sees_exists_in_khmer() -> None:
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(
            ROOM,
            method_map=[("**.py", "python"), ("**.j2", "jinja2.ext.babel_extract")],
            keywords={"_": None, "N_": None, "gettext": None},
        )
    }
    found |= {text for sentence in SENTENCES.values() for text in (sentence.what, sentence.mend) if text}
    found |= {"{number} min", "{number} MB"}
    khmer = catalogue(Language.KM)
    assert len(found) > 60
    assert not [text for text in found if khmer.gettext(text) == text]
    placeholder = re.compile(r"\{\w+\}|%\(\w+\)s")
    for text in found:
        assert sorted(placeholder.findall(text)) == sorted(placeholder.findall(khmer.gettext(text))), text
    written = (LOCALE / "km" / "publishing.po").read_text(encoding="utf-8")
    assert written.count("\nmsgid ") == len(found)
