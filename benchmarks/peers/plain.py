"""A plain pydub script, as quick as pydub lets it be: python -m benchmarks.peers.plain PLAN TARGET

Levels by RMS over what is spoken: pydub has no loudness, and a measurement would cost more. Finished pieces are put
one behind another once, instead of appending to an episode that grows. Limiter and chapters by the ffmpeg that pydub
calls to write the MP3.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from pydub import AudioSegment

from benchmarks.assembly.plan import FADE_MS, Plan, Segment, metadata, read

RATE = 48_000
LUFS_OF_RMS = {"speech": 4.1, "music": 2.7}
"""LUFS of two channels above dBFS RMS, about, for material of a kind."""
MAKEUP = 0.8


def loaded(path: Path, lufs: float, kind: str, heard: int) -> Any:
    """The beginning of a recording at its level, 48 kHz, two channels."""
    sound = AudioSegment.from_file(str(path))[:heard].set_sample_width(2)
    return sound.apply_gain(lufs - sound.dBFS - LUFS_OF_RMS[kind]).set_frame_rate(RATE).set_channels(2)


def bedded(voice: Any, bed: Any, plan: Plan, segment: Segment) -> Any:
    """A voice over the bed, which is down while it speaks and comes up in its pauses."""
    pieces: list[Any] = []
    at = 0
    quiet = bed.apply_gain(plan.duck_db)
    for start, end in segment.spoken:
        if start > 0:
            down = start - plan.attack_ms
            pieces += [bed[at:down], bed[down:start].fade(to_gain=plan.duck_db, start=0, duration=plan.attack_ms)]
        pieces.append(quiet[start:end])
        at = min(end + plan.release_ms, len(bed))
        if end < at:
            pieces.append(bed[end:at].fade(from_gain=plan.duck_db, start=0, duration=at - end))
    pieces.append(bed[at:])
    return voice.overlay(together(pieces))


def together(pieces: list[Any]) -> Any:
    """One behind another, copied once."""
    return pieces[0]._spawn(b"".join(piece.raw_data for piece in pieces))


def assemble(plan: Plan, folder: Path, target: Path) -> None:
    """Load, level, lay over the bed, cross-fade, write."""
    loop = loaded(folder / plan.bed, plan.bed_lufs + MAKEUP, "music", plan.bed_ms)
    bed = (loop * ((plan.step_ms + FADE_MS) // plan.bed_ms + 1))[: plan.step_ms + FADE_MS]
    pieces: list[Any] = []
    for index, segment in enumerate(plan.segments):
        sound = loaded(folder / segment.file, plan.lufs + MAKEUP, segment.kind, plan.heard_ms(index))
        if segment.kind == "speech":
            sound = bedded(sound, bed, plan, segment)
        if pieces:
            pieces[-1] = pieces[-1].fade_out(FADE_MS).overlay(sound[:FADE_MS].fade_in(FADE_MS))
            sound = sound[FADE_MS:]
        pieces += [sound[:-FADE_MS], sound[-FADE_MS:]]
    pieces[-1] = pieces[-1].fade_out(FADE_MS)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as chapters:
        chapters.write(metadata(plan))
        chapters.flush()
        limit = f"alimiter=limit={10 ** ((plan.ceiling - 1) / 20):.4f}:level=0:attack=5:release=50:latency=1"
        words = ["-i", chapters.name, "-map", "0:a", "-map_metadata", "1", "-af", limit, "-b:a", "128k"]
        together(pieces).export(str(target), format="mp3", parameters=words)


if __name__ == "__main__":
    plan_file = Path(sys.argv[1])
    assemble(read(plan_file), plan_file.parent, Path(sys.argv[2]))
