"""An expert's ffmpeg: an ebur128 scan a file, then everything in one graph. python -m benchmarks.peers.single

The scans run two at a time, which takes both cores. The graph itself runs on one: ffmpeg 5 filters and encodes in one
thread. `--piped` gives the encoder a process of its own, and `--wav` writes the finished sound without encoding it.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.assembly.plan import Plan, read
from benchmarks.peers.graph import FFMPEG, MP3, assembly, side_by_side

INTEGRATED = re.compile(r"Summary:.*?I:\s+(-?[\d.]+) LUFS", re.DOTALL)
SCAN = "ebur128=dualmono=1:framelog=verbose"


def loudness(files: Sequence[Path]) -> list[float]:
    """The integrated loudness of files as they sound on two channels, LUFS."""
    scan = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-v", "info"]
    commands = [[*scan, "-i", str(path), "-vn", "-af", SCAN, "-f", "null", "-"] for path in files]
    found = []
    for path, said in zip(files, side_by_side(commands, 2), strict=True):
        summary = INTEGRATED.search(said)
        if not summary:
            sys.exit(f"{path} was not measured\n{said[-2000:]}")
        found.append(float(summary[1]))
    return found


def assemble(plan: Plan, folder: Path, target: Path, way: str) -> None:
    """Scan, then mix and encode."""
    files = [folder / one.file for one in plan.segments]
    bed = folder / plan.bed
    levels = [plan.lufs] * len(files) + [plan.bed_lufs]
    gains = [level - found for level, found in zip(levels, loudness([*files, bed]), strict=True)]
    with tempfile.TemporaryDirectory() as name:
        options = assembly(plan, Path(name), files, bed, gains)
        if way == "--wav":
            subprocess.run([*FFMPEG, *options, "-c:a", "pcm_s16le", str(target)], check=True)
        elif way == "--piped":
            mix = shlex.join([*FFMPEG, *options, "-c:a", "pcm_f32le", "-f", "nut", "-"])
            encode = shlex.join([*FFMPEG[:1], *FFMPEG[2:], "-i", "-", *MP3, str(target)])
            subprocess.run(f"{mix} | {encode}", shell=True, check=True)
        else:
            subprocess.run([*FFMPEG, *options, *MP3, str(target)], check=True)


if __name__ == "__main__":
    plan_file = Path(sys.argv[1])
    assemble(read(plan_file), plan_file.parent, Path(sys.argv[2]), "".join(sys.argv[3:]))
