"""The usual ffmpeg script: loudnorm twice a file, then one mix. python -m benchmarks.peers.loudnorm PLAN TARGET

The first pass measures, the second makes the file louder by what was found, linearly where the peaks allow it; both at
192 kHz inside, as the filter asks. `--at-once 2` takes both cores for the files.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.assembly.plan import Plan, read
from benchmarks.peers.graph import FFMPEG, MP3, assembly, side_by_side

MEASURED = {
    "measured_I": "input_i",
    "measured_TP": "input_tp",
    "measured_LRA": "input_lra",
    "measured_thresh": "input_thresh",
    "offset": "target_offset",
}
"""Options of the second pass, and what the first calls them."""
RANGE = 11


def assemble(plan: Plan, folder: Path, target: Path, at_once: int) -> None:
    """Measure every file, bring every file to its level, then mix and encode."""
    files = [folder / one.file for one in plan.segments] + [folder / plan.bed]
    levels = [plan.lufs] * len(plan.segments) + [plan.bed_lufs]
    asked = [f"loudnorm=I={level}:TP={plan.ceiling}:LRA={RANGE}:dual_mono=true" for level in levels]
    measure = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats"]
    first = [
        [*measure, "-i", str(path), "-vn", "-af", f"{loudnorm}:print_format=json", "-f", "null", "-"]
        for path, loudnorm in zip(files, asked, strict=True)
    ]
    found = [json.loads(said[said.rindex("{") : said.rindex("}") + 1]) for said in side_by_side(first, at_once)]
    with tempfile.TemporaryDirectory() as name:
        made = [Path(name) / f"{index}.wav" for index in range(len(files))]
        second = []
        for path, loudnorm, figures, out in zip(files, asked, found, made, strict=True):
            options = [loudnorm, *(f"{option}={figures[key]}" for option, key in MEASURED.items()), "linear=true"]
            command = [*FFMPEG, "-i", str(path), "-vn", "-af", ":".join(options), "-ar", "48000"]
            second.append([*command, "-c:a", "pcm_s16le", str(out)])
        side_by_side(second, at_once)
        gains = [0.0] * len(files)
        subprocess.run(
            [*FFMPEG, *assembly(plan, Path(name), made[:-1], made[-1], gains), *MP3, str(target)], check=True
        )


if __name__ == "__main__":
    plan_file = Path(sys.argv[1])
    assemble(read(plan_file), plan_file.parent, Path(sys.argv[2]), 2 if sys.argv[3:] == ["--at-once", "2"] else 1)
