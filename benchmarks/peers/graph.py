"""The filter graph that the ffmpeg scripts share: levels, ducked beds, crossfades, limiter, MP3 with chapters."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.assembly.plan import FADE_MS, Plan, Segment, metadata

HEADROOM = 1.0
"""Decibels that the limiter, which sees samples only, stays below the ceiling: peaks between samples, and encoding."""
MAKEUP = 0.8
"""Decibels that the limiter takes away from this programme, and LAME from any."""
FFMPEG = ["ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-y"]
AT_RATE = "aresample=48000,aformat=sample_fmts=fltp"
BOTH_SIDES = {1: "pan=stereo|c0=c0|c1=c0", 2: "anull"}
"""One channel is heard on two at its level; ffmpeg on its own would lower it by 3 dB."""
MP3 = ["-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "3"]


def side_by_side(commands: Sequence[Sequence[str]], at_once: int) -> list[str]:
    """Run commands, so many at once; what each wrote to its standard error."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(_said, commands))


def _said(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return done.stderr


def assembly(plan: Plan, folder: Path, files: Sequence[Path], bed: Path, gains: Sequence[float]) -> list[str]:
    """The options of one ffmpeg that mixes the episode from files and names its chapters; [out] is the sound.

    gains: decibels a recording, the bed's last. The metadata is written into folder.
    """
    inputs, chains, heard = [], [], []
    for index, (segment, path) in enumerate(zip(plan.segments, files, strict=True)):
        inputs += ["-i", str(path)]
        length = plan.heard_ms(index) / 1000
        level = f"volume={gains[index] + MAKEUP:.3f}dB,{BOTH_SIDES[segment.channels]}"
        chains.append(f"[{index}:a]{AT_RATE},atrim=0:{length},asetpts=PTS-STARTPTS,{level}[v{index}]")
    number = len(files)
    for index, segment in enumerate(plan.segments):
        if segment.kind == "music":
            heard.append(f"[v{index}]")
            continue
        inputs += ["-stream_loop", "-1", "-i", str(bed)]
        length = plan.heard_ms(index) / 1000
        cut = f"{AT_RATE},atrim=0:{length},asetpts=PTS-STARTPTS,asetnsamples=n=480:p=0"
        chains.append(f"[{number}:a]{cut},volume='{ducking(plan, segment, gains[-1])}':eval=frame[b{index}]")
        chains.append(f"[v{index}][b{index}]amix=inputs=2:normalize=0:duration=first[m{index}]")
        heard.append(f"[m{index}]")
        number += 1
    inputs += ["-i", str(_written(folder / "chapters.txt", metadata(plan)))]
    script = _written(folder / "graph.txt", ";\n".join([*chains, joined(plan, heard)]))
    return [*inputs, "-filter_complex_script", str(script), "-map", "[out]", "-map_metadata", str(number)]


def joined(plan: Plan, heard: Sequence[str]) -> str:
    """One crossfade after another, the end, and the limiter."""
    chains = []
    before = heard[0]
    for index, after in enumerate(heard[1:], 1):
        chains.append(f"{before}{after}acrossfade=d={FADE_MS / 1000}:c1=qsin:c2=qsin[x{index}]")
        before = f"[x{index}]"
    end = f"afade=t=out:st={(plan.length_ms - FADE_MS) / 1000}:d={FADE_MS / 1000}:curve=qsin"
    limit = 10 ** ((plan.ceiling - HEADROOM) / 20)
    chains.append(f"{before}{end},alimiter=limit={limit:.4f}:level=0:attack=5:release=50:latency=1[out]")
    return ";\n".join(chains)


def ducking(plan: Plan, segment: Segment, gain: float) -> str:
    """What a bed is multiplied by at t seconds: down before the voice begins, up again after it has ended.

    The deepest of a ramp at every run of speech, in decibels.
    """
    attack, release = plan.attack_ms / 1000, plan.release_ms / 1000
    away = "1"
    for start, end in segment.spoken:
        far = f"max(({start / 1000}-t)/{attack},(t-{end / 1000})/{release})"
        away = f"min({away},max(0,{far}))"
    return f"pow(10,({gain:.3f}+{plan.duck_db}*(1-{away}))/20)"


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
