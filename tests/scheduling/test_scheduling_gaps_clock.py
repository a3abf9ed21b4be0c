"""Clock files that say how far gaps stretch."""

from __future__ import annotations

import pytest

from studio.errors import SettingsInvalid
from studio.languages import Language
from studio.scheduling.clocks.clock import parse_clock
from studio.sentences.say import say

SLUG = "2012-04-07-gaps"


CLOCK = """
name = "loose"
title_km = "ធូរ"
title_en = "Loose"
length = "1:00"
gap = "0.5 s"
gap_shortest = "០.៣ វិនាទី"
gap_longest = "1.5 s"
[[position]]
name = "opening"
role = "fixed"
script = "opening"
length = "10 s"
title_km = "បើក"
title_en = "Opening"
[[position]]
name = "stories"
role = "choose"
count_min = 1
count_max = 2
shortest = "1 s"
longest = "40 s"
after = "2 s"
title_km = "រឿង"
title_en = "Stories"
[[position]]
name = "music"
role = "flexible"
sound = "music-1"
shortest = "5 s"
longest = "50 s"
after_longest = "9 s"
title_km = "តន្ត្រី"
title_en = "Music"
[[position]]
name = "closing"
role = "fixed"
script = "closing"
length = "10 s"
title_km = "លា"
title_en = "Closing"
"""


def wrong(text: str) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as refused:
        parse_clock(text, "loose.toml")
    for fault in refused.value.faults:
        assert all("{" not in "".join(say(fault, language)) for language in Language)
    return {fault.where: fault.code.removeprefix("scheduling.clock-") for fault in refused.value.faults}


def test_a_clock_says_how_far_gaps_stretch_and_a_position_of_its_own_says_it_for_itself() -> None:
    clock = parse_clock(CLOCK, "loose.toml")
    assert [(p.name, p.shortest_pause, p.after, p.longest_pause) for p in clock.positions] == [
        ("opening", 300, 500, 1_500),
        ("stories", 2_000, 2_000, 2_000),
        ("music", 300, 500, 9_000),
        ("closing", 300, 500, 1_500),
    ]
    plain = parse_clock(CLOCK.replace("gap_", "# gap_").replace("after_", "# after_"), "loose.toml")
    assert all(p.shortest_pause == p.after == p.longest_pause for p in plain.positions)
    assert all(p.after_shortest is None and p.after_longest is None for p in plain.positions)


def test_a_gap_outside_of_its_bounds_is_told_where_it_is_said() -> None:
    assert wrong(CLOCK.replace('"1.5 s"', '"0.4 s"')) == {"loose.toml, gap": "gap"}
    assert wrong(CLOCK.replace('"9 s"', '"0.2 s"')) == {"loose.toml, position 3 (music), after": "gap"}
    assert wrong(CLOCK.replace('"9 s"', '"nine"')) == {"loose.toml, position 3 (music), after_longest": "not-length"}
    assert wrong(CLOCK.replace("after_longest", "after_longst")) == {
        "loose.toml, position 3 (music), after_longst": "unknown-key"
    }


def test_gaps_count_for_whether_a_clock_can_be_filled_at_all() -> None:
    short = CLOCK.replace("1:00", "6:00").replace("count_max = 2", "count_max = 1")
    assert wrong(short) == {"loose.toml": "too-little"}
    # 360 s - 20 s fixed - 40 s stories - 50 s music - 1.5 s - 2 s
    assert parse_clock(short.replace('"9 s"', '"4:06.5"'), "loose.toml").hard_out == 360_000
    assert wrong(short.replace('"9 s"', '"4:06.499"')) == {"loose.toml": "too-little"}
    stiff = CLOCK.replace('role = "flexible"', 'role = "fixed"').replace('shortest = "5 s"\nlongest = "50 s"', "")
    assert parse_clock(stiff, "loose.toml").position("music").longest_pause == 9_000
    assert wrong(stiff.replace("gap_", "# gap_").replace("after_", "# after_")) == {"loose.toml": "nothing-flexible"}
