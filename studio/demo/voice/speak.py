"""Speaks texts through child processes, into WAV files."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from studio.demo.voice.phonemes import espeak_text
from studio.demo.voice.speakers import Speaker
from studio.errors import ExtraMissing, SoundRefused, fault
from studio.languages import Language
from studio.store.files import replacing
from studio.units import RATE

CHILD = (sys.executable, "-m", "studio.demo.voice.child")
CHILDREN = 2
NOT_INSTALLED = 3
INSTALL = "pip install 'studio-radio[voice]'"

GRID = RATE // 2
"""Every spoken text lasts a multiple of this, in samples: small differences between machines cannot change a length."""

TAIL = RATE // 20
"""The silence that at least follows a text, in samples."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text to be spoken: a key that can be a file's name, its language, who speaks, the text."""

    key: str
    language: Language
    speaker: Speaker
    text: str


def _order(one: Spoken, folder: Path, number: int) -> dict[str, str | int]:
    text = espeak_text(one.text) if one.language is Language.KM else one.text.replace("[[", "(").replace("]]", ")")
    return {
        "key": one.key,
        "voice": one.speaker.voice(one.language),
        "text": text,
        "pace": one.speaker.words_a_minute(one.language),
        "pitch": one.speaker.pitch,
        "range": one.speaker.range,
        "path": str(folder / f"{number}.raw"),
    }


def _rates(orders: Sequence[Mapping[str, str | int]], command: Sequence[str]) -> dict[str, int]:
    """Let one child speak its orders; the sample rate of each, by path."""
    lines = "".join(json.dumps(order) + "\n" for order in orders)
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=False)
    if ran.returncode == NOT_INSTALLED:
        raise ExtraMissing(fault("ground.extra-missing", "guide voice", command=INSTALL))
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if ran.returncode or len(answers) != len(orders):
        failed = orders[min(len(answers), len(orders) - 1)]["key"]
        raise SoundRefused(fault("demo.voice-failed", failed, status=ran.returncode))
    return {str(order["path"]): int(answer["rate"]) for order, answer in zip(orders, answers, strict=True)}


def on_grid(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """A sound with silence after it, up to the next whole half second that leaves it TAIL."""
    wanted = -(-(len(sound) + TAIL) // GRID) * GRID
    return np.pad(sound, (0, wanted - len(sound)))


def _at_rate(raw: Path, rate: int) -> NDArray[np.float64]:
    samples = np.frombuffer(raw.read_bytes(), dtype="<i2").astype(np.float64) / 32768
    if not len(samples):
        return np.zeros(GRID)
    common = gcd(RATE, rate)
    return on_grid(np.asarray(resample_poly(samples, RATE // common, rate // common)))


def write_wav(path: Path, sound: NDArray[np.float64]) -> None:
    """Write a mono or stereo sound, (n,) or (n, 2), full scale ±1.0, as 16-bit WAV at 48 kHz, whole."""
    whole = np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2")
    with replacing(path) as temporary, wave.open(str(temporary), "wb") as target:
        target.setnchannels(1 if whole.ndim == 1 else whole.shape[1])
        target.setsampwidth(2)
        target.setframerate(RATE)
        target.writeframes(whole.tobytes())


def voiced(
    texts: Sequence[Spoken], *, children: int = CHILDREN, command: Sequence[str] = CHILD
) -> dict[str, NDArray[np.float64]]:
    """Every text as sound by its key: float64 (n,), 48 kHz, full scale ±1.0, a multiple of half a second long.

    Raises: ExtraMissing without espeakng-loader; SoundRefused where the child fails.
    """
    with tempfile.TemporaryDirectory(prefix="studio-voice-") as name, ThreadPoolExecutor(children) as pool:
        orders = [_order(one, Path(name), number) for number, one in enumerate(texts)]
        shares = [share for share in (orders[start::children] for start in range(children)) if share]
        rates: dict[str, int] = {}
        for answered in pool.map(lambda share: _rates(share, command), shares):
            rates.update(answered)
        return {str(order["key"]): _at_rate(Path(str(order["path"])), rates[str(order["path"])]) for order in orders}


def speak(
    texts: Sequence[Spoken], folder: Path, *, children: int = CHILDREN, command: Sequence[str] = CHILD
) -> Mapping[str, Path]:
    """Speak every text into folder as <key>.wav, mono, 48 kHz, 16 bit; the paths by key.

    Raises: ExtraMissing without espeakng-loader; SoundRefused where the child fails.
    """
    paths: dict[str, Path] = {}
    for key, sound in voiced(texts, children=children, command=command).items():
        paths[key] = folder / f"{key}.wav"
        write_wav(paths[key], sound)
    return paths
