"""JSON chapters, the list of feeds, words for dates and sizes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from lxml import etree

from studio.languages import Language
from studio.publishing.chapters import chapters_json
from studio.publishing.opml import Listed, opml_bytes
from studio.publishing.values import Both, Chapter, PublishedEpisode
from studio.publishing.wording import date_text, megabytes_text, minutes_text
from studio.units import Ms


def test_chapters_begin_where_they_were_heard(
    episode: Callable[[int], PublishedEpisode], golden: Callable[[str, bytes], None]
) -> None:
    text = chapters_json(episode(1).chapters, Language.KM, {Ms(10_000): "https://radio.example.org/a.html"})
    golden("chapters.json", text.encode())
    document = json.loads(text)
    assert document["version"] == "1.2.0"
    assert [chapter["startTime"] for chapter in document["chapters"]] == [0, 10, 90]


def test_chapters_come_in_order_and_to_the_millisecond() -> None:
    chapters = (Chapter(Ms(61_234), Both("ពីរ", "two")), Chapter(Ms(0), Both("មួយ", "one")))
    read = json.loads(chapters_json(chapters, Language.EN, {}))["chapters"]
    assert read == [{"startTime": 0.0, "title": "one"}, {"startTime": 61.234, "title": "two"}]


def test_the_list_of_feeds_escapes_its_titles() -> None:
    title = Both("", 'a "b" <c>')
    feed = Listed(title.en, "https://a/feed.xml", "https://a/", "km", "episodes", title, "feed.xml")
    root = etree.fromstring(opml_bytes("ក & ខ", (feed,)))
    assert root.findtext("head/title") == "ក & ខ"
    assert root.find("body/outline").attrib["text"] == 'a "b" <c>'
    assert root.find("body/outline").attrib["xmlUrl"] == "https://a/feed.xml"


def test_dates_and_sizes_are_written_as_readers_write_them() -> None:
    evening = datetime(2012, 5, 14, 20, 0, tzinfo=UTC)  # already the fifteenth in Phnom Penh
    assert date_text(evening, Language.KM) == "ថ្ងៃទី១៥ ខែឧសភា ឆ្នាំ២០១២"
    assert date_text(evening, Language.EN) == "15 May 2012"
    assert (minutes_text(Ms(1_799_000), Language.KM), minutes_text(Ms(5), Language.EN)) == ("៣០", "1")
    assert megabytes_text(14_400_000, Language.EN) == "14.4"
