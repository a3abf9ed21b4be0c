"""Ranges and conditions, decided without a byte read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.publishing.kinds import kind_of
from studio.units import digest_of
from studio.web.site.answer import Answer, Asked, answer
from studio.web.site.ranges import OutOfReach, Span, Whole, span_of

DIGEST = digest_of(b"0123456789")
TAG = f'"{DIGEST}"'
OTHER = f'"{digest_of(b"other")}"'


def decided(method: str = "GET", **fields: str) -> Answer:
    return answer(Asked(method, **fields), 10, DIGEST, kind_of("feed.xml"))


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=2-4", Span(2, 5)),
        ("bytes=2-", Span(2, 10)),
        ("bytes=0-99", Span(0, 10)),
        ("bytes=9-9", Span(9, 10)),
        ("bytes=-3", Span(7, 10)),
        ("bytes=-99", Span(0, 10)),
        ("Bytes= 1-2 ", Span(1, 3)),
        ("bytes=0-" + "9" * 6000, Span(0, 10)),
        ("bytes=-" + "9" * 6000, Span(0, 10)),
        ("bytes=10-", OutOfReach()),
        ("bytes=10-12", OutOfReach()),
        ("bytes=" + "9" * 6000 + "-", OutOfReach()),
        ("bytes=-0", OutOfReach()),
        ("bytes=4-2", Whole()),
        ("bytes=0-1,4-5", Whole()),
        ("bytes=-", Whole()),
        ("bytes=a-b", Whole()),
        ("bytes=១-២", Whole()),
        ("bytes=+1-2", Whole()),
        ("chapters=0-1", Whole()),
        ("0-1", Whole()),
        ("", Whole()),
    ],
)
def test_what_a_range_asks_of_ten_bytes(header: str, span: object) -> None:
    assert span_of(header, 10) == span


def test_an_empty_file_has_no_first_byte_but_may_be_read_whole() -> None:
    assert span_of("bytes=0-", 0) == OutOfReach()
    assert span_of("bytes=-5", 0) == Whole()


@given(st.text(max_size=30), st.integers(0, 2**40))
def test_law_a_span_lies_within_the_file(header: str, size: int) -> None:
    span = span_of("bytes=" + header, size)
    assert not isinstance(span, Span) or 0 <= span.start < span.stop <= size


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"if_none_match": TAG}, 304),
        ({"if_none_match": f"W/{TAG}"}, 304),
        ({"if_none_match": f"{OTHER}, {TAG}"}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": OTHER}, 200),
        ({"if_none_match": DIGEST}, 200),
        ({"if_none_match": TAG, "range": "bytes=0-1"}, 304),
        ({"if_none_match": OTHER, "range": "bytes=0-1"}, 206),
        ({"if_match": TAG}, 200),
        ({"if_match": "*"}, 200),
        ({"if_match": OTHER}, 412),
        ({"if_match": f"W/{TAG}"}, 412),
        ({"range": "bytes=0-1", "if_range": TAG}, 206),
        ({"range": "bytes=0-1", "if_range": OTHER}, 200),
        ({"range": "bytes=0-1", "if_range": f"W/{TAG}"}, 200),
        ({"range": "bytes=0-1", "if_range": "Sun, 22 Nov 2026 16:18:12 GMT"}, 200),
        ({"range": "bytes=99-", "if_range": OTHER}, 200),
        ({"range": "bytes=99-"}, 416),
    ],
)
def test_conditions_come_before_ranges(fields: dict[str, str], status: int) -> None:
    assert decided(**fields).status == status


def test_head_knows_no_ranges_and_no_body() -> None:
    told = decided("HEAD", range="bytes=2-4")
    assert (told.status, told.headers["content-length"], told.start, told.stop) == (200, "10", 0, 0)


@pytest.mark.parametrize("fields", [{"range": "bytes=99-"}, {"if_match": OTHER}])
def test_a_refusal_is_never_kept_in_place_of_the_file(fields: dict[str, str]) -> None:
    refusal = decided(**fields)
    assert refusal.headers["cache-control"] == "no-store"
    assert refusal.headers["content-length"] == "0"


@pytest.mark.parametrize("fields", [{}, {"range": "bytes=0-1"}, {"range": "bytes=99-"}, {"if_none_match": "*"}])
def test_the_tag_is_strong_and_no_other_date_is_told(fields: dict[str, str]) -> None:
    headers = decided(**fields).headers
    assert headers["etag"] == TAG
    assert "last-modified" not in headers
