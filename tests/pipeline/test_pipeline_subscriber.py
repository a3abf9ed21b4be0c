"""Somebody who subscribed to every feed of a station sees nothing twice: after an edit, a withdrawal and a move."""

from __future__ import annotations

import warnings
from contextlib import closing
from dataclasses import replace
from typing import Any

from reader import make_reader

from studio.languages import Language
from studio.pipeline.build import build_episode
from studio.pipeline.opening import Studio
from studio.pipeline.publish import publish_all
from studio.pipeline.takes import add_take
from studio.pipeline.withdrawals.withdraw import withdraw

FIRST, SCALE_KEY = "2012-05-17-voices", "btb-04-20120308-8a4b"
MAIN, NEW = "feed.xml", "https://new.example.org/"


class Subscriber:
    """A reader of every feed in a folder."""

    def __init__(self, studio: Studio) -> None:
        self._folder = studio.workspace.feeds
        self._reader: Any = make_reader(":memory:", feed_root=str(self._folder))
        for path in [self._folder / "feed.xml", *sorted((self._folder / "feeds").glob("*.xml"))]:
            self._reader.add_feed(str(path.relative_to(self._folder)))

    def sees(self) -> dict[str, dict[str, Any]]:
        """Entries by feed and guid, after a poll without an error of every feed that is there still."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            for feed in self._reader.get_feeds():
                if (self._folder / feed.url).is_file():
                    self._reader.update_feed(feed)
        assert [feed.last_exception for feed in self._reader.get_feeds() if feed.last_exception] == []
        found: dict[str, dict[str, Any]] = {}
        for one in self._reader.get_entries():
            found.setdefault(one.feed_url, {})[one.id] = one
        assert sum(map(len, found.values())) == len(list(self._reader.get_entries()))
        return found

    def close(self) -> None:
        self._reader.close()


def test_an_edit_a_withdrawal_and_a_move_show_nothing_twice(built: Studio, kit: Any) -> None:
    assert publish_all(built).slugs == (FIRST,)
    with closing(Subscriber(built)) as subscriber:
        before = subscriber.sees()
        assert len(before) >= 3 and all(before.values())
        ((guid, first),) = before[MAIN].items()

        add_take(built, SCALE_KEY, 1, kit.wav("better.wav", 1.3, seed=5), Language.KM)
        build_episode(built, FIRST)
        assert publish_all(built).result.removed
        edited = subscriber.sees()
        assert {feed: set(one) for feed, one in edited.items()} == {feed: set(one) for feed, one in before.items()}
        assert edited[MAIN][guid].enclosures != first.enclosures

        done = withdraw(built, "S-001", "by telephone")
        assert done.new
        withdrawn = subscriber.sees()
        assert {feed: set(one) for feed, one in withdrawn.items()} == {feed: set(one) for feed, one in before.items()}
        assert withdrawn[MAIN][guid].enclosures != edited[MAIN][guid].enclosures
        assert withdrawn[MAIN][guid].content != edited[MAIN][guid].content

        show = built.settings.show.model_copy(update={"base_url": NEW, "moved_from": built.settings.show.base_url})
        moved = replace(built, settings=built.settings.model_copy(update={"show": show}))
        assert publish_all(moved).faults == ()
        found = subscriber.sees()
        assert {feed: set(one) for feed, one in found.items()} == {feed: set(one) for feed, one in before.items()}
        assert found[MAIN][guid].link.startswith(NEW)
        assert all(sound.href.startswith(NEW) for sound in found[MAIN][guid].enclosures)
