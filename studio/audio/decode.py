"""Recordings from outside: looked at and copied in a child process with limits, never in this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import studio
from studio.audio.values import Limits, TakeReport
from studio.errors import Fault, SoundRefused, fault
from studio.store.files import replacing
from studio.units import Dbtp, Lufs, Ms

LIMITS = Limits()
PACKAGE = Path(studio.__file__).resolve().parent.parent


def inspect(path: Path, limits: Limits = LIMITS) -> TakeReport:
    """What a recording is and what is wrong with it.

    Takes wav, mp3, m4a/aac, ogg/opus, flac and amr; told by content, not by name.
    Raises SoundRefused where it cannot be used.
    """
    return _report(_asked("inspect", path, None, limits))


def clean_copy(source: Path, target: Path, limits: Limits = LIMITS) -> TakeReport:
    """Write the working copy of a recording: 48 kHz mono FLAC, 16 or 24 bits, no metadata; and what it is.

    The same recording gives the same bytes. One empty or mirrored side of a stereo recording is left out, a constant
    offset is taken away, and what passes full scale is lowered as a whole.
    Raises SoundRefused where it cannot be used; the target is then as it was.
    """
    with replacing(target) as temporary:
        return _report(_asked("copy", source, temporary, limits))


def _asked(action: str, source: Path, target: Path | None, limits: Limits) -> dict[str, Any]:
    _admit(source, limits)
    command = [sys.executable, "-P", "-m", "studio.audio.child", action, str(source.resolve())]
    command += [str(target.resolve()) if target else "-", str(limits.length), str(limits.seconds), str(limits.memory)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(PACKAGE), "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            [*command, str(os.getpid())],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as reason:
        raise SoundRefused(fault("audio.too-slow", source.name, seconds=limits.seconds)) from reason
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise SoundRefused(fault("audio.too-slow", source.name, seconds=limits.seconds))
    if done.returncode != 0:
        raise SoundRefused(fault("audio.decoder-failed", source.name, code=done.returncode))
    answer: dict[str, Any] = json.loads(done.stdout)
    if "faults" in answer:
        raise SoundRefused(*(_fault(one) for one in answer["faults"]))
    return answer


def _admit(source: Path, limits: Limits) -> None:
    if not source.is_file():
        raise SoundRefused(fault("audio.not-a-file", source.name))
    size = source.stat().st_size
    if size == 0:
        raise SoundRefused(fault("audio.empty", source.name))
    if size > limits.size:
        raise SoundRefused(fault("audio.too-large", source.name, megabytes=limits.size >> 20))


def _report(answer: dict[str, Any]) -> TakeReport:
    found = answer["report"]
    return TakeReport(
        str(found["codec"]),
        int(found["rate"]),
        int(found["channels"]),
        Ms(found["ms"]),
        Lufs(found["lufs"]),
        Dbtp(found["dbtp"]),
        tuple(_fault(one) for one in found["warnings"]),
    )


def _fault(found: dict[str, Any]) -> Fault:
    return fault(found["code"], found["where"], **found["values"])
