"""The stage `import` of a podcast that was published elsewhere: its episodes, their guids, their sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import select

from studio.audio.files.sniff import HEAD, container_of
from studio.audio.takes.decode import clean_copy
from studio.errors import Conflict, Fault, IntakeRefused, SettingsInvalid, SoundRefused, fault
from studio.languages import Language
from studio.pipeline.feed_check import Document
from studio.pipeline.imported import imported_files
from studio.pipeline.opening import Studio
from studio.pipeline.takes import limits_of
from studio.publishing import addresses
from studio.publishing.fetching import Bounds, ask
from studio.publishing.importing import captions
from studio.publishing.importing.downloading import Got, download, forget, unreached_fault
from studio.publishing.importing.kept import FILE, Imported, imported_text, read_imported, slug_of
from studio.publishing.importing.reading import read_podcast
from studio.publishing.importing.values import Foreign, Podcast, Pointed
from studio.publishing.podcast import podcast_guid
from studio.publishing.rules.answers import Answer, Unreached
from studio.publishing.rules.reading import MOST_BYTES
from studio.publishing.rules.values import shown
from studio.publishing.values import Utterance
from studio.records.episodes import Publication
from studio.settings import FILE as SETTINGS
from studio.store import audit
from studio.store.engine import reading, writing
from studio.store.files import write_text
from studio.units import Digest, Ms

SMALL = 5_000_000
"""Bytes of a transcript or of chapters that are read at most."""

SOUNDS = {
    "mp3": (".mp3", "audio/mpeg"),
    "mov": (".m4a", "audio/mp4"),
    "ogg": (".opus", "audio/ogg"),
    "flac": (".flac", "audio/flac"),
    "wav": (".wav", "audio/wav"),
}
"""Endings and types of the sounds that podcasts have, by their containers."""

_GUID = re.compile(r'(?ms)^(\[show\](?:(?!^\[).)*?^guid\s*=\s*)"[^"\n]*"')
_SHOW = re.compile(r"(?m)^\[show\][^\n]*\n")


@dataclass(frozen=True, slots=True)
class Room:
    """What an import may cost. private: whether addresses of this machine and this network may be asked."""

    seconds: float = 600.0
    most: int = 1_000_000_000
    private: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import. new, changed, same: slugs; faults: what stands in the way of others; guid: the show's.

    feed: the address at which the podcast is read from now on. silent: items without a sound, which are no episodes.
    """

    title: str
    guid: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    faults: tuple[Fault, ...]
    feed: str
    silent: int = 0


def fetched_feed(address: str, room: Room) -> Document:
    """A feed from its server. Raises IntakeRefused where it is not reached, or lies where nobody may look."""
    bounds = Bounds(room.seconds, MOST_BYTES + 1, MOST_BYTES + 1, private=room.private)
    got = ask(address, bounds)
    if isinstance(got, Unreached):
        raise IntakeRefused(unreached_fault(got, bounds))
    if got.status != 200:
        raise IntakeRefused.because("importing.feed-status", shown(address, 200), status=got.status)
    return Document(address, got.body, got.address)


def import_feed(studio: Studio, document: Document, room: Room, *, skip: bool = False, dry_run: bool = False) -> Taken:
    """Take a podcast over: its guids, dates, titles and numbers as they are, its sounds into the vault.

    Interrupted and run again, it goes on where it stopped; run once more, it changes nothing. skip: take what can be
    taken, and tell the rest. Raises IntakeRefused with every fault where something cannot be taken, and Conflict where
    this show has published under another guid already.
    """
    podcast, found = read_podcast(document.content, document.where, document.address)
    if podcast is None or (found and not skip) or not podcast.episodes:
        raise IntakeRefused(*found)
    guid = podcast.guid or (podcast_guid(document.address) if document.address else studio.settings.show.guid)
    _may_be_called(studio, guid)
    before = {path.parent.name: path.read_text("utf-8") for path in imported_files(studio)}
    kept: dict[str, str] = {}
    faults = list(found)
    for done, (number, one) in enumerate(_numbered(podcast), start=1):
        slug = slug_of(one.guid, one.published_at.astimezone(studio.timezone))
        result = _taken(studio, podcast, one, number, before.get(slug), room) if not dry_run else ""
        if isinstance(result, Fault):
            faults.append(result)
        else:
            kept[slug] = result
        studio.tell("Fetching the episodes", done, len(podcast.episodes))
    if not dry_run:
        if len(faults) > len(found) and not skip:
            raise IntakeRefused(*faults)
        _keep(studio, guid, document, before, kept)
    new = tuple(slug for slug in kept if slug not in before)
    changed = tuple(slug for slug in kept if slug in before and not dry_run and before[slug] != kept[slug])
    same = tuple(slug for slug in kept if slug not in (*new, *changed))
    feed = f"{studio.settings.show.base_url}{addresses.FEED}"
    return Taken(podcast.title, guid, new, changed, same, tuple(faults), feed, podcast.silent)


def _numbered(podcast: Podcast) -> list[tuple[int, Foreign]]:
    """Episodes, the oldest first, each with its number: the feed's own, else its rank."""
    ordered = sorted(podcast.episodes, key=lambda one: (one.published_at, one.guid))
    return [(one.number or rank, one) for rank, one in enumerate(ordered, start=1)]


def _may_be_called(studio: Studio, guid: str) -> None:
    """Raises Conflict where the show goes by another guid in its listeners' apps already."""
    with reading(studio.engine) as session:
        published = session.exec(select(Publication.id).limit(1)).first() is not None
    if guid != studio.settings.show.guid and (published or imported_files(studio)):
        raise Conflict(fault("importing.guid-differs", SETTINGS, found=studio.settings.show.guid, wanted=guid))


def _taken(studio: Studio, podcast: Podcast, one: Foreign, number: int, before: str | None, room: Room) -> str | Fault:
    """An episode with its sound in the vault, as it is kept; or why it cannot be taken."""
    old = read_imported(before.encode(), one.guid) if before else None
    if old is not None and old.source == one.sound.address and Digest(old.digest) in studio.workspace.vault:
        sound = (old.digest, old.bytes, old.mime, old.suffix, Ms(old.ms))
    else:
        bounds = Bounds(room.seconds, room.most, private=room.private)
        got = download(one.sound.address, studio.workspace.cache / "imports", bounds)
        if isinstance(got, Fault):
            return got
        found = _sound(studio, one, got)
        if isinstance(found, Fault):
            return found
        sound = found
    digest, size, mime, suffix, ms = sound
    local = one.published_at.astimezone(studio.timezone)
    language = Language.EN if podcast.language.startswith("en") else Language(studio.settings.show.language)
    return imported_text(
        Imported(
            slug=slug_of(one.guid, local),
            guid=one.guid,
            title=one.title,
            description=one.description,
            published_at=local.isoformat(),
            language=language.value,
            season=one.season or local.year,
            number=number,
            source=one.sound.address,
            digest=digest,
            bytes=size,
            mime=mime,
            suffix=suffix,
            ms=ms,
            chapters=captions.chapters(_small(one.chapters, room), ms) if one.chapters else (),
            said=tuple((each.start, each.end, each.speaker, each.text) for each in _said(one, ms, room)),
        )
    )


def _sound(studio: Studio, one: Foreign, got: Got) -> tuple[str, int, str, str, Ms] | Fault:
    """A sound that came, in the vault: its digest, bytes, type, ending, length."""
    with got.path.open("rb") as source:
        container = container_of(source.read(HEAD))
    if container not in SOUNDS:
        forget(got)
        return fault("importing.not-sound", one.sound.address, found=got.mime or "–")
    ms = one.ms
    if not ms:
        with TemporaryDirectory(prefix="studio-") as folder:
            try:
                ms = clean_copy(got.path, Path(folder) / "working.flac", limits_of(studio)).ms
            except SoundRefused as error:
                forget(got)
                return error.faults[0]
    size = got.path.stat().st_size
    digest = studio.workspace.vault.put_file(got.path)
    forget(got)
    suffix, mime = SOUNDS[container]
    return digest, size, mime, suffix, ms


def _said(one: Foreign, ms: Ms, room: Room) -> tuple[Utterance, ...]:
    """What is said, by the first transcript that can be read."""
    for pointed in one.transcripts:
        found = captions.utterances(_small(pointed, room), pointed.mime, ms)
        if found:
            return found
    return ()


def _small(pointed: Pointed, room: Room) -> bytes:
    got = ask(pointed.address, Bounds(min(room.seconds, 30.0), SMALL, SMALL, private=room.private))
    return got.body if isinstance(got, Answer) and got.status == 200 else b""


def _keep(studio: Studio, guid: str, document: Document, before: dict[str, str], kept: dict[str, str]) -> None:
    for slug, text in kept.items():
        write_text(studio.workspace.episodes / slug / FILE, text)
    _call(studio, guid, document.address)
    changed = [slug for slug, text in kept.items() if before.get(slug) != text]
    if changed:
        with writing(studio.engine) as session:
            details = {"episodes": str(len(changed)), "guid": guid}
            audit.append(session, studio.now, studio.actor, "feed.imported", document.where, details)


def _call(studio: Studio, guid: str, address: str) -> None:
    """Write the podcast's guid, and that it was read elsewhere before, into studio.toml, where they are not so yet."""
    path = studio.workspace.root / SETTINGS
    text = path.read_text("utf-8-sig")
    if guid != studio.settings.show.guid:
        text, done = _GUID.subn(rf'\g<1>"{guid}"', text, count=1)
        text = text if done else _below_show(text, f'guid = "{guid}"')
    if address and not studio.settings.show.moved_from:
        before = f"{address.partition('?')[0].rpartition('/')[0]}/"
        text = _below_show(text, f'moved_from = "{before}"   # the feed tells apps of its new address')
    write_text(path, text)


def _below_show(text: str, line: str) -> str:
    match = _SHOW.search(text)
    if match is None:
        raise SettingsInvalid(fault("importing.settings", SETTINGS, line=line))
    return f"{text[: match.end()]}{line}\n{text[match.end() :]}"
