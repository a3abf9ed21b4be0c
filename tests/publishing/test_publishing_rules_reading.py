"""Whatever bytes come in, what comes out is a list of faults, soon, and nothing is fetched or expanded."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.languages import Language
from studio.publishing.rules import reading
from studio.publishing.rules.reading import DEEPEST, read_feed
from studio.publishing.rules.ruling import feed_faults
from studio.sentences.say import say

GOOD = (Path(__file__).parent / "golden" / "good.xml").read_bytes()
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (after, *[after - 1] * 8) for after in range(ord("b"), ord("l"))  # noqa: E501
) + b"]><rss><channel><title>&k;</title></channel></rss>"  # fmt: skip
OUTSIDE = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'
PARAMETER = b'<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><rss><channel/></rss>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title></feed>'
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("document", "rule", "found"),
    [
        (b"", "xml.empty", None),
        (b"  \n\t", "xml.empty", None),
        (LAUGHS, "xml.entities", None),
        (OUTSIDE, "xml.entities", None),
        (PARAMETER, "xml.entities", None),
        (ATOM, "rss.root", "Atom"),
        (RDF, "rss.root", "RSS 1.0"),
        (b"<opml/>", "rss.root", "OPML"),
        (b"<!DOCTYPE html><html><body>404<br></body></html>", "rss.root", "HTML"),
        (b"\xef\xbb\xbf\n<HTML><p>", "rss.root", "HTML"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "rss.root", "JSON"),
        (b"%PDF-1.7", "rss.root", "PDF"),
        (b"ID3\x04\x00", "rss.root", "MP3"),
        (b"<RSS/>", "rss.root", "<RSS>"),
        (b"<rss/>", "rss.channel", None),
        (b"<rss><channel>&nbsp;</channel></rss>", "xml.well-formed", None),
        (b"\x00\x01\x02\xff", "xml.well-formed", None),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "xml.encoding", "klingon"),
        (b'<?xml version="1.0" encoding="punycode"?><rss/>', "xml.encoding", "punycode"),
        (b"\x1f\x8b\x08not gzip", "xml.gzip", None),
        (b"<a>" * (DEEPEST + 1), "rss.root", "<a>"),
        (b"<rss>" + b"<a>" * DEEPEST, "xml.size", None),
        (gzip.compress(b" " * (reading.MOST_BYTES + 1), mtime=0), "xml.size", None),
        (b" " * (reading.MOST_BYTES + 1), "xml.size", None),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_feed_is_told_plainly(document: bytes, rule: str, found: str | None) -> None:
    faults = feed_faults(document, "x")
    assert rule in {each.values["rule"] for each in faults}
    named = next(each for each in faults if each.values["rule"] == rule)
    assert named.values["severity"] == "error"
    assert named.values.get("found") == found
    for language in Language:
        assert all(part and "{" not in part and "–" not in part for part in say(named, language))


def test_a_document_of_too_many_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ELEMENTS", 1000)
    (found,) = feed_faults(b"<rss><channel>" + b"<a/>" * 1000 + b"</channel></rss>", "x")
    assert (found.code, found.values["elements"]) == ("publishing.feed-too-many", 1000)


def test_a_packed_feed_is_read() -> None:
    assert feed_faults(gzip.compress(GOOD), "x") == ()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_read_and_told(codec: str) -> None:
    (found,) = feed_faults(GOOD.decode().replace('encoding="UTF-8"', f'encoding="{codec}"').encode(codec), "x")
    assert found.values["rule"] == "psp.encoding"


def test_letters_of_another_encoding_are_told_with_their_line_and_the_rest_is_read() -> None:
    wrong = GOOD.replace(b"Pool Fishers", "Pêcheurs".encode("latin-1"), 1).replace(b'length="24002"', b'length="0"')
    assert [each.values["rule"] for each in feed_faults(wrong, "x")] == ["xml.bytes", "rss.enclosure-length-form"]
    assert feed_faults(wrong, "x")[0].values["line"] == GOOD[: GOOD.index(b"Pool Fishers")].count(b"\n") + 1


def test_a_document_type_without_entities_does_no_harm() -> None:
    plain = GOOD.replace(b"<rss", b'<!DOCTYPE rss PUBLIC "x" "http://127.0.0.1:9/rss.dtd">\n<rss', 1)
    assert feed_faults(plain, "x") == ()


def test_what_a_terminal_obeys_is_not_shown() -> None:
    sly = GOOD.decode().replace("<language>km", "<language>\u202e\u009b31m km")
    assert all(letter.isprintable() for each in feed_faults(sly.encode(), "x") for letter in "".join(say(each)))


def test_many_episodes_are_judged_like_one() -> None:
    head, rest = GOOD.split(b"  <item>\n", 1)
    one = b"  <item>\n" + rest.split(b"  </item>\n", 1)[0] + b"  </item>\n"
    many = b"".join(one.replace(b"pool-2", b"p-%d" % n).replace(b"/2.mp3", b"/n%d.mp3" % n) for n in range(1000))
    assert feed_faults(head + many + b" </channel></rss>", "x") == ()
    found = feed_faults(head + many.replace(b'length="24002"', b'length="0"') + b" </channel></rss>", "x")
    assert [each.values["rule"] for each in found] == ["rss.enclosure-length-form"] * 1000


@given(st.binary(max_size=2000))
def test_law_any_bytes_give_faults_and_never_an_exception(document: bytes) -> None:
    assert feed_faults(document, "x")


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 60), st.binary(max_size=40))
def test_law_a_good_feed_damaged_anywhere_is_judged(at: int, gone: int, put: bytes) -> None:
    for each in feed_faults(GOOD[:at] + put + GOOD[at + gone :], "x"):
        assert each.values["rule"]
        assert all(part and "{" not in part for part in say(each) if "{" not in str(each.values))


TAGS = ["rss", "channel", "item", "guid", "image"]
PIECES = [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "x", "&", "<enclosure url='http://['/>"]


@given(st.lists(st.sampled_from(PIECES)))
def test_law_any_tags_give_faults(pieces: list[str]) -> None:
    feed, found = read_feed("".join(pieces).encode(), "x")
    assert (feed is None) == bool(found)
    assert feed_faults("".join(pieces).encode(), "x")
