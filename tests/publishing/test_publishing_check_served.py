"""What is published from here, on our own server: every rule kept, everything that the feed points at as it says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.pipeline.feed_check import Allowance, check_feed, from_address
from studio.publishing.publish import publish
from studio.publishing.values import Channel, PublishedEpisode
from studio.web.serve import listening, server

ALLOWED = Allowance(60, 10_000_000, 20)
HINTS = {"podcast.updateFrequency-there", "websub.hub", "apple.entry-image", "server.gzip"}
"""What a feed of ours could still have."""


@pytest.fixture
def site(channel: Channel, episodes: tuple[PublishedEpisode, ...], tmp_path: Path) -> Iterator[str]:
    """The address of a published folder behind the server of the house."""
    with listening(port=0) as socket:
        address = f"http://127.0.0.1:{socket.getsockname()[1]}/"
        here = replace(channel, base_url=address, funding_url=f"{address}about.html", license_url=address)
        publish(here, tuple(each for each in episodes if each.utterances), tmp_path / "feeds")
        running = server(tmp_path / "feeds")
        thread = threading.Thread(target=running.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        yield address
        running.should_exit = True
        thread.join()


def test_our_own_feed_on_our_own_server_breaks_no_demand_and_no_recommendation(site: str) -> None:
    verdict = check_feed(from_address(f"{site}feed.xml", ALLOWED), lambda *_: None, ALLOWED)
    assert [each for each in verdict.faults if each.values["severity"] != "hint"] == []
    assert {each.values["rule"] for each in verdict.faults} <= HINTS
    assert verdict.looked_at > 8


def test_a_sound_that_is_gone_is_found(site: str, tmp_path: Path) -> None:
    sorted((tmp_path / "feeds").glob("media/*/*.mp3"))[0].unlink()
    verdict = check_feed(from_address(f"{site}feed.xml", ALLOWED), lambda *_: None, ALLOWED)
    assert "fetch.status" in {each.values["rule"] for each in verdict.faults}
    assert verdict.refuses()
