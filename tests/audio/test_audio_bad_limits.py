"""Limits of time, memory, length and disk, and what becomes of a child that breaks down; the real child throughout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from judging import SECOND, in_words

from studio.audio.takes.child import answered
from studio.audio.takes.decode import LIMITS, clean_copy, judge
from studio.audio.takes.verdict import Verdict
from studio.errors import SoundRefused

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux")


def verdict(path, limits=LIMITS):
    """The verdict of the real child."""
    return in_words(judge(path, limits))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def crc(content, width, polynomial):
    """A remainder of bits, most significant first. Source: RFC 9639, 9.1.8 and 9.3."""
    top, mask, rest = 1 << width - 1, (1 << width) - 1, 0
    for byte in content:
        rest ^= byte << width - 8
        for _ in range(8):
            rest = (rest << 1 ^ polynomial if rest & top else rest << 1) & mask
    return rest.to_bytes(width // 8, "big")


def number_bytes(number):
    """A number as FLAC writes it, like UTF-8. Source: RFC 9639, 9.1.5."""
    if number < 128:
        return bytes([number])
    count = 2 if number < 1 << 11 else 3
    tail = bytes(0x80 | number >> 6 * at & 63 for at in reversed(range(count - 1)))
    return bytes([(0xC0, 0xE0)[count - 2] | number >> 6 * (count - 1)]) + tail


def bomb(path, frames, *, told):
    """A FLAC of stereo silence, 65,535 samples in 20 bytes. told: the samples that its header names."""
    packed = SECOND << 44 | 1 << 41 | 15 << 36 | told
    info = b"\xff\xff\xff\xff" + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    parts = [b"fLaC\x80\0\0\x22" + info]
    for number in range(frames):
        head = b"\xff\xf8\x70\x10" + number_bytes(number) + b"\xff\xfe"
        frame = head + crc(head, 8, 0x07) + bytes(6)
        parts.append(frame + crc(frame, 16, 0x8005))
    path.write_bytes(b"".join(parts))
    return path


FIVE_HOURS = 13_184


@pytest.mark.parametrize("told", [FIVE_HOURS * 65_535, 0, 65_535], ids=["told", "untold", "denied"])
def test_a_flac_that_decodes_for_hours_is_refused_whatever_its_header_says(told, tmp_path):
    """Five hours, 6.9 GB of samples, from a quarter of a megabyte."""
    path = bomb(tmp_path / "bomb.flac", FIVE_HOURS, told=told)
    assert path.stat().st_size < 300_000
    assert verdict(path, replace(LIMITS, length=60_000)) == (Verdict.REFUSED, {"too-long": {"limit": "1:00"}})
    with pytest.raises(SoundRefused):
        clean_copy(path, tmp_path / "copy.flac", replace(LIMITS, length=60_000))
    assert names(tmp_path) == ["bomb.flac"]


def test_a_short_recording_that_says_it_lasts_for_hours_is_used(tmp_path):
    path = bomb(tmp_path / "short.flac", 3, told=FIVE_HOURS * 65_535)
    given, said = verdict(path)
    assert given == Verdict.WARNED
    assert set(said) == {"silent", "truncated"}
    assert said["truncated"]["missing_s"] == pytest.approx(FIVE_HOURS * 65_535 / SECOND - 4.1, abs=0.1)


@linux
def test_memory_does_not_grow_with_the_length_of_a_bomb(tmp_path):
    """The most that a child held resident, for half a minute of a bomb and for three."""
    path = bomb(tmp_path / "bomb.flac", FIVE_HOURS, told=0)
    program = (
        "import os, sys; from pathlib import Path; from studio.audio.takes.child import answered\n"
        "source = os.open(sys.argv[1], os.O_RDONLY); found = answered(source, 'bomb.flac', None, int(sys.argv[2]))\n"
        "most = next(line for line in open('/proc/self/status') if line.startswith('VmHWM:'))\n"
        "print(found['faults'][0]['code'], most.split()[1])"
    )
    held = []
    for length in (30_000, 180_000):
        done = subprocess.run(
            [sys.executable, "-c", program, str(path), str(length)], capture_output=True, text=True, check=True
        )
        code, most = done.stdout.split()
        assert code == "audio.too-long"
        held.append(int(most))
    assert held[1] < held[0] * 1.1
    assert held[1] < 400_000, "kilobytes"


def test_the_length_itself_may_be_used_and_not_a_second_more(tmp_path, sounds):
    for form in ("wav", "mp3"):
        path = sounds["encode"](tmp_path / f"take.{form}", sounds["tone"](3, -20), form)
        assert verdict(path, replace(LIMITS, length=3_060))[0] == Verdict.USABLE
        wanted = (Verdict.REFUSED, {"too-long": {"limit": "0:02"}})
        assert verdict(path, replace(LIMITS, length=2_000)) == wanted


def test_time(tmp_path, sounds):
    path = sounds["write_wav"](tmp_path / "take.wav", sounds["tone"](3, -20))
    assert verdict(path, replace(LIMITS, seconds=0)) == (Verdict.REFUSED, {"too-slow": {"seconds": 0}})


def test_size(tmp_path, sounds):
    path = sounds["write_wav"](tmp_path / "take.wav", sounds["tone"](30, -20))
    assert verdict(path, replace(LIMITS, size=1 << 20)) == (Verdict.REFUSED, {"too-large": {"megabytes": 1}})


@linux
def test_memory(tmp_path):
    """A WAV of 32 channels needs 50 MB for a second; 20 more than it takes to begin are not enough."""
    path = tmp_path / "take.wav"
    path.write_bytes(b"".join(wide(32, 384_000)))
    program = (
        "import os, sys; from resource import RLIMIT_AS, getpagesize\n"
        "from studio.audio.takes.allowed import rehearse\n"
        "from studio.audio.takes.child import answered, limited\n"
        "rehearse(); source = os.open(sys.argv[1], os.O_RDONLY)\n"
        "most = int(open('/proc/self/statm').read().split()[0]) * getpagesize() + (20 << 20)\n"
        "limited(RLIMIT_AS, most, most); found = answered(source, 'take.wav', None, 7_200_000)\n"
        "print([one['code'] for one in found['faults']])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['audio.too-much-memory']"


def test_a_child_that_cannot_even_begin_is_a_verdict(tmp_path, sounds):
    path = sounds["write_wav"](tmp_path / "take.wav", sounds["tone"](1, -20))
    given, said = verdict(path, replace(LIMITS, memory=64 << 20))
    assert given == Verdict.REFUSED
    assert set(said) <= {"decoder-failed", "too-much-memory", "decoder-crashed"}


def wide(channels, rate):
    content = bytes(channels * 2 * rate * 2)
    fields = [1, channels, rate, rate * channels * 2, channels * 2, 16]
    sizes = [2, 2, 4, 4, 2, 2]
    header = b"fmt \x10\0\0\0" + b"".join(one.to_bytes(size, "little") for one, size in zip(fields, sizes, strict=True))
    yield b"RIFF" + (len(header) + len(content) + 12).to_bytes(4, "little") + b"WAVE" + header
    yield b"data" + len(content).to_bytes(4, "little") + content


@linux
def test_a_disk_that_is_full_is_told(tmp_path, sounds):
    path = sounds["write_wav"](tmp_path / "take.wav", sounds["babble"](3))
    with path.open("rb") as file:
        answer = answered(file.fileno(), "take.wav", Path("/dev/full"), LIMITS.length)
    assert [(one["code"], one["values"]) for one in answer["faults"]] == [("audio.copy-failed", {"number": 28})]


TURNS = 5
"""How often a child may be over before it was met: the machine is busy."""


def judged_while(path, act, copy=None):
    """The verdict on a recording whose child is stopped, acted upon, and let go on."""
    for _ in range(TURNS):
        found, running = met(path, copy, act)
        if running:
            return found
    raise AssertionError("no child was met while it decoded")


def met(path, copy, act):
    """What came of one recording, and the children that were met while they decoded it."""
    found, running = [], []

    def look():
        try:
            found.append(judge(path) if copy is None else clean_copy(path, copy))
        except SoundRefused as refusal:
            found.append(refusal)

    worker = threading.Thread(target=look)
    worker.start()
    while worker.is_alive() and not (running := decoders()):
        time.sleep(0.002)
    for child in running:
        os.kill(child, signal.SIGSTOP)
        act(child)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)
    worker.join()
    return found[0], running


def decoders():
    """Decoding children of this process that have set their limits, started by any of its threads."""
    found = []
    for listing in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found += [int(one) for one in listing.read_text().split()]
    return [child for child in found if b"studio.audio.takes.child" in read(child, "cmdline") and sealed(child)]


def sealed(child):
    return limits_of(child).get("Max open files", 1024) < 20


def limits_of(child):
    """The soft limits of a process."""
    lines = read(child, "limits").decode().splitlines()[1:]
    return {line[:26].strip(): int(line[26:].split()[0]) for line in lines if line[26:].split()[0].isdigit()}


def read(child, name):
    with suppress(OSError):
        return Path(f"/proc/{child}/{name}").read_bytes()
    return b""


@pytest.fixture
def minute(tmp_path, sounds):
    """A recording that takes its child a while."""
    return sounds["write_wav"](tmp_path / "take.wav", np.tile(sounds["babble"](4), (15, 1)))


@linux
@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (signal.SIGSEGV, {"decoder-crashed": {"signal": 11}}),
        (signal.SIGABRT, {"decoder-crashed": {"signal": 6}}),
        (signal.SIGXCPU, {"too-slow": {"seconds": 180}}),
        (signal.SIGKILL, {"too-much-memory": {}}),
    ],
)
def test_a_child_that_dies_is_a_verdict_and_leaves_nothing(number, wanted, minute):
    copy = minute.parent / "copy.flac"
    refusal = judged_while(minute, lambda child: os.kill(child, number), copy)
    assert isinstance(refusal, SoundRefused)
    assert {one.code.removeprefix("audio."): dict(one.values) for one in refusal.faults} == wanted
    assert names(minute.parent) == ["take.wav"]


@linux
def test_the_child_runs_under_every_limit_and_holds_one_file(minute):
    seen = []

    def look(child):
        files = sorted(int(one.name) for one in Path(f"/proc/{child}/fd").iterdir())
        seen.append((limits_of(child), files, read(child, "environ").decode(), read(child, "cmdline").decode()))

    assert judged_while(minute, look).verdict == Verdict.USABLE
    ((limits, files, environment, command),) = seen
    assert limits["Max cpu time"] == LIMITS.seconds
    assert limits["Max address space"] == LIMITS.memory
    assert limits["Max core file size"] == 0
    assert limits["Max file size"] == SECOND * 4 * (LIMITS.length // 1000 + 60)
    assert limits["Max open files"] == len(files) == 3, "the recording, and where it says what it found"
    assert "STUDIO" not in environment
    assert str(minute.parent) not in command, "it does not know where the recording lies"


@linux
def test_the_copying_child_may_open_its_target_and_nothing_else(minute):
    seen = []
    copy = minute.parent / "copy.flac"
    report = judged_while(minute, lambda child: seen.append(limits_of(child)["Max open files"]), copy)
    assert report.ms == 60_000
    assert seen == [4]
    assert names(minute.parent) == ["copy.flac", "take.wav"]


def test_a_refused_recording_leaves_the_target_and_nothing_else(tmp_path):
    source, target = tmp_path / "take.mp3", tmp_path / "copy.flac"
    source.write_bytes(b"nothing")
    target.write_bytes(b"before")
    with pytest.raises(SoundRefused):
        clean_copy(source, target)
    assert target.read_bytes() == b"before"
    assert names(tmp_path) == ["copy.flac", "take.mp3"]
