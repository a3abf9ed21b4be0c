"""The stage `publish`: every mastered edition as the world gets it, in one run, the feed last."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import select

from studio.errors import (
    EditionNotReady,
    Fault,
    NotFound,
    StudioError,
    VaultDamaged,
)
from studio.languages import Language
from studio.pipeline.airtime import Airtime, coming
from studio.pipeline.built import Edition, edition_of, newest_build
from studio.pipeline.directory import Directory, directory_of, slug_of
from studio.pipeline.master import MIMES
from studio.pipeline.opening import Studio
from studio.pipeline.sounds import Heard, Spoken
from studio.publishing.check import faults
from studio.publishing.cover import cover
from studio.publishing.publish import Published, publish
from studio.publishing.transcript import Spoken as Sentence
from studio.publishing.transcript import spread
from studio.publishing.values import (
    Both,
    Channel,
    Chapter,
    Community,
    Enclosure,
    PublishedEpisode,
    Segment,
    Utterance,
)
from studio.records.cleared import ClearedMaterial, ClearedVoice
from studio.records.episodes import Publication
from studio.records.kinds import Medium, Purpose
from studio.scheduling.values import Entry
from studio.scripting.timing import sentences
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, Samples, delta, whole_ms

NAMESPACE = uuid.UUID("8f0f1e0a-5b4b-5f0e-9c0c-6d5a6b1b5d11")
"""The namespace of Studio's episode guids: the show's own guid and the edition's slug name an episode for ever."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What was published, and each edition that was held back with what it lacks."""

    result: Published
    slugs: tuple[str, ...]
    held: Mapping[str, StudioError]
    faults: tuple[Fault, ...]


def publish_all(studio: Studio) -> Publishing:
    """Publish every edition as it was built; one that lost a consent or its sound is held back and leaves the feed.

    What one edition lacks never keeps another one, or a withdrawal, from taking effect.

    Raises PublishRefused with every fault, before anything is written.
    """
    found: list[PublishedEpisode] = []
    held: dict[str, StudioError] = {}
    masters: dict[str, str] = {}
    directory = directory_of(studio)
    editions = [one for one in coming(studio, every=True) if built_already(studio, one)]
    for done, airtime in enumerate(editions, start=1):
        slug = airtime.episode.slug
        try:
            edition = edition_of(studio, airtime)
            EditionNotReady.raise_if(edition.lacks)
            found.append(published_episode(studio, edition, directory))
            masters[slug] = edition.master["digest"]
        except (EditionNotReady, VaultDamaged, NotFound) as error:
            held[slug] = error
        studio.tell("Reading the editions", done, len(editions))
    result = publish(
        channel_of(studio, any(one.synthetic_voice for one in found)), tuple(found), studio.workspace.feeds
    )
    remember(studio, editions, found, masters)
    return Publishing(result, tuple(one.slug for one in found), held, faults(studio.workspace.feeds))


def built_already(studio: Studio, airtime: Airtime) -> bool:
    """Whether an edition was ever built."""
    with reading(studio.engine) as session:
        return newest_build(session, airtime) is not None


def show_cover(studio: Studio) -> bytes:
    """The cover of the show."""
    return cover(Both(studio.settings.show.title_km, studio.settings.show.title_en))


def channel_of(studio: Studio, synthetic: bool) -> Channel:
    """The show as it stands at the head of the feed."""
    show, network = studio.settings.show, studio.settings.network
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
        synthetic_voice=synthetic,
    )


def episode_guid(studio: Studio, slug: str) -> str:
    """The guid of an edition: the same whenever and wherever it is computed."""
    return str(uuid.uuid5(NAMESPACE, f"{studio.settings.show.guid}/{slug}"))


def published_episode(studio: Studio, edition: Edition, directory: Directory) -> PublishedEpisode:
    """An edition as the world gets it: only what is cleared for online is in it."""
    airtime = edition.airtime
    segments = tuple(
        segment_of(edition, entry, one, directory)
        for entry, one in zip(edition.rundown.entries, edition.spoken, strict=True)
    )
    day = airtime.local_start
    return PublishedEpisode(
        slug=airtime.episode.slug,
        number=airtime.episode.number,
        season=day.year,
        guid=episode_guid(studio, airtime.episode.slug),
        title=episode_title(studio, segments, airtime),
        description=episode_description(studio, segments),
        published_at=day + delta(Ms(airtime.episode.length_ms)),
        language=Language(airtime.slot.language),
        enclosure=Enclosure(
            path=studio.workspace.vault.open(edition.master["digest"]),
            mime=MIMES[edition.master["codec"]],
            bytes=edition.master["bytes"],
            ms=edition.master["ms"],
            digest=edition.master["digest"],
            suffix=f".{edition.master['codec']}",
        ),
        chapters=tuple(Chapter(one.start, one.title) for one in segments),
        segments=segments,
        synthetic_voice=any(one.synthetic for spoken in edition.spoken for one in spoken.heard),
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


def communities_of(directory: Directory, material: ClearedMaterial) -> tuple[Community, ...]:
    """Who speaks: with what the directory shows of those that are listed in it, by name alone for the others."""
    return tuple(
        directory.listed.get(one.code) or Community(slug_of(one.code), Both(one.name_km, one.name_en))
        for one in material.organizations
    )


def utterances_of(edition: Edition, heard: Heard) -> tuple[Utterance, ...]:
    """The sentences of one recording, in the time in which the cue sheet plays it, in however many pieces."""
    cues = [one for one in edition.sheet.cues if one.lane == "voice" and one.source == heard.label]
    start, end = min(one.start for one in cues), max(one.end for one in cues)
    language = Language(edition.airtime.slot.language)
    said = [Sentence(*one) for one in sentences(heard.part.lines, language)]
    return spread(whole_ms(start), whole_ms(Samples(end - start)), said)


def remember(
    studio: Studio, editions: Sequence[Airtime], found: Sequence[PublishedEpisode], masters: Mapping[str, str]
) -> None:
    """Write down what is published with which master, and leave a trace of each change."""
    ids = {one.episode.slug: one.episode.id or 0 for one in editions}
    with writing(studio.engine) as session:
        for one in found:
            row = session.exec(select(Publication).where(Publication.episode_id == ids[one.slug])).first()
            master = masters[one.slug]
            if row is None:
                session.add(
                    Publication(episode_id=ids[one.slug], guid=one.guid, published_at=one.published_at, master=master)
                )
                audit.append(session, studio.now, studio.actor, "episode.published", one.slug, {"master": master})
            elif row.master != master:
                row.master = master
                audit.append(session, studio.now, studio.actor, "episode.changed", one.slug, {"master": master})
        gone = session.exec(select(Publication)).all()
        kept = {ids[one.slug] for one in found}
        for row in gone:
            if row.episode_id not in kept and row.master:
                row.master = ""
                slug = next((name for name, number in ids.items() if number == row.episode_id), str(row.episode_id))
                audit.append(session, studio.now, studio.actor, "episode.held-back", slug, {})
