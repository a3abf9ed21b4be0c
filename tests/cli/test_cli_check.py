"""`studio check feed`: exit codes, rows, what a terminal shows; `studio check` as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

GOOD = (Path(__file__).parents[1] / "publishing" / "golden" / "good.xml").read_text("utf-8")


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    """`feed(old, new)`: the good feed in a file, with one thing changed."""

    def make(old: str = "", new: str = "") -> Path:
        path = tmp_path / "feed.xml"
        path.write_text(GOOD.replace(old, new) if old else GOOD, encoding="utf-8")
        return path

    return make


def test_a_good_feed_is_said_to_be_good(run: Any, feed: Any) -> None:
    done = run("check", "feed", feed())
    assert (done.code, done.out, done.err) == (0, "feed.xml: 0 errors, 0 warnings, 0 hints.\n", "")
    done = run("check", "feed", feed(), "--json")
    assert (done.code, done.json) == (0, [])


def test_a_row_says_all_that_is_known(run: Any, feed: Any) -> None:
    done = run("check", "feed", feed('length="24002"', 'length="0"'), "--json")
    assert done.code == 1
    (row,) = done.json
    assert list(row) == ["severity", "code", "rule", "source", "line", "tag", "what", "mend"]
    assert row == {
        "severity": "error",
        "code": "publishing.value-bad",
        "rule": "rss.enclosure-length-form",
        "source": "RSS 2.0, <enclosure>: length",
        "line": GOOD[: GOOD.index('length="24002"')].count("\n") + 1,
        "tag": "enclosure",
        "what": "feed.xml:43: enclosure says “0” (RSS 2.0, <enclosure>: length).",
        "mend": "Allowed here: 12345678",
    }


def test_what_is_only_recommended_counts_when_asked(run: Any, feed: Any) -> None:
    lacking = feed("  <itunes:author>Pool Fishers</itunes:author>\n", "")
    assert run("check", "feed", lacking).code == 0
    assert run("check", "feed", lacking, "--strict").code == 1
    hinted = feed("<podcast:medium>podcast</podcast:medium>", "")
    assert run("check", "feed", hinted, "--strict").code == 0


def test_what_one_rule_finds_often_is_counted(run: Any, feed: Any) -> None:
    one = GOOD[GOOD.index("  <item>") : GOOD.index("</item>") + 8]
    many = "".join(one.replace("pool-2", f"p{n}").replace("/2.mp3", f"/n{n}.mp3") for n in range(9))
    done = run("check", "feed", feed(one, many.replace("<itunes:duration>120<", "<itunes:duration>long<")))
    assert done.code == 1
    assert done.out.count("✗") == 3
    assert "… and 6 more, in lines " in done.out
    assert done.out.endswith("feed.xml: 9 errors, 0 warnings, 0 hints.\n")


def test_khmer_readers_get_khmer(outside: Any, feed: Any) -> None:
    done = outside("check", "feed", feed("<language>km<", "<language>Khmer tongue<"), STUDIO_LANG="km")
    assert done.code == 1
    assert "អ្វីដែលអាចប្រើបាននៅទីនេះ៖ km, en, en-gb" in done.out


@pytest.mark.parametrize("named", ["none.xml", "ftp://example.org/feed.xml", "file:///etc/passwd", "."])
def test_what_can_be_no_feed_is_wrong_usage(run: Any, named: str) -> None:
    done = run("check", "feed", named)
    assert (done.code, done.out) == (2, "")
    assert named in done.err


def test_options_out_of_bounds_are_wrong_usage(run: Any, feed: Any) -> None:
    assert run("check", "feed", feed(), "--seconds", "0").code == 2
    assert run("check", "--json", "feed", feed()).code == 2
    assert run("check", "food").code == 2


def test_a_server_that_is_not_there_is_one_line(run: Any) -> None:
    done = run("check", "feed", "http://127.0.0.1:1/feed.xml", "--json")
    assert done.code == 1
    assert [row["rule"] for row in done.json] == ["fetch.reached"]


def test_the_feed_of_the_workspace_is_checked_where_there_is_one(run: Any, station: Path) -> None:
    assert run("check", "feed").code == 1
    (station / "feeds").mkdir(exist_ok=True)
    (station / "feeds" / "feed.xml").write_text(GOOD, encoding="utf-8")
    assert run("check", "feed").out == "feed.xml: 0 errors, 0 warnings, 0 hints.\n"
