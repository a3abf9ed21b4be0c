"""A picture before it is drawn: boxes, areas, lines and words, in pixels from the upper left. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle. note: what a reader is told who points at it. radius: of its corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0
    radius: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon. edge: the colour of its outline; "" for none."""

    points: Points
    fill: str
    opacity: float = 1.0
    edge: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Straight lines from point to point."""

    points: Points
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on a baseline. room: pixels after which it is cut off; 0 for as long as it is."""

    x: float
    y: float
    text: str
    colour: str
    size: float = 12.0
    anchor: Anchor = "start"
    bold: bool = False
    room: float = 0.0


Part = Box | Area | Line | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture: parts from the back to the front. title, describes: for readers who do not see it."""

    width: int
    height: int
    title: str
    describes: str
    parts: tuple[Part, ...]
