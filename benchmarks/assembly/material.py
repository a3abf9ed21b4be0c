"""Real recordings in mixed formats, from Debian's prompts and music on hold: made once, the same from the same seed."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, cycle
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from benchmarks.assembly.plan import FADE_MS, SEGMENTS, Kind, Plan, Segment, step_of, write

SPEECH = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
MUSIC = Path("/usr/share/asterisk/moh")
MISSING = "apt-get install ffmpeg asterisk-core-sounds-en-wav asterisk-moh-opsound-wav"
RATE = 8000
"""Hertz of all of Debian's recordings; mono, 16 bits."""
SPARE_MS = 500
"""What a recording has behind the last sample that is heard."""
PAUSE_MS = 3000
"""Between two runs of speech; the bed comes up in it."""
RUN_MS = 40_000
LEAST_MS = 400
"""No prompt shorter than this: single letters and digits stay out."""
BED_MS = 120_000

Samples = npt.NDArray[np.int16]

STEREO = "pan=stereo|c0=c0|c1=c0,adelay=0|11,"
"""Music gets a second side, 11 ms behind."""
MP3_FINE, MP3_PLAIN, MP3_VBR = "-c:a libmp3lame -b:a 192k", "-c:a libmp3lame -b:a 96k", "-c:a libmp3lame -q:a 4"
AAC, AAC_STEREO = "-c:a aac -b:a 64k", "-c:a aac -b:a 128k"
OPUS = "-c:a libopus -b:a 32k"


@dataclass(frozen=True, slots=True)
class Form:
    """How one recording is kept. rate: hertz. options: ffmpeg's, none where another encoder writes it."""

    name: str
    kind: Kind
    channels: int
    rate: int
    options: str


FORMS = (
    Form("opening.wav", "speech", 1, 48_000, "-c:a pcm_s24le"),
    Form("village.mp3", "speech", 1, 44_100, MP3_PLAIN),
    Form("phone.wav", "speech", 1, 8_000, "-c:a pcm_s16le"),
    Form("song.wav", "music", 2, 44_100, "-c:a pcm_s16le"),
    Form("hotline.amr", "speech", 1, 8_000, ""),
    Form("forest.m4a", "speech", 1, 44_100, AAC),
    Form("message.opus", "speech", 1, 48_000, OPUS),
    Form("band.mp3", "music", 2, 44_100, MP3_FINE),
    Form("lake.flac", "speech", 1, 44_100, "-c:a flac"),
    Form("market.m4a", "speech", 2, 48_000, AAC_STEREO),
    Form("school.mp3", "speech", 1, 22_050, MP3_VBR),
    Form("closing.flac", "music", 2, 48_000, "-c:a flac -sample_fmt s32"),
)
OTHER = Form("other.mp3", "speech", 1, 44_100, MP3_PLAIN)
"""What takes the place of one recording when a segment is replaced."""
REPLACED = 5
"""The segment that is replaced or pulled, the sixth."""
BED = Form("bed.wav", "music", 2, 44_100, "-c:a pcm_s16le")


def material(cache: Path, minutes: float, seed: int) -> tuple[Path, Plan, Segment]:
    """The folder, the plan of the episode, and the recording that replaces one; made where they are missing.

    Raises SystemExit with what to install.
    """
    if not (SPEECH.is_dir() and MUSIC.is_dir() and shutil.which("ffmpeg")):
        raise SystemExit(f"The recordings come from Debian packages: {MISSING}")
    step = step_of(minutes)
    length = step + FADE_MS + SPARE_MS
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    folder = cache / f"{minutes:g}-minutes-seed-{seed}-{recipe}"
    made = (folder / "plan.json").exists()
    if not made:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"Making {minutes:g} minutes of recordings in {folder}", file=sys.stderr)
    forms = [*FORMS, OTHER]
    segments = [_recording(folder, form, length, seed * 100 + number, made) for number, form in enumerate(forms)]
    _recording(folder, BED, BED_MS, seed * 100 + 99, made)
    numbered = [replace(one, title=f"{number}. {one.title}") for number, one in enumerate(segments[:SEGMENTS], 1)]
    plan = Plan(f"{minutes:g} minutes", step, tuple(numbered), BED.name, BED_MS)
    if not made:
        write(plan, folder / "plan.json")
    return folder, plan, segments[SEGMENTS]


def _recording(folder: Path, form: Form, length: int, seed: int, made: bool) -> Segment:
    """One recording of so many milliseconds in its format."""
    dice = random.Random(seed)
    sound, spoken = _talk(dice, length) if form.kind == "speech" else (_song(dice, length), ())
    if not made:
        if form.options:
            _write(folder / form.name, sound, form, seed)
        else:
            _write_amr(folder / form.name, sound)
    return Segment(Path(form.name).stem, form.name, form.kind, form.channels, spoken)


def _talk(dice: random.Random, length: int) -> tuple[Samples, tuple[tuple[int, int], ...]]:
    """Prompts one after another with short pauses, in runs with longer pauses between them; and where the runs are."""
    found = [path for path in sorted(SPEECH.rglob("*.wav")) if "silence" not in path.parts]
    prompts = cycle(dice.sample(found, len(found)))
    run = min(RUN_MS, length // 3)
    pieces: list[Samples] = []
    spoken: list[tuple[int, int]] = []
    start = at = 0
    while at < length:
        prompt = _pcm(next(prompts))
        if len(prompt) < LEAST_MS * RATE // 1000:
            continue
        pieces += [prompt, _silence(dice.randrange(250, 700))]
        at += _ms(pieces[-2]) + _ms(pieces[-1])
        if at - start >= run and length - at > run // 2 + PAUSE_MS:
            spoken.append((start, at - _ms(pieces[-1])))
            pieces.append(_silence(PAUSE_MS))
            start = at = at + PAUSE_MS
    return np.concatenate(pieces)[: length * RATE // 1000], (*spoken, (start, length - SPARE_MS))


def _song(dice: random.Random, length: int) -> Samples:
    """Music on hold, one piece after another."""
    found = sorted(MUSIC.glob("*.wav"))
    pieces: list[Samples] = []
    for path in cycle(dice.sample(found, len(found))):
        pieces.append(_pcm(path))
        if sum(map(_ms, pieces)) >= length:
            break
    return np.concatenate(pieces)[: length * RATE // 1000]


def _pcm(path: Path) -> Samples:
    """The whole milliseconds of one of Debian's recordings."""
    with wave.open(str(path)) as opened:
        if (opened.getframerate(), opened.getnchannels(), opened.getsampwidth()) != (RATE, 1, 2):
            raise SystemExit(f"{path} is not 8 kHz, mono, 16 bits")
        found = np.frombuffer(opened.readframes(opened.getnframes()), "<i2")
    return found[: len(found) // 8 * 8]


def _silence(ms: int) -> Samples:
    return np.zeros(ms * RATE // 1000, np.int16)


def _ms(sound: Samples) -> int:
    return len(sound) * 1000 // RATE


def _write(path: Path, sound: Samples, form: Form, seed: int) -> None:
    """In the format of the recording, in a room that is not quite silent."""
    room = f"anoisesrc=r={form.rate}:a=0.0004:c=pink:seed={seed}"
    wide = STEREO if form.kind == "music" else ""
    graph = f"[0:a]aresample={form.rate},{wide}volume=0.9[a];{room}[r];[a][r]amix=2:normalize=0:duration=first"
    command = ["ffmpeg", "-v", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    command += ["-filter_complex", graph, "-ac", str(form.channels), "-ar", str(form.rate), *form.options.split()]
    command += ["-fflags", "+bitexact", "-flags:a", "+bitexact", str(path)]
    subprocess.run(command, input=sound.astype("<i2").tobytes(), check=True)


def _write_amr(path: Path, sound: Samples) -> None:
    """As a telephone records."""
    with av.open(str(path), "w", format="amr") as target:
        stream = target.add_stream("libopencore_amrnb", rate=RATE, bit_rate=12_200, layout="mono", format="s16")
        for packet in chain.from_iterable(map(stream.encode, chain(_frames(sound), [None]))):
            target.mux(packet)


def _frames(sound: Samples) -> Iterator[av.AudioFrame]:
    for start in range(0, len(sound), RATE):
        frame = av.AudioFrame.from_ndarray(sound[np.newaxis, start : start + RATE].copy(), format="s16", layout="mono")
        frame.rate, frame.pts = RATE, start
        yield frame
