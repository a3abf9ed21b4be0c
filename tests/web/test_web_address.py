"""Paths lead to published files or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.web.site.address import Nowhere, Place, place_of


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("", "index.html"),
        ("en/", "en/index.html"),
        ("en", "en"),
        ("feed.xml", "feed.xml"),
        ("episodes/one/transcript.km.vtt", "episodes/one/transcript.km.vtt"),
        ("episodes/gone.json", "episodes/gone.json"),
        ("ភាគ១/", "ភាគ១/index.html"),
    ],
)
def test_a_path_leads_to_its_file(path: str, leads_to: str) -> None:
    place = place_of(path)
    assert isinstance(place, Place)
    assert place.path == leads_to


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../x",
        "en/../../x",
        ".",
        "./feed.xml",
        ".published.json",
        "en/.partial-ab12-index.html",
        "/",
        "//x",
        "a//b",
    ]
    + ["gone.json", "a\x00b", "a\nb", "..\n", "en/.."],
)
def test_hidden_and_climbing_paths_lead_nowhere(path: str) -> None:
    assert place_of(path) == Nowhere()


@given(st.text(st.sampled_from("/.a\\%\x00\n "), max_size=12))
def test_law_no_place_is_hidden_empty_or_above(path: str) -> None:
    place = place_of(path)
    if isinstance(place, Place):
        assert place.parts
        assert all(name and not name.startswith(".") and "/" not in name and "\x00" not in name for name in place.parts)
