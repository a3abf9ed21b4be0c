"""What a way of assembling has written: its length, its loudness, its peaks and its chapters, as ffmpeg finds them."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.assembly.plan import Plan

FOUND = {
    "lufs": re.compile(r"Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS"),
    "dbtp": re.compile(r"True peak:\s+Peak:\s+(-?[\d.]+) dBFS"),
}
LONGER_MS = 60
"""Two frames that a decoder adds."""
NEAR_LU = 1.0
"""A script that measures its parts, and not what it has written, is allowed as much."""
CEILING = -1.0


@dataclass(frozen=True, slots=True)
class Written:
    """One finished file. ms: decoded. faults: in words; none where it is what was asked for."""

    ms: int
    lufs: float
    dbtp: float
    chapters: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        told = f"{self.ms / 1000:.2f} s, {self.lufs:.1f} LUFS, {self.dbtp:.1f} dBTP, {self.chapters} chapters"
        return told + "".join(f"; WRONG: {one}" for one in self.faults)


def checked(path: Path, plan: Plan) -> Written:
    """Decode and measure a file, and compare it with its plan."""
    options = ["-v", "error", "-show_chapters", "-show_streams", "-of", "json"]
    probed = json.loads(subprocess.run(["ffprobe", *options, str(path)], capture_output=True, check=True).stdout)
    decode = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-v", "info", "-i", str(path), "-map", "0:a"]
    scan = "ebur128=peak=true:framelog=verbose"
    said = subprocess.run([*decode, "-af", scan, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    lufs, dbtp = (float(found[1]) if (found := one.search(said)) else -120.0 for one in FOUND.values())
    times = re.findall(r"time=(\d+):(\d+):([\d.]+)", said)
    ms = round((int(times[-1][0]) * 3600 + int(times[-1][1]) * 60 + float(times[-1][2])) * 1000)
    starts = [round(float(one["start_time"]) * 1000) for one in probed["chapters"]]
    stream = probed["streams"][0]
    heard = (stream["codec_name"], int(stream["sample_rate"]), stream["channels"], round(int(stream["bit_rate"]), -3))
    wrong = {
        f"it is no MP3 at 48 kHz, stereo, 128 kbit/s, but {heard}": heard != ("mp3", 48_000, 2, 128_000),
        f"{plan.length_ms} ms were wanted": not 0 <= ms + 10 - plan.length_ms <= LONGER_MS,
        f"{plan.lufs} LUFS were wanted": abs(lufs - plan.lufs) > NEAR_LU,
        f"{plan.ceiling} dBTP is the ceiling": dbtp > plan.ceiling,
        "the chapters are not those of the plan": starts != list(plan.starts_ms),
    }
    return Written(ms, lufs, dbtp, len(starts), tuple(fault for fault, holds in wrong.items() if holds))
