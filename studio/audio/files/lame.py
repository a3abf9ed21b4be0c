"""LAME by its own interface, inside the library that lameenc brings: Python's encoder cannot turn the reservoir off.

Source: the interface that lame.h declares (LAME 3.100 and later).
"""

from __future__ import annotations

import ctypes

import lameenc
import numpy as np

from studio.audio.meters.kweight import Sound
from studio.errors import SoundRefused, fault
from studio.units import RATE

QUALITY = 3
"""LAME's own choice for constant bitrate; 2 costs twice the time."""
SPARE = 7200
"""Bytes that LAME wants free beside a quarter more than it is given samples."""
NAMES = (
    "lame_init",
    "lame_init_params",
    "lame_close",
    "lame_set_in_samplerate",
    "lame_set_out_samplerate",
    "lame_set_num_channels",
    "lame_set_brate",
    "lame_set_quality",
    "lame_set_bWriteVbrTag",
    "lame_set_disable_reservoir",
    "lame_get_scale",
    "lame_encode_buffer_ieee_float",
    "lame_encode_flush",
    "get_lame_version",
)


def _library() -> ctypes.CDLL | None:
    library = ctypes.CDLL(lameenc.__file__)
    if not all(hasattr(library, name) for name in NAMES):
        return None
    library.lame_init.restype = ctypes.c_void_p
    library.lame_get_scale.restype = ctypes.c_float
    library.get_lame_version.restype = ctypes.c_char_p
    return library


LIBRARY = _library()


def version() -> str:
    """The encoder and its version: another one may give other bytes."""
    return f"LAME {LIBRARY.get_lame_version().decode()}" if LIBRARY is not None else "none"


class Lame:
    """One stream of constant-bitrate MP3 at 48 kHz, every frame on its own; use it in a `with` statement.

    Raises SoundRefused where the library is not what it should be, or refuses.
    """

    def __init__(self, channels: int, bitrate: int) -> None:
        if LIBRARY is None:
            raise SoundRefused(fault("audio.encoder-failed", reason="lameenc"))
        self._lame = ctypes.c_void_p(LIBRARY.lame_init())
        self._channels = channels
        LIBRARY.lame_set_in_samplerate(self._lame, RATE)
        LIBRARY.lame_set_out_samplerate(self._lame, RATE)
        LIBRARY.lame_set_num_channels(self._lame, channels)
        LIBRARY.lame_set_brate(self._lame, bitrate)
        LIBRARY.lame_set_quality(self._lame, QUALITY)
        LIBRARY.lame_set_bWriteVbrTag(self._lame, 0)
        LIBRARY.lame_set_disable_reservoir(self._lame, 1)
        if LIBRARY.lame_init_params(self._lame) < 0:
            raise SoundRefused(fault("audio.encoder-failed", reason="lame_init_params"))
        self._louder = np.float32(1 / LIBRARY.lame_get_scale(self._lame))

    def __enter__(self) -> Lame:
        return self

    def __exit__(self, *_: object) -> None:
        LIBRARY.lame_close(self._lame)  # type: ignore[union-attr]

    def encode(self, block: Sound) -> bytes:
        """What is ready of a block, float32 (n, channels); LAME keeps some until more comes."""
        sides = [np.ascontiguousarray(side) for side in (block * self._louder).T]
        room = ctypes.create_string_buffer(len(block) * 5 // 4 + SPARE)
        pointers = [side.ctypes.data_as(ctypes.c_void_p) for side in (sides[0], sides[-1])]
        return self._taken(
            LIBRARY.lame_encode_buffer_ieee_float(  # type: ignore[union-attr]
                self._lame, *pointers, len(block), room, len(room)
            ),
            room,
        )

    def flush(self) -> bytes:
        """The rest."""
        room = ctypes.create_string_buffer(SPARE)
        return self._taken(LIBRARY.lame_encode_flush(self._lame, room, len(room)), room)  # type: ignore[union-attr]

    def _taken(self, count: int, room: ctypes.Array[ctypes.c_char]) -> bytes:
        if count < 0:
            raise SoundRefused(fault("audio.encoder-failed", reason=str(count)))
        return room.raw[:count]
