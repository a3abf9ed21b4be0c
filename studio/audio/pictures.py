"""Sound to look at: waveform with loudness curve and chapter marks, and spectrogram, as PNG.

Read in blocks; what is kept is a column a pixel. Text is digits only, so that a picture needs no language.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from studio.audio.kweight import STEP
from studio.audio.meter import Meter, short_term
from studio.audio.source import Source
from studio.audio.values import Mark
from studio.store.files import write_bytes
from studio.units import RATE, Lufs, Samples, clock_text, whole_ms

WIDTH, HEIGHT, RULER = 1600, 420, 24
PAPER, INK, WAVE, CURVE, LINE, GOAL = "#ffffff", "#1b2733", "#7da2c4", "#c2410c", "#d5dbe1", "#15803d"
LOUDEST, SOFTEST = -5.0, -45.0
WINDOW = 2048
DEEPEST_DB = -100.0
COLOURS = np.array(
    [
        (0, 0, 12),
        (40, 11, 84),
        (101, 21, 110),
        (159, 42, 99),
        (212, 72, 66),
        (245, 125, 21),
        (250, 193, 39),
        (252, 255, 200),
    ]
)

Floats = npt.NDArray[np.float64]


def waveform(path: Path, target: Path, marks: Sequence[Mark] = (), goal: Lufs | None = None) -> None:
    """Draw a sound: its peaks, its short-term loudness (3 s) from SOFTEST to LOUDEST LUFS, a line a chapter.

    marks: numbered from 1. goal: a line at this loudness.
    """
    with Source(path) as source:
        length = max(source.length(), 1)
        peaks = np.zeros(WIDTH)
        meter = Meter(source.channels, peaks=False)
        at = 0
        for block in source.blocks():
            meter.add(block)
            columns = (np.arange(at, at + len(block)) * WIDTH // length).clip(0, WIDTH - 1)
            starts = np.flatnonzero(np.diff(columns, prepend=-1))
            highest = np.maximum.reduceat(np.abs(block).max(axis=1), starts)
            np.maximum.at(peaks, columns[starts], highest)
            at += len(block)
    picture = Image.new("RGB", (WIDTH, HEIGHT + RULER), PAPER)
    draw = ImageDraw.Draw(picture)
    middle = HEIGHT / 2
    for x, peak in enumerate(peaks):
        draw.line([(x, middle - peak * middle), (x, middle + peak * middle)], fill=WAVE)
    _scale(draw)
    if goal is not None:
        draw.line([(0, _height(goal)), (WIDTH, _height(goal))], fill=GOAL)
    curve = short_term(meter.energies())
    times = np.arange(len(curve)) * STEP + 15 * STEP
    points = [(float(time) * WIDTH / length, _height(level)) for time, level in zip(times, curve, strict=True)]
    if len(points) > 1:
        draw.line(points, fill=CURVE, width=2)
    _ruler(draw, length, marks)
    _write(picture, target)


def spectrogram(path: Path, target: Path, marks: Sequence[Mark] = ()) -> None:
    """Draw the frequencies of a sound over time, 0 to 24 kHz from the bottom up, DEEPEST_DB to 0 dBFS."""
    window = np.hanning(WINDOW).astype(np.float32)
    rows = WINDOW // 2 + 1
    loudest = np.zeros((WIDTH, rows), np.float32)
    with Source(path) as source:
        length = max(source.length(), 1)
        hop = max(WINDOW // 2, length // (WIDTH * 4))
        rest, at = np.zeros(0, np.float32), 0
        for block in source.blocks():
            joined = np.concatenate([rest, block.mean(axis=1)])
            starts = range(0, len(joined) - WINDOW + 1, hop)
            for start in starts:
                power = np.abs(np.fft.rfft(joined[start : start + WINDOW] * window))
                column = min((at + start) * WIDTH // length, WIDTH - 1)
                np.maximum(loudest[column], power, out=loudest[column])
            used = min(len(starts) * hop, len(joined))
            rest, at = joined[used:], at + used
    for column in range(1, WIDTH):
        if not loudest[column].any():
            loudest[column] = loudest[column - 1]
    decibels = 20 * np.log10(np.maximum(loudest / (WINDOW / 4), 10 ** (DEEPEST_DB / 20)))
    share = ((decibels - DEEPEST_DB) / -DEEPEST_DB).clip(0, 1)
    table = np.stack(
        [np.interp(share, np.linspace(0, 1, len(COLOURS)), COLOURS[:, tone]) for tone in range(3)], axis=-1
    )
    pixels = np.ascontiguousarray(table.transpose(1, 0, 2)[::-1].astype(np.uint8))
    picture = Image.new("RGB", (WIDTH, HEIGHT + RULER), PAPER)
    picture.paste(Image.fromarray(pixels).resize((WIDTH, HEIGHT), Image.Resampling.BOX), (0, 0))
    _ruler(ImageDraw.Draw(picture), length, marks)
    _write(picture, target)


def _height(level: float) -> float:
    return float(np.clip((LOUDEST - level) / (LOUDEST - SOFTEST), 0, 1)) * HEIGHT


def _scale(draw: ImageDraw.ImageDraw) -> None:
    font = ImageFont.load_default(12)
    for level in range(int(LOUDEST) - 5, int(SOFTEST), -10):
        draw.line([(0, _height(level)), (WIDTH, _height(level))], fill=LINE)
        draw.text((4, _height(level) - 15), str(level), fill=INK, font=font)


def _ruler(draw: ImageDraw.ImageDraw, length: int, marks: Sequence[Mark]) -> None:
    font = ImageFont.load_default(12)
    seconds = length / RATE
    steps = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800)
    step = next((one for one in steps if seconds / one <= 16), 3600)
    for second in range(0, int(seconds) + 1, step):
        x = second * RATE * WIDTH / length
        draw.line([(x, HEIGHT), (x, HEIGHT + 6)], fill=INK)
        draw.text((x + 3, HEIGHT + 6), clock_text(whole_ms(Samples(second * RATE))), fill=INK, font=font)
    for number, mark in enumerate(marks, 1):
        x = mark.start * WIDTH / length
        draw.line([(x, 0), (x, HEIGHT)], fill=GOAL)
        draw.rectangle([x, 0, x + 9 + 7 * len(str(number)), 16], fill=GOAL)
        draw.text((x + 4, 1), str(number), fill=PAPER, font=font)


def _write(picture: Image.Image, target: Path) -> None:
    content = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(content, "PNG", optimize=False)
    write_bytes(target, content.getvalue())
