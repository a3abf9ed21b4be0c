"""Every feed of the worked example, before our own checker and before every rule that it only recommends."""

from __future__ import annotations

import json

import pytest
from walking import Walked, run

pytestmark = [pytest.mark.walk, pytest.mark.timeout(1800)]


def test_no_feed_of_the_demonstration_has_a_fault(walked: Walked) -> None:
    feeds = walked.workspace / "feeds"
    documents = [feeds / "feed.xml", *sorted((feeds / "feeds").rglob("*.xml")), *sorted(feeds.glob("archive/*.xml"))]
    assert len(documents) >= 5
    found = {
        path: json.loads(run(walked.workspace, "check", "feed", str(path), "--strict", "--json")) for path in documents
    }
    wrong = {path.name: row for path, rows in found.items() for row in rows if row["severity"] != "hint"}
    assert wrong == {}
    assert all(row["source"] for rows in found.values() for row in rows)
    programmes = [rows for path, rows in found.items() if path.name == "feed.xml" or path.name.startswith("data-")]
    hints = {row["rule"] for rows in programmes for row in rows}
    assert hints <= {"apple.entry-image", "websub.hub", "podcast.funding-there"}, (
        "what a station may choose to leave out"
    )
