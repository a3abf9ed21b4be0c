"""Makes spoken sounds a batch at a time, and only those that are not there yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from studio.demo.sound.encode import Format, write_sound
from studio.demo.sound.levels import Sound
from studio.demo.sound.made import is_made, just_made, read_manifest, recipe_of, write_manifest
from studio.demo.voice.speak import Spoken, voiced
from studio.units import Digest

BATCH = 8
"""How many sounds are in memory at once."""

THREADS = 2


@dataclass(frozen=True, slots=True)
class Order:
    """A sound to be made: its file's name, what is spoken, what is done with the speech, how it is written.

    marks: whatever else the sound depends on.
    """

    name: str
    spoken: Spoken
    treat: Callable[[Sound], Sound]
    written: Format
    marks: str

    @property
    def recipe(self) -> Digest:
        """The digest of everything that this sound is made from."""
        return recipe_of(self.spoken, self.written, self.marks)


def make(orders: Sequence[Order], folder: Path, *, children: int = 2) -> dict[str, Path]:
    """Make every ordered sound that is not there already, whole; the paths by the key of what is spoken.

    Raises: ExtraMissing without espeakng-loader, where something has to be spoken; SoundRefused where speaking fails.
    """
    made = read_manifest(folder)
    wanted = [order for order in orders if not is_made(folder / order.name, order.recipe, made)]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        speech = voiced([order.spoken for order in batch], children=children)

        def write(order: Order, speech: dict[str, Sound] = speech) -> None:
            write_sound(folder / order.name, order.treat(speech[order.spoken.key]), order.written)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(write, batch))
        made.update({order.name: just_made(folder / order.name, order.recipe) for order in batch})
        write_manifest(folder, made)
    return {order.spoken.key: folder / order.name for order in orders}
