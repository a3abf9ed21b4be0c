"""Recordings from outside: looked at and copied in a child process with limits, never in this one."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import studio
from studio.audio.takes.verdict import Judgement, judged, refused
from studio.audio.values import Limits, TakeReport
from studio.errors import SoundRefused, fault, fault_of
from studio.store.files import replacing
from studio.units import Dbtp, Lufs, Ms

LIMITS = Limits()
OTHERS = {stat.S_IFDIR: "audio.folder", stat.S_IFIFO: "audio.pipe"}
PACKAGE = Path(studio.__file__).resolve().parent.parent
ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": str(PACKAGE), "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def judge(path: Path, limits: Limits = LIMITS) -> Judgement:
    """The verdict on a recording: usable, usable with warnings, or refused; never an error."""
    try:
        return judged(path.name, inspect(path, limits))
    except SoundRefused as refusal:
        return refused(path.name, refusal.faults)


def inspect(path: Path, limits: Limits = LIMITS) -> TakeReport:
    """What a recording is and what is wrong with it.

    Takes wav, w64, mp3, m4a/aac, ogg/opus, webm, flac, amr and gsm; told by content, not by name.
    Raises SoundRefused where it cannot be used.
    """
    return read_report(_asked("inspect", path, None, limits)["report"])


def clean_copy(source: Path, target: Path, limits: Limits = LIMITS) -> TakeReport:
    """Write the working copy of a recording: 48 kHz mono FLAC, 16 or 24 bits, no metadata; and what it is.

    The same recording gives the same bytes. One empty or mirrored side of a stereo recording is left out, a constant
    offset is taken away, and what passes full scale is lowered as a whole.
    Raises SoundRefused where it cannot be used; the target is then as it was.
    """
    with replacing(target) as temporary:
        return read_report(_asked("copy", source, temporary, limits)["report"])


def _asked(action: str, source: Path, target: Path | None, limits: Limits) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "studio.audio.takes.child", action, source.name]
    command += [str(target.resolve()) if target else "-", str(limits.length), str(limits.seconds), str(limits.memory)]
    with _admitted(source, limits) as recording:
        try:
            done = subprocess.run(
                [*command, str(os.getpid())],
                stdin=recording,
                capture_output=True,
                env=ENVIRONMENT,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as reason:
            raise SoundRefused(fault("audio.too-slow", source.name, seconds=limits.seconds)) from reason
    return _answer(source.name, done, limits)


def _answer(name: str, done: subprocess.CompletedProcess[bytes], limits: Limits) -> dict[str, Any]:
    if done.returncode == -signal.SIGXCPU:
        raise SoundRefused(fault("audio.too-slow", name, seconds=limits.seconds))
    if done.returncode == -signal.SIGKILL:
        raise SoundRefused(fault("audio.too-much-memory", name))
    if done.returncode < 0:
        raise SoundRefused(fault("audio.decoder-crashed", name, signal=-done.returncode))
    if done.returncode != 0:
        raise SoundRefused(fault("audio.decoder-failed", name, code=done.returncode))
    answer: dict[str, Any] = json.loads(done.stdout)
    if "faults" in answer:
        raise SoundRefused(*(fault_of(one) for one in answer["faults"]))
    return answer


@contextmanager
def _admitted(source: Path, limits: Limits) -> Iterator[int]:
    """The recording, open for reading; what is no file, cannot be read, or is still written is refused."""
    opened = _opened(source)
    try:
        before = os.fstat(opened)
        if before.st_size == 0:
            raise SoundRefused(fault("audio.empty", source.name))
        if before.st_size > limits.size:
            raise SoundRefused(fault("audio.too-large", source.name, megabytes=limits.size >> 20))
        yield opened
        after = os.fstat(opened)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise SoundRefused(fault("audio.still-written", source.name))
        if not _is_there(source, before):
            raise SoundRefused(fault("audio.not-a-file", source.name))
    finally:
        os.close(opened)


def _is_there(source: Path, opened: os.stat_result) -> bool:
    try:
        return os.path.samestat(source.stat(), opened)
    except OSError:
        return False


def _opened(source: Path) -> int:
    """A regular file, opened without waiting for anything; neither a device nor a pipe is opened to find out."""
    try:
        _require_regular(source, source.stat())
        opened = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except PermissionError as reason:
        raise SoundRefused(fault("audio.closed", source.name)) from reason
    except (OSError, ValueError) as reason:
        raise SoundRefused(fault("audio.not-a-file", source.name)) from reason
    try:
        _require_regular(source, os.fstat(opened))
    except SoundRefused:
        os.close(opened)
        raise
    return opened


def _require_regular(source: Path, found: os.stat_result) -> None:
    """Refuse a folder, a pipe, a device and a socket as what they are."""
    if not stat.S_ISREG(found.st_mode):
        code = OTHERS.get(stat.S_IFMT(found.st_mode), "audio.device")
        raise SoundRefused(fault(code, source.name or str(source)))


def read_report(found: Mapping[str, Any]) -> TakeReport:
    """A report from plain values: as the child answers, and as a report is kept."""
    return TakeReport(
        str(found["codec"]),
        int(found["rate"]),
        int(found["channels"]),
        Ms(found["ms"]),
        Lufs(found["lufs"]),
        Dbtp(found["dbtp"]),
        Ms(found["heard_ms"]),
        tuple(map(fault_of, found["warnings"])),
    )
