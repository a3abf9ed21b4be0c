"""The stage `master`: the podcast's file and the station's, made once and kept in the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlmodel import Session

from studio.audio.master import master
from studio.audio.sheet import to_json
from studio.audio.values import Codec, MasterReport, MasterSpec, Passage, Tags
from studio.pipeline import ledger
from studio.pipeline.cue import Score
from studio.pipeline.opening import Studio
from studio.records.episodes import Master
from studio.store.engine import reading, writing
from studio.store.vault import digest_file
from studio.units import Dbtp, Digest, Lufs, Ms, samples

RECIPE = 1
MIMES = {"mp3": "audio/mpeg", "flac": "audio/flac", "wav": "audio/wav"}
PODCAST = "podcast"


@dataclass(frozen=True, slots=True)
class Mastered:
    """One master: its spec, where it is, what it measures, and whether this run made it."""

    spec: MasterSpec
    digest: Digest
    path: Path
    figures: Mapping[str, Any]
    new: bool

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


def specs(studio: Studio, score: Score) -> tuple[MasterSpec, ...]:
    """What is wanted: the podcast's master from the settings, the air master as the station asks for it."""
    podcast, station = studio.settings.masters.podcast, score.planned.airtime.station
    return (
        MasterSpec(
            PODCAST, cast(Codec, podcast.codec), podcast.bitrate_kbps, podcast.channels, podcast.lufs, podcast.dbtp
        ),
        MasterSpec(station.slug, cast(Codec, station.codec), 0, 2, Lufs(station.lufs), Dbtp(station.dbtp)),
    )


def tags_of(studio: Studio, score: Score, cover: bytes) -> Tags:
    """What a player shows of an episode."""
    show, episode = studio.settings.show, score.planned.airtime.episode
    day = score.planned.airtime.local_start
    return Tags(
        title=f"{show.title_km} {day:%Y-%m-%d}",
        artist=show.author,
        album=show.title_km,
        year=day.year,
        genre="Podcast",
        language="khm" if score.planned.airtime.slot.language == "km" else "eng",
        comment=show.description_km,
        cover=cover,
        track=episode.number,
    )


def make_masters(studio: Studio, score: Score, tags: Tags) -> tuple[Mastered, ...]:
    """Make each master that the ledger does not know, side by side; the others are taken from the vault.

    Each is kept as soon as it is made. Raises SoundRefused where the sound misses its target.
    """
    known = {one.spec.name: one for one in known_masters(studio, score, tags)}
    wanted = [spec for spec in specs(studio, score) if spec.name not in known]
    made = mastered(studio, score, wanted, tags) if wanted else {}
    return tuple(known.get(spec.name) or made[spec.name] for spec in specs(studio, score))


def opened(studio: Studio, spec: MasterSpec, figures: Mapping[str, Any], new: bool) -> Mastered:
    """A master with its file, verified. Raises VaultDamaged."""
    digest = Digest(figures["digest"])
    return Mastered(spec, digest, studio.workspace.vault.open(digest), figures, new)


def known_masters(studio: Studio, score: Score, tags: Tags) -> tuple[Mastered, ...]:
    """The masters of a score that are made already."""
    found = []
    with reading(studio.engine) as session:
        for spec in specs(studio, score):
            figures = ledger.made(session, work_key(score, spec, tags))
            if figures and Digest(figures["digest"]) in studio.workspace.vault:
                found.append(opened(studio, spec, figures, False))
    return tuple(found)


def work_key(score: Score, spec: MasterSpec, tags: Tags) -> Digest:
    """What names this piece of work: every byte and every number that decides how the master sounds."""
    sources = {label: digest_file(path) for label, path in score.sources.items() if label not in score.recorded}
    plain = {**asdict(tags), "cover": digest_of_cover(tags)}
    return ledger.key("master", RECIPE, [to_json(score.sheet), dict(score.recorded), sources, asdict(spec), plain])


def digest_of_cover(tags: Tags) -> str:
    """The cover as a digest."""
    return Digest("") if tags.cover is None else ledger.key("cover", RECIPE, tags.cover.hex())


def mastered(studio: Studio, score: Score, wanted: Sequence[MasterSpec], tags: Tags) -> dict[str, Mastered]:
    """Make masters side by side and keep each as it is done; by the names of their specs."""
    title = f"Mastering {score.planned.airtime.episode.slug}"
    found: dict[str, Mastered] = {}
    place = studio.workspace.root / "audio"
    with TemporaryDirectory(prefix=".partial-", dir=place) as folder, ThreadPoolExecutor(max_workers=2) as pool:
        studio.tell(title, 0, len(wanted))
        futures = {pool.submit(one_master, score, spec, Path(folder), tags): spec for spec in wanted}
        for future in as_completed(futures):
            spec, report = futures[future], future.result()
            figures = figures_of(report, studio.workspace.vault.put_file(Path(report.path)))
            with writing(studio.engine) as session:
                remember(studio, session, score, spec, work_key(score, spec, tags), figures)
            found[spec.name] = opened(studio, spec, figures, True)
            studio.tell(title, len(found), len(wanted))
    return found


def one_master(score: Score, spec: MasterSpec, folder: Path, tags: Tags) -> MasterReport:
    """Mix, limit, encode and measure one master."""
    target = folder / f"{spec.name}.{spec.codec}"
    return master(score.sheet, score.sources, spec, target, tags, segments(score))


def segments(score: Score) -> tuple[Passage, ...]:
    """The entries of the rundown as stretches that are measured on their own."""
    return tuple(
        Passage(entry.key, entry.title_km, "story", samples(entry.start), samples(entry.heard))
        for entry in score.rundown.heard
    )


def figures_of(report: MasterReport, digest: Digest) -> Mapping[str, Any]:
    """A report as plain values."""
    plain = asdict(report)
    plain.pop("path")
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
