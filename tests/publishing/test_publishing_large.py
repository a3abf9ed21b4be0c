"""Pages of a large archive: ten thousand episodes, all corrected, and five hundred communities."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studio.languages import Language
from studio.publishing.archive import rows
from studio.publishing.archive.index import changing, index_of
from studio.publishing.archive.shelf import Shelf
from studio.publishing.cards import card_of, month_of, to_json
from studio.publishing.plan import of_scope
from studio.publishing.publish import publish
from studio.publishing.site import lists
from studio.publishing.site.assets import looks
from studio.publishing.site.frame import PAGE_BYTES
from studio.publishing.site.leaves import FRAME, leaves
from studio.publishing.values import Both, Channel, Community, Province, PublishedEpisode

EPISODES, COMMUNITIES = 10_000, 500
LAST = datetime(2026, 3, 20, 12, tzinfo=UTC)
CONSONANTS, VOWELS = "កខគងចជញដណតថទធនបផពភមយរលវសហអ", "ាិីុេោំះ"
WORDS = ("land", "water", "fish", "map", "work", "hand", "wage", "rice", "road", "court", "river", "tree", "loan")


def said(letters: random.Random, syllables: int) -> Both:
    """A text that compresses as badly as names do."""
    khmer = "".join(letters.choice(CONSONANTS) + letters.choice(VOWELS) for _ in range(syllables))
    return Both(khmer, " ".join(letters.choice(WORDS) + str(letters.randrange(99)) for _ in range(syllables // 3)))


def communities(letters: random.Random) -> Iterator[Community]:
    """A third of them in one province, some in none."""
    for number in range(COMMUNITIES):
        code = 1 if number % 3 == 0 else number % 25 + 1
        province = Province(f"{code:02}", Both(f"ខេត្តទី {code}", f"Province {code}")) if number % 7 else None
        yield Community(f"ngo-{number}", said(letters, 20), listed=True, province=province)


@pytest.fixture
def large(channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path) -> Iterator[Shelf]:
    """An index of that many episodes, one a day, as far as lists read it."""
    letters, root = random.Random(9), tmp_path
    one, heard = episodes[0], list(communities(letters))
    with index_of(root) as index, changing(index):
        pattern = rows.row_of(channel, one, "kept", "kept")
        for number in range(EPISODES):
            community, at = heard[number % COMMUNITIES], LAST - timedelta(days=number)
            story = replace(one.segments[1], communities=(community,), utterances=(), enclosure=None)
            slug, title = f"programme-{number}", said(letters, 12)
            shown = replace(one, slug=slug, guid=slug, title=title, published_at=at, segments=(story,))
            place = rows.place_of(shown)
            called = {"name": asdict(community.name), "community": asdict(community)}
            facets = {
                f"community:{community.slug}": called,
                "theme:fisheries": {"name": asdict(Both("នេសាទ", "Fisheries"))},
            }
            row = replace(
                pattern,
                slug=slug,
                guid=slug,
                place=place,
                month=month_of(at),
                card=json.dumps(to_json(card_of(shown)), ensure_ascii=False),
                notices=json.dumps([asdict(said(letters, 60))], ensure_ascii=False),
                pieces=(),
                posts=(),
                told=tuple((name, place, story.slug, json.dumps(each)) for name, each in facets.items()),
            )
            rows.put(index, row)
        for rank in range(400):
            body = json.dumps(asdict(said(letters, 60)), ensure_ascii=False)
            index.execute("INSERT INTO note VALUES (?, ?)", (rank, body))
    with closing(sqlite3.connect(root / ".archive.db")) as connection:
        yield Shelf(connection)


def pages(shelf: Shelf, channel: Channel, *scopes: str) -> dict[str, str]:
    made = (each for scope in scopes for each in of_scope(shelf, channel, scope))
    return {each.path: each.make().decode() for each in made if each.path.endswith(".html")}


def test_no_page_grows_too_large_and_everything_is_reached_on_one(large: Shelf, channel: Channel) -> None:
    found = pages(large, channel, "listing", "year:2025", "month:2025-05")
    found |= pages(large, channel, "facet:theme:fisheries", "facet:theme:fisheries:2025", "facet:community:ngo-1")
    sizes = {path: len(gzip.compress(text.encode())) for path, text in found.items()}
    assert max(sizes.values()) <= PAGE_BYTES, {path: size for path, size in sizes.items() if size > PAGE_BYTES}
    for language in Language:
        prefix = "" if language is Language.KM else "en/"
        own = {
            path.removeprefix(prefix): text for path, text in found.items() if path.startswith("en/") == bool(prefix)
        }
        by_province = [text for path, text in own.items() if path.startswith("communities/by-province/")]
        links = Counter(name for text in by_province for name in re.findall(r"/(ngo-\d+)\.html", text))
        assert set(links.values()) == {1}
        assert len(links) == COMMUNITIES
        corrected = [text for path, text in own.items() if path.startswith("corrections/2025")]
        assert len(corrected) > 1
        assert len({name for text in corrected for name in re.findall(r"/(programme-\d+)\.html", text)}) == 365
        told = [own["corrections.html"], *(text for path, text in own.items() if path.startswith("corrections/gone"))]
        assert sum(text.count("<li><p>") for text in told) == 400
    assert {path.removeprefix("en/") for path in found} == {path for path in found if not path.startswith("en/")}

    for first in ("corrections/2025.html", "corrections/gone.html", "communities/by-province/01.html"):
        family = {path for path in found if re.fullmatch(re.escape(first[:-5]) + r"(-\d+)?\.html", path)}
        reached, path = {first}, first
        while onward := re.search(r'href="([^"]+)" rel="next"', found[path]):
            path = f"{first.rpartition('/')[0]}/{onward[1]}"
            reached.add(path)
        assert reached == family
        assert len(family) > 1
    assert 'href="corrections/gone.html"' in found["corrections.html"]
    assert 'href="corrections/2025.html"' in found["corrections.html"]
    assert 'href="communities/by-province/none.html"' in found["communities.html"]


def test_the_sitemaps_name_every_page_of_what_is_told_on_many(large: Shelf, channel: Channel) -> None:
    scopes = ("listing", "year:2025")
    made = {each.path: each.make for scope in scopes for each in of_scope(large, channel, scope)}
    index = made["sitemap.xml"]().decode()
    assert f"{channel.base_url.rstrip('/')}/sitemap/2025.xml" in index
    named = "".join(made[path]().decode() for path in ("sitemap/pages.xml", "sitemap/2025.xml"))
    places = re.findall(r"<loc>([^<]+)</loc>", named)
    assert len(places) == len(set(places))
    found = {path for path in made if re.search(r"^(en/)?(corrections/|communities/by-province/)", path)}
    assert {"corrections/2025-2.html", "corrections/gone-2.html", "en/communities/by-province/01-2.html"} <= found
    assert {f"{channel.base_url.rstrip('/')}/{path}" for path in found} <= set(places)


def test_few_communities_stand_on_one_page_by_province(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path
) -> None:
    publish(channel, episodes, tmp_path)
    page = (tmp_path / "en" / "communities.html").read_text("utf-8")
    assert page.index("Battambang</h2>") < page.index("btb-11.html")
    assert not (tmp_path / "communities" / "by-province").exists()


def test_law_leaves_keep_everything_in_its_order_and_have_room() -> None:
    letters = random.Random(3)
    for room in (200, 1_000, 5_000):
        texts = ["x" * letters.randrange(400) for _ in range(60)]
        found = leaves(texts, lambda text: [text], room)
        assert [text for part in found for text in part] == texts
        assert all(len(part) == 1 or sum(FRAME + len(text) for text in part) <= room for part in found)
    assert leaves([], lambda text: [text]) == []


@pytest.mark.parametrize("a_day", [2, 14])
def test_a_month_of_many_programmes_a_day_stays_one_small_page(
    channel: Channel, episodes: tuple[PublishedEpisode, ...], a_day: int
) -> None:
    letters, count = random.Random(3), 31 * a_day
    heard = next(communities(letters))
    story = replace(episodes[0].segments[1], communities=(heard,))
    cards = [
        card_of(replace(episodes[0], slug=f"programme-{number}", title=said(letters, 12), segments=(story,)))
        for number in range(count)
    ]
    for page in lists.month(channel, "2012-05", cards, looks()):
        text = page.render()
        assert len(set(re.findall(r"programme-\d+\.html", text))) == count, page.path
        assert len(gzip.compress(text.encode())) <= PAGE_BYTES, page.path
        assert ("<h3>" in text) is (a_day == 2 or page.path.startswith("en/"))
