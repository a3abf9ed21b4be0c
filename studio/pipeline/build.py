"""The stages `cue` and `master` of one edition, in order, with its folder written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.pipeline.built import keep_build
from studio.pipeline.cue import Score, cue_edition
from studio.pipeline.folder import folder_of, write_build, write_cues, write_rundown
from studio.pipeline.master import Mastered, make_masters, tags_of
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import show_cover


@dataclass(frozen=True, slots=True)
class Built:
    """An edition that can be delivered and published."""

    score: Score
    masters: tuple[Mastered, ...]
    folder: Path

    @property
    def new(self) -> bool:
        """Whether this run made any sound."""
        return any(one.new for one in self.masters)


def build_episode(studio: Studio, slug: str) -> Built:
    """Cue, mix and master an edition; what the ledger knows is taken from the vault.

    Raises EditionNotReady with everything it lacks, RundownImpossible, SoundRefused, VaultDamaged, NotFound.
    """
    planned = plan_of(studio, slug)
    score = cue_edition(studio, planned)
    write_rundown(studio, planned, score.rundown)
    write_cues(studio, score)
    masters = make_masters(studio, score, tags_of(studio, score, show_cover(studio)))
    keep_build(studio, score, masters)
    write_build(studio, score, masters)
    return Built(score, masters, folder_of(studio, slug))
