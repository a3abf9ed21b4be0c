"""The archive: made bit by bit it is the one made at once, it costs what changed, and it knows what is gone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from studio.errors import PublishRefused
from studio.publishing import addresses
from studio.publishing.archive.changes import Offered
from studio.publishing.archive.digests import value_digest
from studio.publishing.archive.files import published
from studio.publishing.podcasts import HEAD
from studio.publishing.publish import faults, publish
from studio.publishing.rules.names import NAMES
from studio.publishing.rules.ruling import own_faults
from studio.publishing.values import (
    Both,
    Channel,
    Community,
    Enclosure,
    LowRate,
    Notice,
    Province,
    PublishedEpisode,
    Segment,
)
from studio.units import Ms, digest_of

Make = Callable[[int], PublishedEpisode]
SOME, STORIES = 13, 4
"""Episodes of the archive in these tests, and the stories of each: the single stories fill more than a head."""
PROVINCES = (None, Province("02", Both("បាត់ដំបង", "Battambang")), Province("12", Both("ភ្នំពេញ", "Phnom Penh")))
THEMES = ("land", "labour", "fisheries", "")


@pytest.fixture
def show(channel: Channel) -> Channel:
    return replace(
        channel, low_rates=(LowRate("small", "MP3", 32),), hub="https://hub.example.org/", frequency="FREQ=WEEKLY"
    )


def sound(folder: Path, name: str, size: int = 900) -> Enclosure:
    content = b"ID3\x04" + (name * size).encode()[:size]
    path = folder / f"{digest_of(content)[:16]}.mp3"
    path.write_bytes(content)
    return Enclosure(path, "audio/mpeg", len(content), Ms(11_000), digest_of(content))


def broad(
    folder: Path, episode: PublishedEpisode, number: int, said: str = "", count: int = STORIES
) -> PublishedEpisode:
    """A programme with stories, each with a sound of its own; said: what makes it another one."""
    stories = tuple(
        Segment(
            f"story-{rank}",
            Both(f"រឿង {number}.{rank}{said}", f"Story {number}.{rank}{said}"),
            Ms(rank * 12_000),
            Ms(11_000),
            "story",
            communities=(
                Community(
                    f"c-{(number + rank) % 4}",
                    Both(f"សហគមន៍ {(number + rank) % 4}", f"Community {(number + rank) % 4}"),
                    listed=(number + rank) % 4 != 0,
                ),
            ),
            theme=THEMES[(number + rank) % 4],
            province=PROVINCES[(number * 2 + rank) % 3],
            enclosure=sound(folder, f"{number}.{rank}{said}"),
        )
        for rank in range(count)
    )
    small = replace(sound(folder, f"small {number}{said}"), name="small", ms=Ms(120_000))
    return replace(
        episode,
        slug=f"programme-{number:02}",
        guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
        segments=stories,
        chapters=(),
        enclosure=replace(sound(folder, f"whole {number}{said}"), ms=Ms(120_000)),
        alternates=(small,),
        title=Both(f"ភាគ {number}{said}", f"Part {number}{said}"),
    )


def seen(root: Path) -> dict[str, bytes]:
    """What the world may see, without what depends on what was there before."""
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found if path.name != addresses.GONE}


@pytest.fixture
def programmes(episode: Make, tmp_path: Path) -> Callable[..., PublishedEpisode]:
    (tmp_path / "sounds").mkdir()

    def make(number: int, said: str = "", count: int = STORIES) -> PublishedEpisode:
        return broad(tmp_path / "sounds", replace(episode(number), number=abs(number) + 1), number, said, count)

    return make


EDITS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["new", "old", "edit", "sound", "remove", "move", "rename", "notice"]),
            st.integers(0, SOME - 1),
        ),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=3,
)


def edited(
    shown: dict[int, PublishedEpisode], kind: str, number: int, make: Callable[..., PublishedEpisode]
) -> dict[int, PublishedEpisode]:
    """The archive after one change."""
    match kind:
        case "new":
            return {**shown, SOME + number: make(SOME + number)}
        case "old":
            late = make(100 + number)
            return {
                **shown,
                -number: replace(late, published_at=make(number).published_at - timedelta(days=1, hours=3)),
            }
        case "remove":
            return {key: one for key, one in shown.items() if key != number}
    if number not in shown:
        return {**shown, number: make(number)}
    one = shown[number]
    match kind:
        case "edit":
            one = replace(one, description=Both("កែរួច", f"Corrected {number}"))
        case "sound":
            one = make(number, " mended")
        case "move":
            one = replace(one, published_at=one.published_at + timedelta(days=40))
        case "notice":
            one = replace(one, notices=(Notice(Both("កំហុស", "An error")),))
        case "rename":
            named = Province("02", Both("បាត់ដំបងថ្មី", "New Battambang"))
            one = replace(one, segments=tuple(replace(each, province=named) for each in one.segments))
    return {**shown, number: one}


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=EDITS)
def test_law_an_archive_made_bit_by_bit_is_the_one_made_at_once(
    show: Channel,
    programmes: Callable[..., PublishedEpisode],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    edits: list[list[tuple[str, int]]],
) -> None:
    base, folder = tmp_path / "base", tmp_path_factory.mktemp("law")
    shown = {number: programmes(number) for number in range(SOME)}
    if not base.exists():
        publish(show, shown.values(), base)
    root = folder / "feeds"
    shutil.copytree(base, root)
    for step in edits:
        for kind, number in step:
            shown = edited(shown, kind, number, programmes)
        publish(show, shown.values(), root)
    publish(show, reversed(shown.values()), folder / "fresh")
    ours, fresh = seen(root), seen(folder / "fresh")
    assert sorted(ours) == sorted(fresh)
    assert {path for path in ours if ours[path] != fresh[path]} == set()
    assert faults(root) == ()
    shutil.rmtree(folder)


def followed(root: Path, path: str) -> Iterator[etree._Element]:
    """A feed and its older pages, as a client follows them."""
    seen_paths: set[str] = set()
    while path:
        assert path not in seen_paths
        seen_paths.add(path)
        assert own_faults((root / path).read_bytes(), path) == ()
        feed = etree.parse(root / path).getroot()[0]
        yield feed
        links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", NAMES)}
        assert links.get("next") == links.get("prev-archive")
        path = urlsplit(links.get("next", "")).path.removeprefix("/")


def test_every_feed_leads_to_all_that_it_ever_held(
    show: Channel, programmes: Callable[..., PublishedEpisode], tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    made = tuple(programmes(number, count=number % 4 * 3) for number in range(52))
    publish(show, made, root)
    opml = etree.parse(root / addresses.OPML)
    paths = [urlsplit(each.get("xmlUrl")).path.removeprefix("/") for each in opml.iter("outline")]
    assert paths == [
        "feed.xml",
        "feeds/data-small.xml",
        "feeds/stories.xml",
        "feeds/theme-fisheries.xml",
        "feeds/theme-labour.xml",
        "feeds/theme-land.xml",
        "feeds/province-02.xml",
        "feeds/province-12.xml",
    ]
    guids, counts = set(), []
    for path in paths:
        pages = list(followed(root, path))
        head, *older = pages
        assert len(head.findall("item")) == min(HEAD, sum(len(page.findall("item")) for page in pages))
        assert [page.find("fh:archive", NAMES) is not None for page in pages] == [False, *[True] * len(older)]
        assert head.find("podcast:guid", NAMES).text not in guids
        guids.add(head.find("podcast:guid", NAMES).text)
        found = {item.findtext("guid") for page in pages for item in page.findall("item")}
        counts.append(len(found))
        dates = [item.findtext("pubDate") for item in head.findall("item")]
        assert dates[0] == head.findtext("lastBuildDate")
        for page in older:
            links = {link.get("rel"): link.get("href") for link in page.findall("atom:link", NAMES)}
            assert links["current"] == f"https://radio.example.org/{path}"
    told = [segment for one in made for segment in one.stories]
    assert counts[0] == counts[1] == len(made) and counts[2] == len(told)
    assert counts[3:] == [
        *(sum(each.theme == theme for each in told) for theme in ("fisheries", "labour", "land")),
        *(sum(each.province is not None and each.province.code == code for each in told) for code in ("02", "12")),
    ]


def test_a_low_data_feed_has_the_same_entries_with_guids_and_sounds_of_their_own(
    show: Channel, programmes: Callable[..., PublishedEpisode], tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    made = tuple(programmes(number) for number in range(3))
    publish(show, made, root)
    main = etree.parse(root / "feed.xml").getroot()[0].findall("item")
    low = etree.parse(root / "feeds" / "data-small.xml").getroot()[0].findall("item")
    assert [item.findtext("title") for item in main] == [item.findtext("title") for item in low]
    assert not {item.findtext("guid") for item in main} & {item.findtext("guid") for item in low}
    for item, one in zip(low, made[::-1], strict=True):
        (small,) = one.alternates
        assert item.find("enclosure").get("url").endswith(addresses.media(small))
        assert item.find("enclosure").get("length") == str(small.bytes)
        default = [each for each in item.findall("podcast:alternateEnclosure", NAMES) if each.get("default")]
        assert [each.get("length") for each in default] == [str(small.bytes)]


def test_one_more_episode_writes_as_much_whatever_is_there(
    show: Channel, programmes: Callable[..., PublishedEpisode], tmp_path: Path
) -> None:
    written = []
    for size in (18, 36):
        root = tmp_path / str(size)
        older = tuple(programmes(number) for number in range(60 - size, 60))
        publish(show, older, root)
        done = publish(show, (*older, programmes(60)), root)
        assert done.read == ("programme-60",)
        written.append({str(path.relative_to(root)) for path in done.written})
    assert written[0] == written[1]
    assert len({path for path in written[0] if not path.startswith("search/")}) < 90
    years = {path.split("/")[1] for path in written[0] if path.startswith("search/")} - {"index.json"}
    assert len(years) == 1, "words are kept a year each"


def test_a_correction_of_old_touches_its_page_and_its_frozen_page(
    show: Channel, programmes: Callable[..., PublishedEpisode], tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    made = [programmes(number, count=0) for number in range(56)]
    publish(show, made, root)
    made[2] = replace(made[2], description=Both("កែរួច", "Corrected"))
    done = publish(show, made, root)
    month = f"{made[2].published_at:%Y-%m}"
    written = {str(path.relative_to(root)) for path in done.written}
    assert {path.split("/")[1] for path in written if path.startswith("search/")} == {"2012"}
    assert {path for path in written if "search/" not in path} - {"archive/2012.html", "en/archive/2012.html"} == {
        "episodes/programme-02.html",
        "en/episodes/programme-02.html",
        f"archive/{month}.xml",
        f"feeds/data-small/{month}.xml",
    }


def test_an_episode_whose_stamp_stays_is_not_read(show: Channel, episode: Make, tmp_path: Path) -> None:
    def never() -> PublishedEpisode:
        raise AssertionError("read again")

    root = tmp_path / "feeds"
    one, two = episode(1), episode(2)
    offered = [Offered(each.slug, "1", lambda each=each: each) for each in (one, two)]
    assert publish(show, offered, root).read == (one.slug, two.slug)
    before = seen(root)
    silent = [Offered(each.slug, "1", never) for each in (one, two)]
    assert publish(show, silent, root).read == ()
    again = [silent[0], Offered(two.slug, "2", lambda: two)]
    done = publish(show, again, root)
    assert (done.read, done.written) == ((two.slug,), ())
    assert seen(root) == before


def test_what_is_gone_is_listed_until_it_comes_back(show: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    one, two = episode(1), episode(2)
    publish(show, (one, two), root)
    assert not (root / addresses.GONE).exists()
    (root / addresses.GONE).write_text('["elsewhere.mp3"]')
    publish(show, (two,), root)
    listed = json.loads((root / addresses.GONE).read_text())
    assert addresses.media(one.enclosure) in listed
    assert {f"episodes/{one.slug}.html", f"en/episodes/{one.slug}/fish-return.html"} < set(listed)
    assert "elsewhere.mp3" in listed and not set(listed) & set(published(root))
    publish(show, (replace(two, enclosure=episode(9).enclosure), one), root)
    listed = json.loads((root / addresses.GONE).read_text())
    assert listed == sorted(["elsewhere.mp3", addresses.media(two.enclosure)])


def test_a_broken_list_of_what_is_gone_refuses_before_anything_is_written(
    show: Channel, episode: Make, tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    publish(show, (episode(1),), root)
    (root / addresses.GONE).write_text("[1")
    before = seen(root)
    with pytest.raises(PublishRefused) as refused:
        publish(show, (), root)
    assert [each.code for each in refused.value.faults] == ["publishing.manifest-bad"]
    assert seen(root) == before


def test_a_publication_from_before_the_index_is_taken_over(show: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(show, (episode(1), episode(2)), root)
    rows = {**published(root), "episodes/old.html": digest_of(b"old"), "assets/style-old.css": digest_of(b"old")}
    (root / "episodes" / "old.html").write_bytes(b"old")
    (root / "assets" / "style-old.css").write_bytes(b"old")
    (root / addresses.INDEX).unlink()
    (root / addresses.MANIFEST).write_text(json.dumps({"version": 1, "files": rows}))
    done = publish(show, (episode(2),), root)
    publish(show, (episode(2),), tmp_path / "fresh")
    assert seen(root) == seen(tmp_path / "fresh")
    assert root / "episodes" / "old.html" in done.removed
    assert not (root / addresses.MANIFEST).exists()
    assert "episodes/old.html" in json.loads((root / addresses.GONE).read_text())
    assert faults(root) == ()


def test_an_index_that_is_none_is_refused_and_can_be_made_again(show: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(show, (episode(1),), root)
    before = seen(root)
    (root / addresses.INDEX).write_bytes(b"no index at all, but long enough to be looked at as one" * 100)
    with pytest.raises(PublishRefused) as refused:
        publish(show, (episode(1),), root)
    assert [each.code for each in refused.value.faults] == ["publishing.manifest-bad"]
    (root / addresses.INDEX).unlink()
    assert publish(show, (episode(1),), root).written == ()
    assert seen(root) == before and faults(root) == ()


def test_two_episodes_with_one_name_or_one_guid_are_refused(show: Channel, episode: Make, tmp_path: Path) -> None:
    root = tmp_path / "feeds"
    publish(show, (episode(1),), root)
    before = seen(root)
    with pytest.raises(PublishRefused) as refused:
        publish(show, (episode(1), episode(2), replace(episode(3), guid=episode(1).guid), episode(2)), root)
    assert [(each.code, each.values["field"]) for each in refused.value.faults] == [
        ("publishing.name-repeated", "slug"),
        ("publishing.name-repeated", "guid"),
    ]
    assert seen(root) == before


def test_the_show_that_moved_says_so_in_every_feed_and_keeps_its_names(
    show: Channel, programmes: Callable[..., PublishedEpisode], tmp_path: Path
) -> None:
    made = tuple(programmes(number) for number in range(3))
    publish(show, made, tmp_path / "before")
    moved = replace(show, base_url="https://new.example.org/pod/", new_feed_url="https://new.example.org/pod/feed.xml")
    publish(moved, made, tmp_path / "after")
    for path in ("feed.xml", "feeds/stories.xml", "feeds/data-small.xml", "feeds/province-02.xml"):
        before, after = (etree.parse(tmp_path / name / path).getroot()[0] for name in ("before", "after"))
        assert after.findtext("itunes:new-feed-url", None, NAMES) == f"https://new.example.org/pod/{path}"
        assert before.find("itunes:new-feed-url", NAMES) is None
        for tag in ("podcast:guid", "item/guid"):
            assert [one.text for one in before.findall(tag, NAMES)] == [one.text for one in after.findall(tag, NAMES)]
    feed = etree.parse(tmp_path / "after" / "feed.xml").getroot()[0]
    assert feed.find("podcast:updateFrequency", NAMES).get("rrule") == "FREQ=WEEKLY"
    assert [one.get("href") for one in feed.findall("atom:link[@rel='hub']", NAMES)] == ["https://hub.example.org/"]


def test_the_digest_of_a_value_is_that_of_all_that_is_published_of_it(episode: Make, tmp_path: Path) -> None:
    one = episode(1)
    assert value_digest(one) == value_digest(replace(one, enclosure=replace(one.enclosure, path=tmp_path)))
    assert value_digest(one) != value_digest(replace(one, title=Both("ក", "a")))
    assert value_digest(one) != value_digest(replace(one, segments=one.segments[:1]))
