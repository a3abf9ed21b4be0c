"""ffmpeg-normalize, then one mix: python -m benchmarks.peers.normalize PLAN TARGET FFMPEG_NORMALIZE

The last word names its program. It brings every recording to the level in two passes of its own, one file after
another; `--at-once 2` runs two of it side by side, half of the files each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.assembly.plan import Plan, read
from benchmarks.peers.graph import FFMPEG, MP3, assembly, side_by_side


def assemble(plan: Plan, folder: Path, target: Path, program: str, at_once: int) -> None:
    """Bring every file to the level of the recordings, then mix and encode; the bed is lowered in the mix."""
    files = [folder / one.file for one in plan.segments] + [folder / plan.bed]
    with tempfile.TemporaryDirectory() as name:
        made = [Path(name) / f"{index}.wav" for index in range(len(files))]
        options = ["--target-level", str(plan.lufs), "--true-peak", str(plan.ceiling), "--dual-mono"]
        options += ["--keep-loudness-range-target", "--sample-rate", "48000", "--audio-codec", "pcm_s16le", "--quiet"]
        commands = []
        for share in range(at_once):
            inputs, outputs = map(str, files[share::at_once]), map(str, made[share::at_once])
            commands.append([program, *inputs, "--output", *outputs, *options])
        side_by_side(commands, at_once)
        gains = [0.0] * len(plan.segments) + [plan.bed_lufs - plan.lufs]
        subprocess.run(
            [*FFMPEG, *assembly(plan, Path(name), made[:-1], made[-1], gains), *MP3, str(target)], check=True
        )


if __name__ == "__main__":
    plan_file = Path(sys.argv[1])
    words = sys.argv[4:]
    assemble(read(plan_file), plan_file.parent, Path(sys.argv[2]), sys.argv[3], 2 if words == ["--at-once", "2"] else 1)
