"""The stage `archive`: an edition as it was published, in a bag that outlives this program.

In it is what the world heard and read, how it was made, and the takes that may be kept. Never in it: originals,
identities, names that were not published, and recordings that lost their consent, were never cleared, or were cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from studio.audio.scores.sheet import to_json
from studio.errors import EditionNotReady, Fault, fault
from studio.pipeline.airtime import airtime_of
from studio.pipeline.built import Edition, edition_of
from studio.pipeline.directory import directory_of
from studio.pipeline.opening import Studio
from studio.pipeline.publish import published_episode
from studio.pipeline.sounds import Heard, Spoken
from studio.publishing.bags.writing import Kept, files_of, write_bag
from studio.publishing.chapters import chapters_json
from studio.publishing.transcript import webvtt
from studio.publishing.values import Both, PublishedEpisode
from studio.records.episodes import ClipTreatment, Take
from studio.records.kinds import Medium, Purpose
from studio.scheduling.exports.rundown_json import rundown_json
from studio.store.engine import reading

FOLDER = "archive"
"""Where bags are made in a workspace: one folder an edition."""

CUTTING = ("cuts", "trim_in", "trim_out")
"""Steps of a treatment that take something out of a recording: perhaps what must not be heard."""


@dataclass(frozen=True, slots=True)
class Bagged:
    """A bag: its folder, whether it is another one than before, its files, and the recordings that are not in it."""

    folder: Path
    new: bool
    files: int
    left_out: tuple[Fault, ...]


def bag_edition(studio: Studio, slug: str, to: Path | None = None) -> Bagged:
    """Put an edition as it was built into a bag, `to`/SLUG or archive/SLUG of the workspace.

    Raises NotFound, EditionNotReady where it was never built or lost a consent since, VaultDamaged.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
    edition = edition_of(studio, airtime)
    EditionNotReady.raise_if(edition.lacks)
    episode = published_episode(studio, edition, directory_of(studio))
    with reading(studio.engine) as session:
        judged = [(spoken, heard, _why_not(session, studio, spoken, heard)) for spoken, heard in _all_heard(edition)]
    kept = [(spoken, heard) for spoken, heard, why in judged if why is None]
    folder = (to or studio.workspace.root / FOLDER) / slug
    new = write_bag(folder, _payload(studio, edition, episode, kept), _about(studio, edition, episode))
    return Bagged(folder, new, len(files_of(folder)), tuple(why for _, _, why in judged if why is not None))


def _all_heard(edition: Edition) -> Iterator[tuple[Spoken, Heard]]:
    for spoken in edition.spoken:
        for heard in spoken.heard:
            yield spoken, heard


def _why_not(session: Session, studio: Studio, spoken: Spoken, heard: Heard) -> Fault | None:
    """Why a recording may not be kept; None where it may.

    A participant's own voice is kept while its consent to being heard online holds; nobody's, once it was cut.
    """
    source = heard.part.clip
    if source and not _voice_covered(studio, spoken, source):
        return fault("archive.clip-unconsented", heard.label, source=source)
    if source:
        clip = session.get(ClipTreatment, heard.digest)
        steps: Mapping[str, Any] = clip.treatment if clip else {}
    else:
        takes = session.exec(select(Take).where(Take.working == heard.digest)).all()
        steps = {name: value for take in takes for name, value in take.treatment.items()}
    if any(steps.get(step) for step in CUTTING):
        return fault("archive.take-cut", heard.label)
    return None


def _voice_covered(studio: Studio, spoken: Spoken, source: str) -> bool:
    today = studio.now.astimezone(studio.timezone).date()
    covered = spoken.story.material.clearance.covered if spoken.story else ()
    return any(
        one.source == source
        and (one.purpose, one.medium) == (Purpose.VOICE, Medium.ONLINE)
        and (one.until is None or one.until >= today)
        for one in covered
    )


def _payload(
    studio: Studio, edition: Edition, episode: PublishedEpisode, kept: Sequence[tuple[Spoken, Heard]]
) -> Iterator[Kept]:
    language = episode.language.value
    yield Kept("episode.json", _json(_told(episode)))
    yield Kept("rundown.json", rundown_json(replace(edition.rundown, left_out=())).encode())
    yield Kept("cues.json", to_json(edition.sheet).encode())
    yield Kept("consents.json", _json(_consents(edition)))
    yield Kept(f"transcript.{language}.vtt", webvtt(episode.utterances).encode())
    yield Kept("chapters.json", chapters_json(episode.chapters, episode.language, {}).encode())
    for rank, spoken in enumerate(edition.spoken, start=1):
        if spoken.script is not None:
            name = f"script/{rank:02}-{_plain(spoken.entry.key)}.{spoken.script.language}.txt"
            yield Kept(name, spoken.script.text.encode())
    for sound in (episode.enclosure, *episode.alternates):
        yield Kept(f"masters/{sound.name or 'podcast'}{sound.suffix}", sound.path, sound.digest)
    for rank, (_, heard) in enumerate(kept, start=1):
        recording = studio.workspace.vault.open(heard.digest)
        yield Kept(f"takes/{rank:02}-{_plain(heard.label)}.flac", recording, heard.digest)


def _told(episode: PublishedEpisode) -> dict[str, Any]:
    """What was published in words, and how the takes are called by their digests."""
    return {
        "guid": episode.guid,
        "slug": episode.slug,
        "season": episode.season,
        "number": episode.number,
        "published_at": episode.published_at.isoformat(),
        "language": episode.language.value,
        "title": _both(episode.title),
        "description": _both(episode.description),
        "synthetic_voice": episode.synthetic_voice,
        "communities": [{"slug": one.slug, "name": _both(one.name)} for one in episode.communities],
        "masters": [
            {"name": one.name or "podcast", "mime": one.mime, "bytes": one.bytes, "ms": one.ms, "sha256": one.digest}
            for one in (episode.enclosure, *episode.alternates)
        ],
    }


def _consents(edition: Edition) -> list[dict[str, Any]]:
    """By which consents each story may be heard: codes and nothing of a person."""
    return [
        {
            "segment": spoken.entry.key,
            "report": spoken.story.material.clearance.report,
            "covered": [
                {
                    **asdict(one),
                    "purpose": one.purpose.value,
                    "medium": one.medium.value,
                    "until": one.until.isoformat() if one.until else None,
                }
                for one in sorted(
                    spoken.story.material.clearance.covered,
                    key=lambda one: (one.source, one.purpose.value, one.medium.value, one.consent_id),
                )
            ],
        }
        for spoken in edition.spoken
        if spoken.story is not None
    ]


def _about(studio: Studio, edition: Edition, episode: PublishedEpisode) -> Iterator[tuple[str, str]]:
    """bag-info.txt; its date is the edition's, so that the same bag made again is the same."""
    show, network = studio.settings.show, studio.settings.network
    yield "Source-Organization", network.name_en or network.name_km
    yield "Contact-Email", show.email
    yield "External-Description", f"{show.title_en or show.title_km}: {episode.title.en or episode.title.km}"
    yield "External-Identifier", episode.guid
    yield "Internal-Sender-Identifier", episode.slug
    yield "Bag-Group-Identifier", show.guid
    yield "Bagging-Date", f"{edition.airtime.local_start:%Y-%m-%d}"
    yield "Bag-Software-Agent", "Studio"
    yield "License", show.license


def _both(text: Both) -> dict[str, str]:
    return {"km": text.km, "en": text.en}


def _json(tree: object) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(name: str) -> str:
    """A label as part of a file's name."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in name)
