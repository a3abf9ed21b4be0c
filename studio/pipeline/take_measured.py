"""What was measured of a recording in the vault: its report, its shape; measured once, kept in the cache."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from studio.audio.pictures.listen import outlined
from studio.audio.pictures.shape import Shape, shape_of
from studio.audio.takes.decode import inspect, read_report
from studio.audio.values import TakeReport
from studio.pipeline import ledger
from studio.pipeline.opening import Studio
from studio.pipeline.takes import limits_of
from studio.store.cache import Cache
from studio.units import Digest, Lufs

RECIPE = 1


def report_of(studio: Studio, original: Digest, name: str) -> TakeReport:
    """What a recording is and what is wrong with it, under a name; decoded in a child where nobody measured it yet.

    Raises NotFound, VaultDamaged, SoundRefused.
    """
    known = cache_of(studio).get(report_key(original))
    if known is None:
        report = inspect(studio.workspace.vault.open(original), limits_of(studio))
        keep_report(studio, original, report)
    else:
        report = read_report(json.loads(known))
    return replace(report, warnings=tuple(replace(one, where=name) for one in report.warnings))


def keep_report(studio: Studio, original: Digest, report: TakeReport) -> None:
    """Keep what is known of a recording, so that nobody decodes it for that again."""
    cache_of(studio).put(report_key(original), json.dumps(asdict(report)).encode())


def shape_in(studio: Studio, working: Digest) -> Shape:
    """The shape of a working copy. Raises NotFound, VaultDamaged, SoundRefused."""
    cache = cache_of(studio)
    key = ledger.key("shape", RECIPE, working)
    known = cache.get(key)
    if known is None:
        known = json.dumps(asdict(shape_of(*outlined(studio.workspace.vault.open(working))))).encode()
        cache.put(key, known)
    found = json.loads(known)
    return Shape(tuple(found["peaks"]), tuple(found["body"]), Lufs(found["lufs"]), Lufs(found["floor"]))


def cache_of(studio: Studio) -> Cache:
    """Where measures of sounds are kept."""
    return Cache(studio.workspace.cache / "sound", studio.settings.limits.cache_mb << 20)


def report_key(original: Digest) -> Digest:
    """Under which the report of a recording is kept."""
    return ledger.key("take-report", RECIPE, original)
