"""The child that speaks: `python -m studio.demo.voice.child`, orders as JSON lines in, one JSON line out for each.

espeak-ng is GPL-3 and is loaded in this process alone. Order: {"key", "voice", "text", "pace", "pitch", "range",
"path"}; the sound goes to path as raw 16-bit mono, the answer is {"key", "samples", "rate"}. Every text is spoken by a
fork that has said nothing before, so what was spoken earlier cannot change it. Exit status 3: espeakng-loader is not
installed.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

try:
    import espeakng_loader
except ImportError:
    sys.exit(3)

SYNCHRONOUS = 2
CHARACTERS = 0
UTF8_PHONEMES_ENDPAUSE = 0x1 | 0x100 | 0x1000
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4
LEVEL = 70
"""espeak-ng's volume at which no voice reaches full scale."""

Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def spoken(library: ctypes.CDLL, order: Mapping[str, str | int]) -> tuple[bytes, int]:
    """The sound of one order as 16-bit mono samples, and their rate in hertz."""
    heard = bytearray()

    def hear(samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = Heard(hear)
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    library.espeak_SetSynthCallback(callback)
    if rate <= 0 or library.espeak_SetVoiceByName(str(order["voice"]).encode()) != 0:
        raise SystemExit(4)
    library.espeak_SetParameter(VOLUME, LEVEL, 0)
    for name, number in (("pace", RATE), ("pitch", PITCH), ("range", RANGE)):
        library.espeak_SetParameter(number, int(order[name]), 0)
    text = str(order["text"]).encode()
    if library.espeak_Synth(text, len(text) + 1, 0, CHARACTERS, 0, UTF8_PHONEMES_ENDPAUSE, None, None) != 0:
        raise SystemExit(5)
    return bytes(heard), int(rate)


def speak_alone(library: ctypes.CDLL, order: Mapping[str, str | int]) -> int:
    """Speak one order in a fork of this process; its exit status, 0 when path holds the sound."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    status = 6
    try:
        sound, rate = spoken(library, order)
        Path(str(order["path"])).write_bytes(sound)
        print(json.dumps({"key": order["key"], "samples": len(sound) // 2, "rate": rate}), flush=True)
        status = 0
    finally:
        os._exit(status)


def main() -> int:
    """Speak every order of standard input; 0 when all were spoken."""
    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    for line in sys.stdin:
        status = speak_alone(library, json.loads(line))
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
