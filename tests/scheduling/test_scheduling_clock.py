"""Clock files: what they become, and every fault in one go."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import NotFound, SettingsInvalid
from studio.languages import Language
from studio.scheduling.clocks.clock import duration, parse_clock, read_clock, read_clocks
from studio.scheduling.clocks.clock_faults import clock_faults
from studio.scheduling.clocks.clock_keys import CLOCK_KEYS, POSITION_KEYS
from studio.sentences.say import say

GOOD = """
name = "short"
title_km = "ខ្លី"
title_en = "Short"
length = "5:00"
gap = "0.5 s"
[[position]]
name = "opening"
role = "fixed"
script = "opening"
title_km = "បើក"
title_en = "Opening"
[[position]]
name = "music"
role = "flexible"
sound = "music-1"
shortest = "១៥ វិនាទី"
longest = "4:30"
title_km = "តន្ត្រី"
title_en = "Music"
"""


def codes(text: str) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as refused:
        parse_clock(text, "short.toml")
    for fault in refused.value.faults:
        for language in Language:
            what, mend = say(fault, language)
            assert what and mend and "{" not in what + mend
    return {fault.where: fault.code.removeprefix("scheduling.clock-") for fault in refused.value.faults}


def test_a_good_clock_is_read_whole() -> None:
    clock = parse_clock(GOOD, "short.toml")
    assert (clock.length, clock.hard_out, clock.gap) == (300_000, 300_000, 500)
    assert [(p.name, p.role, p.kind, p.source, p.after) for p in clock.positions] == [
        ("opening", "fixed", "script", "opening", 500),
        ("music", "flexible", "music", "music-1", 500),
    ]
    assert (clock.position("music").shortest, clock.position("music").longest) == (15_000, 270_000)
    with pytest.raises(KeyError):
        clock.position("nowhere")


def test_the_tracked_clocks_are_right(cases: Any) -> None:
    clocks = read_clocks(cases.folder)
    assert {name: clock.length for name, clock in clocks.items()} == {"weekly-15": 900_000, "weekly-30": 1_800_000}
    for clock in clocks.values():
        assert clock_faults(clock, clock.name) == ()
        assert clock.positions[0].source == "jingle" and clock.positions[-1].source == "closing"
        music = [p for p in clock.positions if p.role == "flexible"]
        assert {p.source for p in music} == {"music-1", "music-2"}
        assert all((p.shortest, p.longest) == (15_000, 150_000) for p in music)
    stories = [p for p in clocks["weekly-15"].positions if p.role == "choose"]
    assert (sum(p.count_min for p in stories), sum(p.count_max for p in stories)) == (2, 7)
    assert {kind for p in stories for kind in p.kinds} == {"story", "joint_story", "profile"}


def test_every_key_is_explained_in_both_languages(cases: Any) -> None:
    for path in sorted(cases.folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        comments = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
        tree = tomllib.loads(text)
        used = {key for table in tree["position"] for key in table} | (set(tree) - {"position"})
        assert used <= {*CLOCK_KEYS, *(key for keys in POSITION_KEYS.values() for key in keys)}
        assert any("\u1780" <= character <= "\u17b3" for character in comments)
        for key in ("sound", "script", "bed", "kinds", "themes", "count_min", "shortest", "sting", "after", "length"):
            assert key in comments, key


def test_every_fault_is_told_in_one_go() -> None:
    text = GOOD.replace('length = "5:00"', "length = 300").replace('gap = "0.5 s"', 'gpa = "0.5 s"\nhard_out = "soon"')
    text = text.replace('script = "opening"', 'script = "opening"\nsound = "jingle"\nthemes = ["land"]')
    text = text.replace('role = "flexible"', 'role = "elastic"')
    text += '[[position]]\nname = ""\nrole = "choose"\nkinds = "story"\ncount_min = -1\ncount_max = 2.5\n'
    assert codes(text) == {
        "short.toml, length": "not-length",
        "short.toml, hard_out": "not-length",
        "short.toml, gpa": "unknown-key",
        "short.toml, position 1 (opening), sound": "sound-or-script",
        "short.toml, position 1 (opening), themes": "unknown-key",
        "short.toml, position 2 (music), role": "role",
        "short.toml, position 3, name": "not-text",
        "short.toml, position 3, kinds": "not-words",
        "short.toml, position 3, count_min": "not-number",
        "short.toml, position 3, count_max": "not-number",
        "short.toml, position 3, title_km": "key-missing",
        "short.toml, position 3, title_en": "key-missing",
        "short.toml, position 3, shortest": "key-missing",
        "short.toml, position 3, longest": "key-missing",
    }


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ('length = "5:00"', 'length = "0 s"', "short.toml, length", "length-none"),
        ('length = "5:00"', 'length = "5:00"\nhard_out = "5:01"', "short.toml, hard_out", "hard-out"),
        ('length = "5:00"', 'length = "5 s"', "short.toml", "too-much"),
        ('longest = "4:30"', 'longest = "10 s"', "short.toml, position 2 (music), shortest", "shortest"),
        ('longest = "4:30"', 'longest = "4:30"\ncount_min = 2', "short.toml, position 2 (music), count_max",
         "flexible-count"),
        ('longest = "4:30"', 'longest = "4:30"\ncount_min = 0', "short.toml", "open-end"),
        ('name = "music"', 'name = "opening"', "short.toml", "position-twice"),
        ('shortest = "១៥ វិនាទី"', 'shortest = "0 s"', "short.toml, position 2 (music), shortest", "shortest-none"),
        ('script = "opening"', 'sound = "jingle"\nlength = "8 s"', "short.toml", "too-little"),
        ('"ខ្លី"', '"ខ្លី', "short.toml", "not-toml"),
        ("[[position]]", "[[place]]", "short.toml, position", "no-positions"),
    ],
)  # fmt: skip
def test_what_does_not_go_together(old: str, new: str, where: str, code: str) -> None:
    assert codes(GOOD.replace(old, new))[where] == code


def test_a_clock_without_music_cannot_be_exact() -> None:
    text = GOOD[: GOOD.rindex("[[position]]")]
    assert codes(text)["short.toml"] == "nothing-flexible"


def test_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_clock(tmp_path / "gone.toml")
    (tmp_path / "a.toml").write_bytes(b"name = '\xff'")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as refused:
        read_clocks(tmp_path)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("scheduling.clock-not-utf8", "a.toml"),
        ("scheduling.clock-name-twice", "c.toml"),
    ]


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("8 s", 8_000),
        ("2.5 s", 2_500),
        ("1:30", 90_000),
        ("1:02:03.004", 3_723_004),
        ("15 min", 900_000),
        ("៨ វិនាទី", 8_000),
        ("១៥:០០", 900_000),
        ("500ms", 500),
        ("0:00,25", 250),
        ("8", None),
        ("1:75", None),
        ("1:60:00", None),
        ("-8 s", None),
        ("0.5 ms", None),
        ("25 h", None),
        (8, None),
        ("soon", None),
    ],
)
def test_lengths_as_editors_write_them(text: object, ms: int | None) -> None:
    assert duration(text) == ms


@given(st.text(max_size=80))
def test_any_text_is_a_clock_or_a_refusal(text: str) -> None:
    with pytest.raises(SettingsInvalid):
        parse_clock(text, "any.toml")


@given(st.text(max_size=12))
def test_any_text_is_a_length_or_none(text: str) -> None:
    found = duration(text)
    assert found is None or 0 <= found <= 86_400_000
