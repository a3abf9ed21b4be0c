"""Documents: what of an episode can be found, the programme as a whole and each story in it. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from studio.publishing import wording
from studio.publishing.search.terms import terms
from studio.publishing.themes import theme_name
from studio.publishing.values import Both, PublishedEpisode, Segment
from studio.units import Ms

TITLE, NAME, TOLD = 8, 4, 1
"""What a term counts for in a title, in the name of a community, a place or a theme, and in what is said."""
MOST = 15
"""What a term counts for at most in one document."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something that is found: an episode, or with `story` one in it. day: of its publication in Cambodia.

    start: of the story in the episode. weights: what each term counts for.
    """

    episode: str
    story: str
    title: Both
    day: str
    start: Ms
    weights: Mapping[str, int]


def documents(episode: PublishedEpisode) -> tuple[Document, ...]:
    """The documents of an episode, itself first."""
    day = episode.published_at.astimezone(wording.ZONE).date().isoformat()
    around = [segment for segment in episode.segments if not segment.is_story]
    said = (line.text for segment in around for line in segment.utterances)
    whole = _weights((episode.title,), (), (episode.description,), said)
    own = Document(episode.slug, "", episode.title, day, Ms(0), whole)
    return (own, *(_story(episode, segment, day) for segment in episode.stories))


def _story(episode: PublishedEpisode, segment: Segment, day: str) -> Document:
    names = [*segment.organizations, *(one for one in (_province(segment),) if one)]
    names += [theme_name(segment.theme)] if segment.theme else []
    weights = _weights((segment.title,), names, (), (line.text for line in segment.utterances))
    return Document(episode.slug, segment.slug, segment.title, day, segment.start, weights)


def _province(segment: Segment) -> Both | None:
    return segment.province.name if segment.province else None


def _weights(
    titles: Iterable[Both], names: Iterable[Both], told: Iterable[Both], said: Iterable[str]
) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for texts, weight in ((titles, TITLE), (names, NAME), (told, TOLD)):
        for text in texts:
            for written in {text.km, text.en}:
                counted.update(dict.fromkeys(terms(written), weight))
    for line in said:
        counted.update(dict.fromkeys(terms(line), TOLD))
    return {term: min(weight, MOST) for term, weight in sorted(counted.items())}


def to_bytes(found: Iterable[Document]) -> bytes:
    """Documents as they are kept."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def from_bytes(content: bytes) -> tuple[Document, ...]:
    """Documents that were kept."""
    return tuple(_read(json.loads(content)))


def _read(rows: Iterable[dict[str, Any]]) -> Iterator[Document]:
    for row in rows:
        yield Document(**{**row, "title": Both(**row["title"]), "start": Ms(row["start"])})
