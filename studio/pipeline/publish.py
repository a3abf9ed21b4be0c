"""The stage `publish`: every mastered edition as the world gets it, in one run, the feed last."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import select

from studio.errors import EditionNotReady, Fault, NotFound, StudioError, VaultDamaged
from studio.languages import Language
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.built import Edition, edition_of
from studio.pipeline.directory import Directory, communities_of, directory_of
from studio.pipeline.episode_picture import episode_banner
from studio.pipeline.imported import offer_imported, read_once
from studio.pipeline.master import MIMES
from studio.pipeline.notices import notices_of, notices_of_gone
from studio.pipeline.opening import Studio
from studio.pipeline.sounds import Heard, Spoken
from studio.pipeline.standing_editions import Standing, standing_of
from studio.pipeline.story_sounds import with_sound
from studio.publishing import addresses
from studio.publishing.archive.doubt import doubt
from studio.publishing.check import faults
from studio.publishing.cover import cover
from studio.publishing.publish import Offered, Published, publish, stamps
from studio.publishing.transcript import Spoken as Sentence
from studio.publishing.transcript import spread
from studio.publishing.values import (
    Both,
    Channel,
    Chapter,
    Enclosure,
    LowRate,
    PublishedEpisode,
    Segment,
    Utterance,
)
from studio.records.airtime import AirtimeSlot
from studio.records.cleared import ClearedMaterial, ClearedVoice
from studio.records.episodes import Episode, Publication
from studio.records.kinds import Medium, Purpose
from studio.scheduling.values import Entry
from studio.scripting.timing import sentences
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, Samples, delta, whole_ms

CODECS = {"mp3": "MP3", "opus": "Opus"}
"""What listeners call a codec."""

NAMESPACE = uuid.UUID("8f0f1e0a-5b4b-5f0e-9c0c-6d5a6b1b5d11")
"""The namespace of Studio's episode guids: the show's own guid and the edition's slug name an episode for ever."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What was published, each edition that was held back with what it lacks, and what was damaged before."""

    result: Published
    slugs: tuple[str, ...]
    held: Mapping[str, StudioError]
    faults: tuple[Fault, ...]
    mended: tuple[Fault, ...] = ()


def publish_all(studio: Studio, *, only: Collection[str] | None = None, mend: bool = False) -> Publishing:
    """Publish every edition as it was built; one that lost a consent or its sound is held back and leaves the feed.

    What one edition lacks never keeps another one, or a withdrawal, from taking effect. Every clearance is decided
    anew; an edition that is as it was published is not read again. mend: every published file is read first, and what
    was damaged or lost is made again. only: the slugs of those that may be published.

    Raises PublishRefused with every fault, before anything is written.
    """
    directory = directory_of(studio)
    channel = channel_of(studio)
    mended = doubt(studio.workspace.feeds) if mend else ()
    every = {one.airtime.episode.slug: one for one in looked_at(studio, directory)}
    standings = {slug: one for slug, one in every.items() if only is None or slug in only}
    before = stamps(studio.workspace.feeds, channel)
    with TemporaryDirectory(prefix=".partial-", dir=studio.workspace.root / "audio") as folder:
        offers: dict[str, Offered] = {}
        held: dict[str, StudioError] = {}
        for slug, one in standings.items():
            try:
                EditionNotReady.raise_if(one.lacks)
                offers[slug] = offered(studio, one, directory, Path(folder), known=before.get(slug) == one.stamp)
            except (EditionNotReady, VaultDamaged, NotFound) as error:
                held[slug] = error
        offer_imported(studio, before, offers, held, only)
        result = publish(channel, offers.values(), studio.workspace.feeds, notices_of_gone(studio))
    remember(studio, {slug: one for slug, one in standings.items() if slug in offers})
    found = faults(studio.workspace.feeds, frozenset(result.written))
    return Publishing(result, tuple(offers), held, found, mended)


def looked_at(studio: Studio, directory: Directory) -> Iterator[Standing]:
    """Every edition that was built, as it stands now."""
    editions = coming(studio, every=True)
    with reading(studio.engine) as session:
        for done, airtime in enumerate(editions, start=1):
            found = standing_of(studio, session, airtime, directory)
            if found is not None:
                yield found
            studio.tell("Reading the editions", done, len(editions))


def offered(studio: Studio, standing: Standing, directory: Directory, folder: Path, *, known: bool) -> Offered:
    """An edition for the feed; one that is not known as it stands is read at once, so that what it lacks shows.

    Raises EditionNotReady, VaultDamaged, NotFound.
    """

    def read() -> PublishedEpisode:
        return published_episode(studio, edition_of(studio, standing.airtime), directory, folder)

    found = Offered(standing.airtime.episode.slug, standing.stamp, read)
    return found if known else read_once(found)


def show_cover(studio: Studio) -> bytes:
    """The cover of the show."""
    return cover(Both(studio.settings.show.title_km, studio.settings.show.title_en))


def channel_of(studio: Studio) -> Channel:
    """The show as it stands at the head of the feed."""
    show, network = studio.settings.show, studio.settings.network
    with reading(studio.engine) as session:
        rules = session.exec(select(AirtimeSlot.rrule).distinct()).all()
    return Channel(
        slug=show.slug,
        title=Both(show.title_km, show.title_en),
        description=Both(show.description_km, show.description_en),
        author=show.author,
        email=show.email,
        base_url=show.base_url,
        language=Language(show.language),
        categories=show.categories,
        explicit=False,
        guid=show.guid,
        license=show.license,
        license_url=show.license_url,
        owner=show.author,
        cover=show_cover(studio),
        network=Both(network.name_km, network.name_en),
        hotline=network.hotline,
        hub=show.hub,
        frequency=rules[0] if len(rules) == 1 else "",
        new_feed_url=f"{show.base_url}{addresses.FEED}" if show.moved_from else show.new_feed_url,
        low_rates=tuple(
            LowRate(name, CODECS.get(one.codec, one.codec.upper()), one.bitrate_kbps)
            for name, one in studio.settings.masters.extra.items()
            if one.low_data
        ),
    )


def episode_guid(studio: Studio, slug: str) -> str:
    """The guid of an edition: the same whenever and wherever it is computed."""
    return str(uuid.uuid5(NAMESPACE, f"{studio.settings.show.guid}/{slug}"))


def published_episode(
    studio: Studio, edition: Edition, directory: Directory, folder: Path | None = None
) -> PublishedEpisode:
    """An edition as the world gets it: only what is cleared for online is in it.

    folder: where the sounds of single stories are put; without one they have none of their own, and it no picture.
    """
    airtime, whole = edition.airtime, sound_of(studio, edition.master)
    segments = tuple(
        segment_of(edition, entry, one, directory)
        for entry, one in zip(edition.rundown.entries, edition.spoken, strict=True)
    )
    if folder is not None:
        segments = tuple(with_sound(one, whole, folder) if one.is_story else one for one in segments)
    asked = {name for name, one in studio.settings.masters.extra.items() if one.low_data}
    title = episode_title(studio, segments, airtime)
    return PublishedEpisode(
        slug=airtime.episode.slug,
        number=airtime.episode.number,
        season=airtime.local_start.year,
        guid=episode_guid(studio, airtime.episode.slug),
        title=title,
        description=episode_description(studio, segments),
        published_at=published_at(airtime),
        language=Language(airtime.slot.language),
        enclosure=whole,
        chapters=tuple(Chapter(one.start, one.title) for one in segments),
        segments=segments,
        synthetic_voice=any(one.synthetic for spoken in edition.spoken for one in spoken.heard),
        notices=notices_of(studio, airtime.episode.slug),
        alternates=tuple(sound_of(studio, one) for one in edition.master.get("others", ()) if one["name"] in asked),
        banner=episode_banner(studio, title, whole) if folder is not None else None,
    )


def sound_of(studio: Studio, master: Mapping[str, Any]) -> Enclosure:
    """A master as it is published. Raises VaultDamaged, NotFound."""
    return Enclosure(
        path=studio.workspace.vault.open(master["digest"]),
        mime=MIMES[master["codec"]],
        bytes=master["bytes"],
        ms=master["ms"],
        digest=master["digest"],
        suffix=f".{master['codec']}",
        name=master.get("name", ""),
    )


def episode_title(studio: Studio, segments: Sequence[Segment], airtime: Airtime) -> Both:
    """The title of the first story that is told in both languages: communities, not the Network, head the list."""
    titles = [one.title for one in segments if one.is_story]
    show, day = studio.settings.show, f"{airtime.local_start:%Y-%m-%d}"
    plain = Both(f"{show.title_km} {day}", f"{show.title_en} {day}")
    return next((one for one in titles if one.km != one.en), titles[0] if titles else plain)


def episode_description(studio: Studio, segments: Sequence[Segment]) -> Both:
    """Every story in one line; without one, what the show is."""
    titles = [one.title for one in segments if one.is_story]
    if not titles:
        return Both(studio.settings.show.description_km, studio.settings.show.description_en)
    return Both(" · ".join(one.km for one in titles), " · ".join(one.en for one in titles))


def segment_of(edition: Edition, entry: Entry, spoken: Spoken, directory: Directory) -> Segment:
    """One entry with its words, spread over the sound in which they are heard."""
    material = spoken.story.material if spoken.story else None
    shown = material if material and placed_online(material) else None
    return Segment(
        slug=entry.key,
        title=Both(entry.title_km, entry.title_en),
        start=entry.start,
        ms=entry.heard,
        kind=spoken.script.kind.value if spoken.script else entry.kind,
        communities=communities_of(directory, material) if material else (),
        place=Both(shown.place.name_km, shown.place.name_en) if shown else None,
        utterances=tuple(line for heard in spoken.heard for line in utterances_of(edition, heard)),
        theme=material.sectors[0].value if material and material.sectors else "",
        province=directory.provinces.get(shown.place.province_code) if shown else None,
        said_by=tuple(dict.fromkeys(called(one) for one in material.voices)) if material else (),
    )


def placed_online(material: ClearedMaterial) -> bool:
    """Whether everybody who is heard agreed to the place being shown online."""
    agreed = {
        one.source for one in material.clearance.covered if one.purpose is Purpose.PLACE and one.medium is Medium.ONLINE
    }
    return all(voice.source in agreed for voice in material.voices)


def called(voice: ClearedVoice) -> Both:
    """How a person may be called online: by the name that is cleared, else by role."""
    return Both(voice.name_km or voice.role_km, voice.name_en or voice.role_en)


def utterances_of(edition: Edition, heard: Heard) -> tuple[Utterance, ...]:
    """The sentences of one recording, in the time in which the cue sheet plays it, in however many pieces."""
    cues = [one for one in edition.sheet.cues if one.lane == "voice" and one.source == heard.label]
    start, end = min(one.start for one in cues), max(one.end for one in cues)
    language = Language(edition.airtime.slot.language)
    said = [Sentence(*one) for one in sentences(heard.part.lines, language)]
    return spread(whole_ms(start), whole_ms(Samples(end - start)), said)


def remember(studio: Studio, standings: Mapping[str, Standing]) -> None:
    """Write down what is published with which master, and leave a trace of each change."""
    with writing(studio.engine) as session:
        rows = {one.episode_id: one for one in session.exec(select(Publication))}
        names = dict(session.exec(select(Episode.id, Episode.slug)).all())
        for slug, one in standings.items():
            number, master = one.airtime.episode.id or 0, one.master["digest"]
            row = rows.pop(number, None)
            if row is None:
                at, guid = published_at(one.airtime), episode_guid(studio, slug)
                session.add(Publication(episode_id=number, guid=guid, published_at=at, master=master))
                audit.append(session, studio.now, studio.actor, "episode.published", slug, {"master": master})
            elif row.master != master:
                row.master = master
                audit.append(session, studio.now, studio.actor, "episode.changed", slug, {"master": master})
        for number, row in rows.items():
            if row.master:
                row.master = ""
                slug = names.get(number, str(number))
                audit.append(session, studio.now, studio.actor, "episode.held-back", slug, {})


def published_at(airtime: Airtime) -> datetime:
    """When an edition is published: when its airtime ends."""
    return airtime.local_start + delta(Ms(airtime.episode.length_ms))
