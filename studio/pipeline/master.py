"""The stage `master`: the podcast's file, the station's and what else is wanted, made once and kept in the vault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from studio.audio.files.lame import version
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.scores.sheet import to_json
from studio.audio.values import MasterReport, MasterSpec, Tags
from studio.pipeline import ledger
from studio.pipeline.cue import Score
from studio.pipeline.opening import Studio
from studio.pipeline.specs import specs
from studio.pipeline.workers import open_executor
from studio.records.episodes import Master
from studio.store.cache import Cache
from studio.store.engine import reading, writing
from studio.store.vault import digest_file
from studio.units import Dbtp, Digest, Lufs, Ms

RECIPE = 4
MIMES = {"mp3": "audio/mpeg", "flac": "audio/flac", "wav": "audio/wav", "opus": "audio/ogg"}


@dataclass(frozen=True, slots=True)
class Mastered:
    """One master: its spec, where it is, what it measures, and whether this run made it.

    energies: of one that was just made, as its report has them.
    """

    spec: MasterSpec
    digest: Digest
    path: Path
    figures: Mapping[str, Any]
    new: bool
    energies: tuple[float, ...] = ()

    @property
    def lufs(self) -> Lufs:
        """Integrated loudness, decoded and measured."""
        return Lufs(float(self.figures["lufs"]))

    @property
    def dbtp(self) -> Dbtp:
        """True peak, decoded and measured."""
        return Dbtp(float(self.figures["dbtp"]))

    @property
    def ms(self) -> Ms:
        """How long it sounds."""
        return Ms(int(self.figures["ms"]))


def tags_of(studio: Studio, score: Score, cover: bytes) -> Tags:
    """What a player shows of an episode."""
    show, episode = studio.settings.show, score.planned.airtime.episode
    start = score.planned.airtime.local_start
    return Tags(
        title=f"{show.title_km} {start:%Y-%m-%d}",
        artist=show.author,
        album=show.title_km,
        year=start.year,
        genre="Podcast",
        language="khm" if score.planned.airtime.slot.language == "km" else "eng",
        comment=show.description_km,
        cover=cover,
        track=episode.number,
        plain=f"{show.title_en} {start:%Y-%m-%d}".encode("ascii", "replace").decode(),
        reference=episode.slug,
        originated=start,
        license=show.license,
        license_url=show.license_url,
    )


def make_masters(studio: Studio, score: Score, tags: Tags) -> tuple[Mastered, ...]:
    """Make each master that the ledger does not know; the others are taken from the vault.

    Raises SoundRefused where the sound misses its target.
    """
    known = {one.spec.name: one for one in known_masters(studio, score, tags)}
    asked = specs(studio.settings, score.planned.airtime.station)
    wanted = [spec for spec in asked if spec.name not in known]
    made = mastered(studio, score, wanted, tags) if wanted else {}
    return tuple(known.get(spec.name) or made[spec.name] for spec in asked)


def opened(studio: Studio, spec: MasterSpec, figures: Mapping[str, Any], new: bool) -> Mastered:
    """A master with its file, verified. Raises VaultDamaged."""
    digest = Digest(figures["digest"])
    return Mastered(spec, digest, studio.workspace.vault.open(digest), figures, new)


def known_masters(studio: Studio, score: Score, tags: Tags) -> tuple[Mastered, ...]:
    """The masters of a score that are made already."""
    found = []
    with reading(studio.engine) as session:
        for spec in specs(studio.settings, score.planned.airtime.station):
            figures = ledger.made(session, work_key(score, spec, tags))
            if figures and Digest(figures["digest"]) in studio.workspace.vault:
                found.append(opened(studio, spec, figures, False))
    return tuple(found)


def work_key(score: Score, spec: MasterSpec, tags: Tags) -> Digest:
    """What names this piece of work: every byte and every number that decides how the master sounds."""
    sources = {label: digest_file(path) for label, path in score.sources.items() if label not in score.recorded}
    plain = {**asdict(tags), "cover": digest_of_cover(tags)}
    inputs = [to_json(score.sheet), dict(score.recorded), sources, asdict(spec), plain, version()]
    return ledger.key("master", RECIPE, inputs)


def digest_of_cover(tags: Tags) -> str:
    """The cover as a digest."""
    return Digest("") if tags.cover is None else ledger.key("cover", RECIPE, tags.cover.hex())


def mastered(studio: Studio, score: Score, wanted: Sequence[MasterSpec], tags: Tags) -> dict[str, Mastered]:
    """Assemble masters and keep them; by the names of their specs."""
    found: dict[str, Mastered] = {}
    settings, place = studio.settings, studio.workspace.root / "audio"
    cache = Cache(studio.workspace.cache / "sound", settings.limits.cache_mb << 20)
    with (
        TemporaryDirectory(prefix=".partial-", dir=place) as folder,
        swept(cache),
        open_executor(settings.executor, settings.workers, cache.root) as workers,
    ):
        orders = [Order(spec, Path(folder) / f"{spec.name}.{spec.codec}", tags) for spec in wanted]
        reports = assemble(score.sheet, score.sources, orders, cache, workers, studio.tell, score.recorded)
        for spec, report in zip(wanted, reports, strict=True):
            figures = figures_of(report, studio.workspace.vault.put_file(Path(report.path)))
            with writing(studio.engine) as session:
                remember(studio, session, score, spec, work_key(score, spec, tags), figures)
            found[spec.name] = replace(opened(studio, spec, figures, True), energies=report.energies)
    return found


@contextmanager
def swept(cache: Cache) -> Iterator[None]:
    """Where the block fails, what its workers left half written is removed: they are killed wherever they are."""
    try:
        yield
    except BaseException:
        cache.sweep()
        raise


def figures_of(report: MasterReport, digest: Digest) -> Mapping[str, Any]:
    """A report as plain values."""
    plain = asdict(report)
    plain.pop("path")
    plain.pop("energies")
    return {**plain, "digest": digest}


def remember(
    studio: Studio, session: Session, score: Score, spec: MasterSpec, key: Digest, figures: Mapping[str, Any]
) -> None:
    """Write a master into the records and the ledger."""
    episode = score.planned.airtime.episode
    session.add(
        Master(
            episode_id=episode.id or 0,
            name=spec.name,
            digest=figures["digest"],
            mime=MIMES[spec.codec],
            octets=figures["bytes"],
            milliseconds=figures["ms"],
            lufs=figures["lufs"],
            dbtp=figures["dbtp"],
            made_at=studio.now,
        )
    )
    ledger.keep(session, key, "master", f"{episode.slug}/{spec.name}", figures, studio.now)
