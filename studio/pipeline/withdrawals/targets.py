"""A withdrawal at the places to which the publication was brought: what they hold of it is taken away there, too."""

from __future__ import annotations

from studio.errors import Fault, StudioError, fault
from studio.pipeline.opening import Studio
from studio.pipeline.targets import deliver_published
from studio.settings import TargetSection

STORAGE = "s3"


def bring(studio: Studio) -> list[Fault]:
    """Bring every target that holds something which left to what is published now; one that cannot be reached keeps no
    other one from it, and is told of. A target that holds nothing of it stays as it is."""
    told = []
    for name, section in studio.settings.targets.items():
        try:
            if deliver_published(studio, name, section, dry_run=True).difference.removed:
                done = deliver_published(studio, name, section)
                told.append(fault("withdrawal.target-done", name, place=done.place, count=len(done.difference.removed)))
        except StudioError as error:
            told.append(
                fault("withdrawal.target-unreached", name, place=place_of(section), reason=error.faults[0].code)
            )
    return told


def foreseen(studio: Studio) -> list[Fault]:
    """What is going to happen at each target."""
    return [
        fault("withdrawal.target", name, place=place_of(section)) for name, section in studio.settings.targets.items()
    ]


def limits(studio: Studio) -> list[Fault]:
    """What the targets cannot do: a store of objects knows no “410 Gone”."""
    return [
        fault("withdrawal.target-404", name, place=place_of(section))
        for name, section in studio.settings.targets.items()
        if section.kind == STORAGE
    ]


def place_of(section: TargetSection) -> str:
    """Where a target is, as the settings say it."""
    if section.kind == STORAGE:
        return f"{section.bucket}/{section.prefix}".rstrip("/")
    return f"{section.host}:{section.path}" if section.kind == "rsync" else section.path
