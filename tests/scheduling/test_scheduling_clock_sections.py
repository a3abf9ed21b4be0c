"""Clock files with fixed times, groups and spots: what they become, and every fault in one go."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import SettingsInvalid
from studio.languages import Language
from studio.scheduling.clocks.clock import anchor, parse_clock
from studio.scheduling.values import Anchor
from studio.sentences.say import say
from studio.units import Ms

TITLES = 'title_km = "ក"\ntitle_en = "A"\n'
GOOD = f"""
name = "parted"
{TITLES}
length = "30:00"
gap = "0.5 s"
[[group]]
name = "stories"
{TITLES}
shortest = "6:00"
longest = "១៥ នាទី"
[[position]]
name = "opening"
role = "fixed"
script = "opening"
{TITLES}
[[position]]
name = "first"
role = "choose"
group = "stories"
count_min = 2
count_max = 4
shortest = "20 s"
longest = "5:00"
{TITLES}
[[position]]
name = "music"
role = "flexible"
sound = "music-1"
shortest = "15 s"
longest = "4:30"
{TITLES}
[[position]]
name = "news"
role = "fixed"
sound = "news"
length = "3:00"
at = "*:30"
{TITLES}
[[position]]
name = "second"
role = "choose"
group = "stories"
count_min = 0
count_max = 4
shortest = "20 s"
longest = "5:00"
{TITLES}
[[position]]
name = "spots"
role = "repeat"
sound = "spot"
length = "30 s"
count_min = 0
count_max = 4
{TITLES}
[[position]]
name = "music-second"
role = "flexible"
sound = "music-1"
shortest = "15 s"
longest = "4:30"
{TITLES}
[[position]]
name = "closing"
role = "fixed"
script = "closing"
at = "-១:៣០"
{TITLES}
[[position]]
name = "music-closing"
role = "flexible"
sound = "music-2"
shortest = "5 s"
longest = "1:20"
{TITLES}
"""


def codes(text: str) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as refused:
        parse_clock(text, "parted.toml")
    for fault in refused.value.faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "{" not in what + mend
    return {fault.where: fault.code.removeprefix("scheduling.") for fault in refused.value.faults}


def test_a_good_clock_is_read_whole() -> None:
    clock = parse_clock(GOOD, "parted.toml")
    assert [(p.name, p.anchor) for p in clock.positions if p.anchor] == [
        ("news", Anchor("wall", Ms(1_800_000))),
        ("closing", Anchor("end", Ms(90_000))),
    ]
    assert [(group.name, group.shortest, group.longest) for group in clock.groups] == [("stories", 360_000, 900_000)]
    assert [p.name for p in clock.positions if p.group == "stories"] == ["first", "second"]
    spots = clock.position("spots")
    assert (spots.role, spots.kind, spots.source, spots.shortest, spots.longest) == (
        "repeat",
        "sound",
        "spot",
        30_000,
        30_000,
    )
    assert (spots.count_min, spots.count_max, spots.after) == (0, 4, 500)


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ('at = "*:30"', 'at = "*:60"', "position 4 (news), at", "clock-not-anchor"),
        ('at = "*:30"', "at = 30", "position 4 (news), at", "clock-not-anchor"),
        ('at = "*:30"', 'at = "half past"', "position 4 (news), at", "clock-not-anchor"),
        ('at = "*:30"', 'at = "29:00"', "position 8 (closing), at", "anchor-order"),
        ('at = "*:30"', 'at = "-31:00"', "position 4 (news), at", "anchor-order"),
        ('at = "-១:៣០"', 'at = "0:00"', "position 8 (closing), at", "anchor-order"),
        ('script = "opening"', 'script = "opening"\nat = "0:10"', "position 1 (opening), at", "anchor-first"),
        ("count_min = 0\ncount_max = 4\nshortest", 'at = "20:00"\ncount_min = 0\ncount_max = 4\nshortest',
         "position 5 (second), at", "clock-anchor-open"),
        ('group = "stories"\ncount_min = 0', 'group = "songs"\ncount_min = 0', "position 5 (second), group",
         "clock-group-unknown"),
        ('longest = "១៥ នាទី"', 'longest = "5:00"', "group 1 (stories), shortest", "clock-shortest"),
        ('longest = "១៥ នាទី"', 'length = "15:00"', "group 1 (stories), length", "clock-unknown-key"),
        ('shortest = "6:00"\nlongest = "១៥ នាទី"', 'longest = "30 s"', "group 1 (stories)", "clock-group-too-much"),
        ('shortest = "6:00"\nlongest = "១៥ នាទី"', 'shortest = "50:00"\nlongest = "55:00"', "group 1 (stories)",
         "clock-group-too-little"),
        ('group = "stories"\n', "", "group 1 (stories)", "clock-group-empty"),
        ("[[group]]", "[group]", "group", "clock-group-table"),
        ('sound = "music-2"', 'sound = "music-2"\ngroup = "stories"', "position 9 (music-closing), group",
         "clock-unknown-key"),
        ('length = "30 s"\ncount_min = 0\ncount_max = 4', 'length = "30 s"\ncount_min = 0\ncount_max = 13',
         "position 6 (spots), count_max", "clock-spots"),
        ('length = "30 s"\ncount_min = 0\ncount_max = 4', "count_min = 0\ncount_max = 4",
         "position 6 (spots), length", "clock-key-missing"),
        ('length = "30 s"\ncount_min = 0', 'length = "30 s"\ncount_min = 5', "position 6 (spots), count_min",
         "clock-count"),
        ('longest = "1:20"', 'longest = "20 s"\nshortest = "20 s"', "", "clock-not-toml"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(old: str, new: str, where: str, code: str) -> None:
    assert old in GOOD
    assert codes(GOOD.replace(old, new))[f"parted.toml, {where}".rstrip(", ")] == code


def test_faults_are_told_for_each_section() -> None:
    plain = GOOD.replace('at = "*:30"', 'at = "10:00"')
    assert codes(
        plain.replace('longest = "1:20"', 'longest = "40 s"').replace('"closing"\nat', '"c"\nlength = "20 s"\nat')
    ) == {"parted.toml, closing": "clock-section-too-little"}
    assert codes(
        plain.replace('shortest = "5 s"', 'shortest = "75 s"').replace('"closing"\nat', '"c"\nlength = "20 s"\nat')
    ) == {"parted.toml, closing": "clock-section-too-much"}
    stiff = GOOD.replace('name = "music-second"', 'name = "music-second"\nat = "*:50"')
    assert codes(stiff) == {"parted.toml, news": "clock-section-rigid"}


def test_what_is_exact_needs_nothing_flexible() -> None:
    exact = GOOD.replace('at = "-១:៣០"', 'length = "9.5 s"\nat = "-1:30"').replace('script = "closing"', 'sound = "c"')
    song = 'role = "flexible"\nsound = "music-2"\nshortest = "5 s"\nlongest = "1:20"'
    assert song in exact
    right = exact.replace(song, 'role = "fixed"\nsound = "song"\nlength = "80 s"')
    assert parse_clock(right, "parted.toml").positions[-1].role == "fixed"
    wrong = exact.replace(song, 'role = "fixed"\nsound = "song"\nlength = "79 s"')
    assert codes(wrong) == {"parted.toml, closing": "clock-section-too-little"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15:00", Anchor("start", Ms(900_000))),
        ("១៥ នាទី", Anchor("start", Ms(900_000))),
        ("-1:30", Anchor("end", Ms(90_000))),
        ("-90 s", Anchor("end", Ms(90_000))),
        ("*:30", Anchor("wall", Ms(1_800_000))),
        ("*:០៥", Anchor("wall", Ms(300_000))),
        ("*:59:58", Anchor("wall", Ms(3_598_000))),
        ("*:5", None),
        ("18:30+07:00", None),
        ("--1:30", None),
        ("", None),
        (None, None),
    ],
)
def test_moments_as_editors_write_them(text: object, found: Anchor | None) -> None:
    assert anchor(text) == found


@given(st.text(alphabet="*:-0123456789 ០៥smin", max_size=9))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = anchor(text)
    assert found is None or (0 <= found.ms <= 86_400_000 and (found.base != "wall" or found.ms < 3_600_000))


def test_the_tracked_clocks_show_the_new_keys(cases: Any) -> None:
    text = (cases.folder / "weekly-30.toml").read_text(encoding="utf-8")
    comments = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
    for key in ('at = "*:30"', 'at = "-1:30"', "[[group]]", 'group = "stories"', 'role = "repeat"'):
        assert key in comments, key
