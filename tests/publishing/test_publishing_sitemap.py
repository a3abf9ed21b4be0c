"""Sitemaps: every page once, in both languages, each pointing at the other."""

from __future__ import annotations

from lxml import etree

from studio.publishing import sitemap
from studio.publishing.cards import card_of

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(document):
    return etree.fromstring(document)


def test_every_page_of_an_episode_is_there_in_both_languages(channel, episodes):
    card = next(card_of(one) for one in episodes if one.stories)
    tree = read(sitemap.sitemap(channel, sitemap.pages_of(card)))
    places = [each.text for each in tree.iterfind("s:url/s:loc", NAMES)]
    base = channel.base_url.rstrip("/")
    story = card.stories[0].slug
    assert len(places) == len(set(places)) == 2 * (1 + len(card.stories))
    assert {f"{base}/episodes/{card.slug}.html", f"{base}/en/episodes/{card.slug}/{story}.html"} <= set(places)
    for entry in tree.iterfind("s:url", NAMES):
        beside = {each.get("hreflang"): each.get("href") for each in entry.iterfind("x:link", NAMES)}
        assert set(beside) == {"km", "en"} and entry.findtext("s:loc", namespaces=NAMES) in beside.values()


def test_the_index_lists_the_newest_month_first_and_robots_point_at_it(channel):
    tree = read(sitemap.sitemap_index(channel, ["2012-05", "2026-11"]))
    places = [each.text.rpartition("/")[2] for each in tree.iterfind("s:sitemap/s:loc", NAMES)]
    assert places == ["pages.xml", "2026-11.xml", "2012-05.xml"]
    assert sitemap.robots(channel).decode().endswith(f"Sitemap: {channel.base_url.rstrip('/')}/sitemap.xml\n")
