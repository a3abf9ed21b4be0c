"""FLAC files without any metadata: the same samples give the same bytes."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import av
import numpy as np

from studio.audio.kweight import Sound
from studio.units import RATE

LAYOUTS = {1: "mono", 2: "stereo"}


class FlacWriter:
    """Writes blocks as 48 kHz FLAC; use it in a `with` statement.

    bits: 16 or 24. Samples are rounded to the nearest and held at full scale.
    """

    def __init__(self, path: Path, channels: int, bits: int = 24) -> None:
        self._layout = LAYOUTS[channels]
        self._deep = bits == 24
        self._file = av.open(str(path), "w", format="flac", options={"fflags": "+bitexact"})
        self._stream = self._file.add_stream("flac", rate=RATE, layout=self._layout)
        self._stream.codec_context.format = av.AudioFormat("s32" if self._deep else "s16")
        self._stream.codec_context.options = {"flags": "+bitexact", "compression_level": "5"}
        self._at = 0

    def __enter__(self) -> FlacWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._file.mux(self._stream.encode(None))
        self._file.close()

    def write(self, block: Sound) -> None:
        """Take more of the sound: float32 (n, channels)."""
        if not len(block):
            return
        whole = integers(block, 24 if self._deep else 16)
        shaped = (whole << 8) if self._deep else whole.astype(np.int16)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(shaped).reshape(1, -1), format="s32" if self._deep else "s16", layout=self._layout
        )
        frame.sample_rate = RATE
        frame.pts = self._at
        self._at += len(block)
        self._file.mux(self._stream.encode(frame))


def integers(block: Sound, bits: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """Samples as signed integers of that many bits, int32 (n, channels)."""
    scale = 1 << (bits - 1)
    return np.clip(np.rint(block.astype(np.float64) * scale), -scale, scale - 1).astype(np.int32)
