"""An episode that was taken over, as it is kept: imported.json in its folder of episodes/. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from studio.errors import PublishRefused
from studio.languages import Language
from studio.publishing.values import Both, Chapter, Enclosure, PublishedEpisode, Segment, Utterance
from studio.units import Digest, Ms, digest_of

FILE = "imported.json"
VERSION = 1
KIND = "imported"


@dataclass(frozen=True, slots=True)
class Imported:
    """What is kept. source: the address that its sound came from. digest, bytes, mime, suffix, ms: of the sound."""

    slug: str
    guid: str
    title: str
    description: str
    published_at: str
    language: str
    season: int
    number: int
    source: str
    digest: str
    bytes: int
    mime: str
    suffix: str
    ms: int
    chapters: tuple[tuple[int, str], ...] = ()
    said: tuple[tuple[int, int, str, str], ...] = ()
    version: int = VERSION


def slug_of(guid: str, day: datetime) -> str:
    """What an episode is called here: its day and the beginning of a digest of its guid; the same whenever asked."""
    return f"{day:%Y-%m-%d}-{digest_of(guid.encode())[:8]}"


def imported_text(one: Imported) -> str:
    """The file."""
    return json.dumps(asdict(one), ensure_ascii=False, indent=1) + "\n"


def read_imported(content: bytes, where: str) -> Imported:
    """What a file says. Raises PublishRefused where it is none of ours."""
    try:
        tree: dict[str, Any] = json.loads(content)
        chapters = tuple((int(start), str(title)) for start, title in tree.pop("chapters"))
        said = tuple((int(a), int(b), str(who), str(text)) for a, b, who, text in tree.pop("said"))
        found = Imported(**tree, chapters=chapters, said=said)
        datetime.fromisoformat(found.published_at)
        if found.version != VERSION:
            raise ValueError(found.version)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishRefused.because("importing.kept-bad", where, reason=str(error)) from error
    return found


def published_of(one: Imported, path: Path) -> PublishedEpisode:
    """The episode as it goes out again. path: where its sound is."""
    language = Language(one.language)
    said = tuple(Utterance(Ms(start), Ms(end), who, text) for start, end, who, text in one.said)
    segment = Segment(KIND, _told(one.title, language), Ms(0), Ms(one.ms), KIND, utterances=said)
    return PublishedEpisode(
        slug=one.slug,
        number=one.number,
        season=one.season,
        guid=one.guid,
        title=_told(one.title, language),
        description=_told(one.description, language),
        published_at=datetime.fromisoformat(one.published_at),
        language=language,
        enclosure=Enclosure(path, one.mime, one.bytes, Ms(one.ms), Digest(one.digest), one.suffix),
        chapters=tuple(Chapter(Ms(start), _told(title, language)) for start, title in one.chapters),
        segments=(segment,) if said else (),
    )


def stamp_of(found: Sequence[bytes]) -> str:
    """A text that is another one whenever a file is another one."""
    return digest_of(b"\0".join(found))


def _told(text: str, language: Language) -> Both:
    return Both(text, "") if language is Language.KM else Both("", text)
