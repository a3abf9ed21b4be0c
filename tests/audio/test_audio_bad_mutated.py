"""A thousand mutated recordings: none hangs, none crashes the decoder, every decode error is told.

A child for every file would spend 0.25 s on its imports a thousand times over. So a few children decode many files
each, one after the other, by the same function, after the same preparation and under the same limits as the real one:
of time (each file has its own alarm here), memory, disk and open files. A file on which such a child dies is counted
by its signal, and a new child goes on behind it. What this does not show is that a file is judged alike in a fresh
process: every fiftieth is given to the real child as well, and must get the same verdict.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import av.logging
import numpy as np
import pytest
from judging import coded

import studio
from studio.audio.takes.decode import LIMITS, judge
from studio.audio.takes.verdict import Verdict
from studio.sentences.say import TABLE

COUNT = 1000
ALARM = 20
"""Seconds after which a file counts as a hang; the slowest takes a small part of one."""
SAMPLE = 50
CHILD = """
import json, os, signal, sys
from pathlib import Path
from studio.audio.takes.allowed import listen_for_complaints, rehearse
from studio.audio.takes.child import answered, confine, seal
seconds, memory, length, alarm = map(int, sys.argv[1:5])
confine(seconds, memory, length, os.getppid())
listen_for_complaints()
rehearse()
seal(1)
for path in map(Path, sys.argv[5:]):
    signal.alarm(alarm)
    with path.open("rb") as file:
        print(json.dumps(answered(file.fileno(), path.name, None, length)), flush=True)
"""


FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "300000"}
FORMS = {
    "wav": ("wav", "pcm_s16le", "s16"),
    "24.wav": ("wav", "pcm_s24le", "s32"),
    "float.wav": ("wav", "pcm_f32le", "flt"),
    "ima.wav": ("wav", "adpcm_ima_wav", "s16p"),
    "w64": ("w64", "pcm_s16le", "s16"),
    "mp3": ("mp3", "libmp3lame", "fltp"),
    "m4a": ("ipod", "aac", "fltp"),
    "alac.m4a": ("ipod", "alac", "s16p"),
    "fragments.m4a": ("mp4", "aac", "fltp"),
    "aac": ("adts", "aac", "fltp"),
    "opus": ("ogg", "libopus", "flt"),
    "flac": ("flac", "flac", "s16"),
    "ogg": ("ogg", "flac", "s16"),
    "webm": ("webm", "libopus", "flt"),
    "amr": ("amr", "libopencore_amrnb", "s16"),
}


def flips(content, random):
    """Single bits turned over, anywhere."""
    for at in random.integers(0, len(content), random.integers(1, 30)):
        content[at] ^= 1 << random.integers(0, 8)


def noise(content, random):
    """A block of other bytes."""
    at, size = block(content, random)
    content[at : at + size] = random.bytes(len(content[at : at + size]))


def zeros(content, random):
    """A block of zeros."""
    at, size = block(content, random)
    content[at : at + size] = bytes(len(content[at : at + size]))


def cuts(content, random):
    """The end is missing."""
    del content[random.integers(1, len(content)) :]


def gaps(content, random):
    """A piece in the middle is missing."""
    at, size = block(content, random)
    del content[at : at + size]


def repeats(content, random):
    """A piece is there twice."""
    at, size = block(content, random)
    content[at:at] = content[at : at + size]


def header(content, random):
    """Bytes near the beginning are others."""
    for at in random.integers(0, min(len(content), 200), random.integers(1, 8)):
        content[at] = random.integers(0, 256)


def lengths(content, random):
    """A field of four bytes near the beginning, or anywhere, says something extreme."""
    reach = min(len(content) - 4, 600) if random.random() < 0.7 else len(content) - 4
    at = random.integers(0, max(reach, 1))
    extreme = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, int(random.integers(0, 1 << 32)))[random.integers(0, 6)]
    content[at : at + 4] = extreme.to_bytes(4, ("big", "little")[random.integers(0, 2)])


def block(content, random):
    return int(random.integers(0, len(content))), int(random.integers(1, max(len(content) // 8, 2)))


MUTATIONS = (flips, noise, zeros, cuts, gaps, repeats, header, lengths)


@pytest.fixture(scope="module")
def mutated(make, tmp_path_factory):
    """A thousand files, the same ones every time."""
    if "libopencore_amrnb" not in av.codecs_available:
        pytest.skip("this build of PyAV has no AMR encoder: install a PyAV wheel from PyPI")
    folder, sound = tmp_path_factory.mktemp("mutated"), make["babble"](0.8)
    whole = {}
    for form, (container, codec, kind) in FORMS.items():
        options = FRAGMENTED if form == "fragments.m4a" else {}
        path = folder / f"whole.{form}"
        made = (
            make["encode"](path, sound, form)
            if form == "amr"
            else coded(path, sound, container, codec, kind, **options)
        )
        whole[form] = made.read_bytes()
    paths = []
    for number in range(COUNT):
        random = np.random.default_rng([2026, number])
        form, mutate = list(FORMS)[number % len(FORMS)], MUTATIONS[number // len(FORMS) % len(MUTATIONS)]
        content = bytearray(whole[form])
        mutate(content, random)
        paths.append(folder / f"{number:04}-{mutate.__name__}.{form}")
        paths[-1].write_bytes(content)
    return paths


@pytest.fixture(scope="module")
def answers(mutated):
    """What the child says of each, or what it died of."""
    halves = [mutated[0::2], mutated[1::2]]
    with ThreadPoolExecutor(2) as pool:
        return {path: answer for half in pool.map(examined, halves) for path, answer in half.items()}


def examined(paths, program=CHILD, alarm=ALARM):
    found, left = {}, list(paths)
    while left:
        limits = [str(one) for one in (LIMITS.seconds, LIMITS.memory, LIMITS.length, alarm)]
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(studio.__file__).parent.parent),
            "OPENBLAS_NUM_THREADS": "1",
        }
        done = subprocess.run(
            [sys.executable, "-P", "-c", program, *limits, *map(str, left)],
            capture_output=True,
            env=environment,
            check=False,
        )
        lines = done.stdout.decode().splitlines()
        found.update(zip(left, map(json.loads, lines), strict=False))
        if len(lines) < len(left):
            found[left[len(lines)]] = {"died": done.returncode, "why": done.stderr.decode()[-2000:]}
        left = left[len(lines) + 1 :]
    return found


def faults_of(answer):
    if "died" in answer:
        return [{"code": "audio.decoder-crashed"}]
    return answer["faults"] if "faults" in answer else answer["report"]["warnings"]


def test_a_thousand_files_no_hang_and_no_crash(mutated, answers):
    assert len(answers) == COUNT == len(set(mutated))
    assert {path.name: answer for path, answer in answers.items() if "died" in answer} == {}


def test_every_file_has_a_verdict_in_words(answers):
    given = Counter(
        "refused" if "faults" in one else "warned" if faults_of(one) else "usable" for one in answers.values()
    )
    print(dict(given))
    assert given["refused"] > 50
    assert given["warned"] > 200
    assert {fault["code"] for answer in answers.values() for fault in faults_of(answer)} <= set(TABLE)


def test_every_decode_error_is_told(answers):
    """What FFmpeg itself complains of while it decodes the same bytes, by a plain loop without anything of ours."""
    av.logging.set_level(av.logging.ERROR)
    av.logging.set_skip_repeated(False)
    try:
        untold = [path.name for path, answer in answers.items() if not faults_of(answer) and complains(path)]
        told = [path for path, answer in answers.items() if faults_of(answer)][::7]
        heard = sum(map(complains, told))
    finally:
        av.logging.set_level(None)
    assert untold == []
    assert heard > len(told) / 3, "the plain loop is not deaf"


def complains(path):
    form = {"m4a": "mov", "w64": "w64", "opus": "ogg", "webm": "matroska"}.get(path.suffix[1:], path.suffix[1:])
    with av.logging.Capture() as heard:
        try:
            with av.open(str(path), format=form, metadata_errors="ignore", options={"err_detect": "crccheck"}) as file:
                heard.clear()
                for _ in file.decode(file.streams.audio[0]):
                    pass
        except (av.error.FFmpegError, IndexError):
            return True
        return bool(heard)


def test_a_cut_or_a_gap_is_told_where_the_format_lets_it_be_known(answers):
    """A file that lost its end, or a piece, is not taken for a whole one."""
    lost = {path: answer for path, answer in answers.items() if "-cuts" in path.name}
    assert len(lost) > 80
    assert [path.name for path, answer in lost.items() if not faults_of(answer)] == []


def test_the_real_child_gives_the_same_verdicts(mutated, answers):
    paths = mutated[::SAMPLE]
    assert len(paths) == COUNT // SAMPLE
    with ThreadPoolExecutor(2) as pool:
        for path, found in zip(paths, pool.map(judge, paths), strict=True):
            answer = answers[path]
            assert [one.code for one in found.faults] == [one["code"] for one in faults_of(answer)], path.name
            assert (found.verdict == Verdict.REFUSED) == ("faults" in answer)
            if found.report:
                assert found.report.ms == answer["report"]["ms"]


def test_a_crash_and_a_hang_would_be_noticed(mutated, tmp_path):
    """The same children with a file that kills its reader, one that holds it up, and one that it cannot bear."""
    folly = "    if 'segfault' in path.name: os.kill(os.getpid(), signal.SIGSEGV)\n"
    folly += "    while 'endless' in path.name: pass\n    assert 'assert' not in path.name\n"
    paths = [tmp_path / f"{name}.mp3" for name in ("a", "segfault", "b", "endless", "assert", "c")]
    for path in paths:
        path.write_bytes(b"text")
    found = examined(paths, CHILD.replace("    with path", f"{folly}    with path"), alarm=1)
    assert [found[path].get("died", 0) for path in paths] == [0, -signal.SIGSEGV, 0, -signal.SIGALRM, 1, 0]
