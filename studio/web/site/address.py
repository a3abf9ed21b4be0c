"""From the path of a request to the names of a file below the published folder."""

from __future__ import annotations

from dataclasses import dataclass

INDEX = "index.html"
WITHDRAWN = "gone.json"


@dataclass(frozen=True, slots=True)
class Place:
    """The names that lead from the published folder to a file; never empty, none of them hidden."""

    parts: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path below the published folder, "media/ab/….mp3"."""
        return "/".join(self.parts)

    @property
    def index(self) -> Place:
        """The index page, if this place is a folder."""
        return Place((*self.parts, INDEX))


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A path that leads to nothing that is published, whatever the folder holds."""


def place_of(path: str) -> Place | Nowhere:
    """The place that a decoded path asks for, without the slash in front; a folder ("en/", "") asks for its index.

    Hidden names, "..", empty names, control characters and the list of what was withdrawn lead nowhere.
    """
    parts = path.split("/")
    if parts[-1] == "":
        parts[-1] = INDEX
    if parts == [WITHDRAWN] or not all(map(_is_public, parts)):
        return Nowhere()
    return Place(tuple(parts))


def _is_public(name: str) -> bool:
    return bool(name) and not name.startswith(".") and name.isprintable()
