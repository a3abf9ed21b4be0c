"""A sound as a few bars: how loud it is at moments of equal distance."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studio.audio.pictures.curves import GRAIN

FULL = 100
"""The height of the loudest bar."""
MOMENT = 20
"""Grains that are heard for a bar: 200 ms. A mean of all between two bars would make every speech a flat band."""


def bars(blocks: Iterable[npt.NDArray[np.float32]], count: int) -> tuple[int, ...]:
    """`count` heights, 0 to FULL, from the first sample to the last; all 0 where nothing sounds.

    blocks: the sound, float32 (n, channels), full scale ±1.0; read once, kept as one number each 10 ms.
    """
    powers, rest = [], np.zeros(0, np.float32)
    for block in blocks:
        joined = np.concatenate([rest, block.mean(axis=1)])
        whole = len(joined) // GRAIN * GRAIN
        grains, rest = joined[:whole].reshape(-1, GRAIN), joined[whole:]
        powers.append(np.einsum("ij,ij->i", grains, grains, dtype=np.float64) / GRAIN)
    heard = np.concatenate([np.zeros(0), *powers])
    edges = np.linspace(0, len(heard), count + 1).astype(np.int64)
    heights = np.array([heard[a : min(b, a + MOMENT)].mean() if b > a else 0.0 for a, b in pairwise(edges)]) ** 0.5
    most = heights.max(initial=0.0)
    return tuple(int(each) for each in np.rint(heights / most * FULL)) if most > 0 else (0,) * count
