"""A sound as a few bars."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.pictures.bars import FULL, bars
from studio.audio.pictures.curves import GRAIN


def sound(*levels: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """A hundred grains of each level, in stereo."""
    return np.repeat(np.asarray(levels, np.float32), GRAIN * 100)[:, None].repeat(2, axis=1)


def test_bars_follow_the_sound_and_the_loudest_is_full() -> None:
    assert bars([sound(0.1, 0.2, 0.4, 0.0)], 4) == (25, 50, FULL, 0)


def test_silence_and_nothing_have_bars_of_no_height() -> None:
    assert bars([sound(0.0)], 5) == bars([], 5) == (0,) * 5


@settings(max_examples=30)
@given(st.lists(st.integers(1, GRAIN * 3), max_size=12), st.integers(1, 7))
def test_law_bars_do_not_depend_on_how_the_sound_is_cut(cuts: list[int], count: int) -> None:
    whole = sound(0.5, 0.25, 1.0)[: GRAIN * 40 + 17]
    assert bars(np.split(whole, sorted({one for one in np.cumsum(cuts).tolist() if one < len(whole)})), count) == bars(
        [whole], count
    )
