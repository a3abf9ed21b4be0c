"""One episode more at 100, 1,000 and 10,000, and a feed from nothing: python -m benchmarks.publish [--json].

The archives stand as `publish` leaves them: their index whole, their old files on no disk, since nothing reads them.
The same new episode is then published into each, in a process of its own. The peers of the feed from nothing are
feedgen and podgen, which write the same 1,000 entries in one document and check nothing; podgen where it is installed.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from feedgen.feed import FeedGenerator

from benchmarks.peers.figure import Figure
from studio.languages import Language
from studio.publishing import podcasts
from studio.publishing.archive import files, rows
from studio.publishing.archive.changes import SITE, set_recipe
from studio.publishing.archive.digests import recipe_of
from studio.publishing.archive.index import changing, index_of
from studio.publishing.archive.shelf import Shelf
from studio.publishing.cards import month_of
from studio.publishing.cover import cover
from studio.publishing.feed import show_notes
from studio.publishing.plan import feed_document, of_episode, of_scope, of_site
from studio.publishing.publish import Offered, publish
from studio.publishing.rules.ruling import own_faults
from studio.publishing.transcript import Spoken, spread
from studio.publishing.values import Both, Channel, Community, Enclosure, Province, PublishedEpisode, Segment
from studio.units import Ms, digest_of

SIZES = (100, 1_000, 10_000)
ENTRIES = 1_000
TURNS = 5
"""How often each archive gets one episode more, in turn with the others; the cheapest time counts."""
CONSTANT = 1.2
"""What the dearest of the archives may cost over the cheapest one."""
MEMORY_MB = 10.0
WRITTEN, CHECKED = 0.05, 0.04
"""What is kept of an entry is more than its tags: its card for the lists and the words that it is found by. A feed from
nothing may take twenty times as long as a plain one, and twenty-five times checked; it is made so once."""

LAST = datetime(2026, 3, 20, 12, tzinfo=UTC)
PLACE = Province("02", Both("បាត់ដំបង", "Battambang"))
THEMES = ("land", "labour", "fisheries")
SAID = tuple(Spoken("អ្នកនេសាទម្នាក់", "យើងដើរល្បាតពីរដងក្នុងមួយសប្ដាហ៍ ហើយឥឡូវត្រីត្រឡប់មកវិញ។", 5) for _ in range(12))


def show() -> Channel:
    """The show of the benchmark."""
    title = Both("សំឡេងសហគមន៍", "Community Voices")
    return Channel(
        slug="voices",
        title=title,
        description=Both("សហគមន៍និយាយដោយខ្លួនឯង។", "Communities speak for themselves."),
        author="The communities",
        email="radio@example.org",
        base_url="https://radio.example.org/",
        language=Language.KM,
        categories=("News",),
        explicit=False,
        guid="6da98a19-621b-5722-8ab1-cae40d0d2b9a",
        license="CC-BY-NC-4.0",
        license_url="https://creativecommons.org/licenses/by-nc/4.0/",
        owner="Human Rights Network",
        cover=cover(title),
        network=title,
        hotline="1294",
        frequency="FREQ=DAILY",
    )


def sound(folder: Path, name: str, ms: int) -> Enclosure:
    """A sound of a few bytes that are like no other's."""
    content = f"ID3 {name}".encode()
    path = folder / f"{digest_of(content)[:20]}.mp3"
    if not path.exists():
        path.write_bytes(content)
    return Enclosure(path, "audio/mpeg", len(content), Ms(ms), digest_of(content))


def programme(folder: Path, before: int) -> PublishedEpisode:
    """A programme of three stories, that many days before the last one."""
    number = 20_000 - before
    stories = tuple(
        Segment(
            f"story-{rank}",
            Both(f"ត្រីត្រឡប់មកវិញ {number}.{rank}", f"The fish come back {number}.{rank}"),
            Ms(rank * 600_000),
            Ms(580_000),
            "story",
            communities=tuple(
                Community(f"c-{rank + one}", Both("សហគមន៍នេសាទ", "Fishery"), listed=True) for one in (0, 1)
            ),
            utterances=spread(Ms(rank * 600_000), Ms(570_000), SAID),
            theme=THEMES[rank],
            province=PLACE,
            enclosure=sound(folder, f"{number}.{rank}", 580_000),
        )
        for rank in range(3)
    )
    return PublishedEpisode(
        slug=f"programme-{number}",
        number=number,
        season=1,
        guid=f"5f1d1d0e-0000-4000-8000-{number:012}",
        title=Both(f"ត្រីត្រឡប់មកវិញ ភាគ {number}", f"The fish come back, part {number}"),
        description=Both("អ្នកនេសាទនិយាយអំពីអន្លង់ជម្រកត្រី។", "Fishers speak of a fish refuge."),
        published_at=LAST - timedelta(days=before),
        language=Language.KM,
        enclosure=sound(folder, f"{number}", 1_800_000),
        segments=stories,
    )


def seed(root: Path, folder: Path, count: int) -> None:
    """An archive of that many programmes as `publish` leaves it, without the files on disk."""
    root.mkdir()
    channel = show()
    with index_of(root) as index, changing(index):
        set_recipe(index, recipe_of(channel))
        owners: dict[str, list[str]] = {}
        first = programme(folder, 1)
        pattern = rows.row_of(channel, first, "kept", "kept")
        paths = [each.path for each in of_episode(channel, first)]
        for before in range(count, 0, -1):
            row = row_like(pattern, before)
            rows.put(index, row)
            owners[f"{rows.EPISODE}:{row.slug}"] = [path.replace(first.slug, row.slug) for path in paths]
        owners[SITE] = [each.path for each in of_site(channel)]
        shelf = Shelf(index)
        for scope in scopes(index, shelf):
            owners[scope] = [each.path for each in of_scope(shelf, channel, scope)]
        for owner, listed in owners.items():
            files.expect(index, owner, listed)
        index.execute("UPDATE file SET digest = path")
        index.execute("DELETE FROM stale")


def scopes(index: sqlite3.Connection, shelf: Shelf) -> Iterator[str]:
    """Every view of an archive, besides those of its episodes."""
    yield rows.LISTING
    for name, period in index.execute("SELECT name, period FROM period").fetchall():
        if name == "months":
            yield from (f"{rows.MONTH}:{period}", f"{rows.YEAR}:{period[:4]}")
        elif name.startswith("feed:"):
            yield from (name, f"{name}:{period}")
        else:
            yield from (f"{rows.FACET}:{name}", f"{rows.FACET}:{name}:{period}")


def row_like(pattern: rows.Row, before: int) -> rows.Row:
    """The row of another day: the same, with its own names, sounds and moments."""
    day = LAST - timedelta(days=before)
    number = 20_000 - before
    place = f"{day.isoformat(timespec='microseconds')}/{number + 10**9:011}/programme-{number}"
    pairs = list(zip(marks(19_999), marks(number), strict=True))

    def said(text: str) -> str:
        for old, new in pairs:
            text = text.replace(old, new)
        return text.replace((LAST - timedelta(days=1)).isoformat(), day.isoformat())

    return replace(
        pattern,
        slug=said(pattern.slug),
        guid=said(pattern.guid),
        place=place,
        month=month_of(day),
        card=said(pattern.card),
        pieces=tuple((name, said(body.decode()).encode()) for name, body in pattern.pieces),
        posts=tuple((key, place + where[-5:], name, day.isoformat()) for key, where, name, _ in pattern.posts),
        told=tuple((facet, place + where[-5:], story, body) for facet, where, story, body in pattern.told),
    )


def marks(number: int) -> Iterator[str]:
    """What is in the entries of a programme and in no other one: sounds, guids, and its number last."""
    for name in (f"{number}", *(f"{number}.{rank}" for rank in range(3))):
        digest = digest_of(f"ID3 {name}".encode())
        yield f"{digest[:2]}/{digest}"
        yield base64.b64encode(bytes.fromhex(digest)).decode()
    guid = f"5f1d1d0e-0000-4000-8000-{number:012}"
    yield from (podcasts.derived(guid, f"story/story-{rank}") for rank in range(3))
    yield str(number)


def one_more(root: Path, folder: Path, count: int) -> dict[str, float]:
    """Publish one episode more: files and bytes written, seconds of the processor, peak memory in MB."""

    def never() -> PublishedEpisode:
        raise SystemExit("an episode that did not change was read")

    channel, new = show(), programme(folder, 0)
    offered = [Offered(f"programme-{20_000 - before}", "kept", never) for before in range(count, 0, -1)]
    warm = programme(folder, 19_990)
    publish(channel, [warm], folder / f"warm-{count}")
    begun = time.process_time()
    done = publish(channel, [*offered, Offered(new.slug, "new", lambda: new)], root)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "files": len(done.written),
        "kB": sum(path.stat().st_size for path in done.written) / 1000,
        "ms": seconds * 1000,
        "MB": peak,
    }


def growth(folder: Path) -> Iterator[Figure]:
    """What one episode more costs in the largest archive beside the smallest one."""
    runs: dict[int, list[dict[str, float]]] = {count: [] for count in SIZES}
    for count in SIZES:
        seed(folder / f"{count}", folder, count)
    for turn in range(TURNS):
        for count in SIZES:
            root = folder / f"{count}-{turn}"
            shutil.copytree(folder / f"{count}", root)
            command = [sys.executable, "-m", "benchmarks.publish", "--one", str(root), str(folder), str(count)]
            runs[count].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
            shutil.rmtree(root)
    found = {count: {name: min(run[name] for run in each) for name in each[0]} for count, each in runs.items()}
    small, large = found[SIZES[0]], found[SIZES[-1]]
    between = ", ".join(f"{count:,}" for count in SIZES)
    for name, what in (("files", "files written"), ("kB", "kB written"), ("ms", "ms of the processor")):
        shown = " / ".join(f"{found[count][name]:,.0f}" for count in SIZES)
        ratio = max(one[name] for one in found.values()) / min(one[name] for one in found.values())
        title = f"one episode more at {between}: {what} {shown}"
        yield Figure(title, round(large[name]), round(small[name]), round(ratio, 3), CONSTANT, ratio <= CONSTANT)
    more = large["MB"] - small["MB"]
    title = f"one episode more: peak memory in MB at {SIZES[-1]:,} beside {SIZES[0]:,}, the ratio being the difference"
    yield Figure(title, round(large["MB"], 1), round(small["MB"], 1), round(more, 1), MEMORY_MB, more < MEMORY_MB)


def ours(folder: Path, episodes: list[PublishedEpisode]) -> tuple[float, float]:
    """Seconds of the processor for the show's own feed from nothing, head and frozen pages; and for checking it."""
    channel, root = show(), folder / "ours"
    root.mkdir()
    begun = time.process_time()
    written = []
    with index_of(root) as index, changing(index):
        for one in episodes:
            rows.put(index, rows.row_of(channel, replace(one, segments=()), "", ""))
        shelf, podcast = Shelf(index), podcasts.show(channel)
        for month in ("", *shelf.pages("")):
            written.append(feed_document(shelf, channel, podcast, month))
            (root / f"{month or 'feed'}.xml").write_bytes(written[-1])
    seconds = time.process_time() - begun
    begun = time.process_time()
    if any(own_faults(document, "feed") for document in written):
        raise SystemExit("the feed has faults")
    return seconds, time.process_time() - begun


def with_feedgen(folder: Path, episodes: list[PublishedEpisode]) -> float:
    """Seconds of the processor for the same entries in one document, by feedgen as its manual has it."""
    begun = time.process_time()
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.title("Community Voices")
    feed.link(href="https://radio.example.org/")
    feed.description("Communities speak for themselves.")
    for one in episodes:
        entry = feed.add_entry()
        entry.id(one.guid)
        entry.title(one.title.km)
        entry.description(one.description.km)
        entry.content(show_notes(one, Language.KM))
        entry.published(one.published_at)
        entry.enclosure(f"https://radio.example.org/{one.slug}.mp3", str(one.enclosure.bytes), "audio/mpeg")
        entry.podcast.itunes_duration(one.enclosure.ms // 1000)
        entry.podcast.itunes_author("The communities")
    feed.rss_file(str(folder / "feedgen.xml"))
    return time.process_time() - begun


def with_podgen(podgen: Any, folder: Path, episodes: list[PublishedEpisode]) -> float:
    """Seconds of the processor for the same entries in one document, by podgen as its manual has it."""
    begun = time.process_time()
    feed = podgen.Podcast(
        name="Community Voices",
        description="Communities speak for themselves.",
        website="https://radio.example.org/",
        explicit=False,
    )
    for one in episodes:
        address = f"https://radio.example.org/{one.slug}.mp3"
        media = podgen.Media(
            address, one.enclosure.bytes, type="audio/mpeg", duration=timedelta(milliseconds=one.enclosure.ms)
        )
        feed.episodes.append(
            podgen.Episode(
                id=one.guid,
                title=one.title.km,
                summary=one.description.km,
                long_summary=show_notes(one, Language.KM),
                publication_date=one.published_at,
                media=media,
            )
        )
    feed.rss_file(str(folder / "podgen.xml"))
    return time.process_time() - begun


def from_nothing(folder: Path) -> Iterator[Figure]:
    """The feed of ENTRIES episodes made from nothing, beside what others take to write it."""
    episodes = [programme(folder, before) for before in range(ENTRIES)]
    seconds, checking = ours(folder, episodes)
    peers = {"feedgen": with_feedgen(folder, episodes)}
    if importlib.util.find_spec("podgen"):
        peers["podgen"] = with_podgen(importlib.import_module("podgen"), folder, episodes)
    for name, bare in peers.items():
        for what, took, goal in (("written", seconds, WRITTEN), ("and checked", seconds + checking, CHECKED)):
            title = f"a feed of {ENTRIES:,} from nothing, kept in pieces, {what}, in s, beside {name}"
            ratio = bare / took
            yield Figure(title, round(took, 2), round(bare, 2), round(ratio, 3), goal, ratio >= goal)


def figures() -> list[Figure]:
    """The figures of this machine, now."""
    with tempfile.TemporaryDirectory() as name:
        return [*growth(Path(name)), *from_nothing(Path(name))]


def main() -> None:
    """Print the figures as a table, or as JSON."""
    if "--one" in sys.argv:
        root, folder, count = sys.argv[sys.argv.index("--one") + 1 :]
        print(json.dumps(one_more(Path(root), Path(folder), int(count))))
        return
    found = figures()
    if "--json" in sys.argv:
        print(json.dumps([asdict(one) for one in found], indent=1))
        return
    for one in found:
        print(one)
    if not importlib.util.find_spec("podgen"):
        print("podgen is not installed: pip install podgen, to see it beside")


if __name__ == "__main__":
    main()
