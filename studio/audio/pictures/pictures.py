"""Scenes and spectrograms as PNG: the same bytes from the same sound on the same machine.

Khmer is drawn where Pillow can shape it and a font is given; else a picture has digits and Latin letters only.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from studio.audio.pictures.drawing import LEFT, RIGHT, WIDTH
from studio.audio.pictures.listen import Listened
from studio.audio.values import Mark
from studio.drawing.scene import Area, Box, Line, Points, Scene, Words
from studio.store.files import write_bytes
from studio.units import RATE, Samples, clock_text, whole_ms

FINER = 2
"""How many times larger a scene is drawn, so that its edges are smooth."""
COLOURS = 128
HEIGHT, TOP, BOTTOM = 420, 24, 28
DEEPEST_DB = -100.0
KHZ = (5, 10, 15, 20)
PAPER, INK = "#ffffff", "#1b2733"
BOLD, BLACK = 700, 900
"""A weight, and by which the axis of weights is known."""
PLAIN = {"−": "-", "–": "-", "…": ".."}
HEAT = np.array(
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

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Pixels = list[tuple[float, float]]


def png(scene: Scene, target: Path, khmer: Path | None = None) -> None:
    """Draw a scene. khmer: a variable TrueType font of Khmer and Latin letters."""
    picture = Image.new("RGB", (scene.width * FINER, scene.height * FINER), PAPER)
    brush = Brush(picture, khmer)
    for part in scene.parts:
        brush.draw(part)
    write_picture(picture.reduce(FINER), target)


class Brush:
    """Draws the parts of a scene, FINER times as large."""

    def __init__(self, picture: Image.Image, khmer: Path | None = None) -> None:
        self._picture = picture
        self._draw = ImageDraw.Draw(picture, "RGBA")
        self._khmer = khmer if features.check("raqm") else None
        self._fonts: dict[tuple[float, bool], Font] = {}

    def draw(self, part: Box | Area | Line | Words) -> None:
        """Draw one part over what is there."""
        if isinstance(part, Box):
            x, y = part.x * FINER, part.y * FINER
            corner = (x + max(part.width * FINER - 1, 0), y + max(part.height * FINER - 1, 0))
            self._draw.rounded_rectangle([(x, y), corner], part.radius * FINER, _colour(part.fill, part.opacity))
        elif isinstance(part, Area):
            self._draw.polygon(_finer(part.points), _colour(part.fill, part.opacity), part.edge or None)
        elif isinstance(part, Line):
            width = max(1, round(part.width * FINER))
            self._draw.line(_finer(part.points), part.colour, width, "curve" if len(part.points) > 2 else None)
        else:
            self._words(part)

    def _words(self, words: Words) -> None:
        text = words.text if self._khmer else "".join(PLAIN.get(letter, letter) for letter in words.text)
        if not self._khmer and not text.isascii() and any(ord(letter) > 0xFF for letter in text):
            return
        font = self._font(words.size, words.bold)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[words.anchor]
        place = (words.x * FINER, words.y * FINER)
        if not words.room:
            self._draw.text(place, text, words.colour, font, anchor)
            return
        above = round(words.size * 2 * FINER)
        mask = Image.new("L", (max(1, round(words.room * FINER)), above * 2))
        ImageDraw.Draw(mask).text((0, above), text, 255, font, "ls")
        self._picture.paste(words.colour, (round(place[0]), round(place[1]) - above), mask)

    def _font(self, size: float, bold: bool) -> Font:
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = self._loaded(size * FINER, bold)
        return self._fonts[size, bold]

    def _loaded(self, size: float, bold: bool) -> Font:
        if self._khmer is None:
            return ImageFont.load_default(size)
        font = ImageFont.truetype(str(self._khmer), size, layout_engine=ImageFont.Layout.RAQM)
        if bold:
            axes = font.get_variation_axes()
            font.set_variation_by_axes([BOLD if axis["maximum"] == BLACK else axis["default"] or 0 for axis in axes])
        return font


def spectrogram(heard: Listened, target: Path, marks: Sequence[Mark] = ()) -> None:
    """Draw the frequencies of a sound over time, 0 to 24 kHz from the bottom up, DEEPEST_DB to 0 dBFS.

    marks: numbered from 1.
    """
    decibels = 20 * np.log10(np.maximum(heard.frequencies, 10 ** (DEEPEST_DB / 20)))
    share = ((decibels - DEEPEST_DB) / -DEEPEST_DB).clip(0, 1)
    table = np.stack([np.interp(share, np.linspace(0, 1, len(HEAT)), HEAT[:, tone]) for tone in range(3)], axis=-1)
    pixels = np.ascontiguousarray(table.transpose(1, 0, 2)[::-1].astype(np.uint8))
    picture = Image.new("RGB", (WIDTH, TOP + HEIGHT + BOTTOM), PAPER)
    wide = WIDTH - LEFT - RIGHT
    picture.paste(Image.fromarray(pixels).resize((wide, HEIGHT), Image.Resampling.BOX), (LEFT, TOP))
    _scales(ImageDraw.Draw(picture), max(heard.length, 1), marks, wide)
    write_picture(picture, target)


def _scales(draw: ImageDraw.ImageDraw, length: int, marks: Sequence[Mark], wide: int) -> None:
    """Frequencies on the left, times below, chapters above."""
    font = ImageFont.load_default(12)
    for khz in KHZ:
        y = TOP + HEIGHT * (1 - khz * 2000 / RATE)
        draw.line([(LEFT - 6, y), (LEFT - 1, y)], INK)
        draw.text((LEFT - 9, y), f"{khz} kHz", INK, font, "rm")
    step = next((one for one in (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800) if length / RATE / one <= 16), 3600)
    for second in range(0, int(length / RATE) + 1, step):
        x = LEFT + second * RATE * wide / length
        draw.line([(x, TOP + HEIGHT), (x, TOP + HEIGHT + 6)], INK)
        if x < LEFT + wide - 10:
            draw.text((x + 3, TOP + HEIGHT + 8), clock_text(whole_ms(Samples(second * RATE))), INK, font)
    free = 0.0
    for number, mark in enumerate(marks, 1):
        x = LEFT + mark.start * wide / length
        draw.line([(x, TOP - 8), (x, TOP - 1)], INK)
        if x >= free:
            draw.text((x + 2, TOP - 3), str(number), INK, font, "ls")
            free = x + 6 + draw.textlength(str(number), font)


def write_picture(picture: Image.Image, target: Path) -> None:
    """Write a picture as PNG, whole."""
    content = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(content, "PNG", optimize=False)
    write_bytes(target, content.getvalue())


def _finer(points: Points) -> Pixels:
    return [(x * FINER, y * FINER) for x, y in points]


def _colour(fill: str, opacity: float) -> str:
    return f"{fill}{round(opacity * 255):02x}"
