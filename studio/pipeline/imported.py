"""Episodes that were taken over from elsewhere, beside the editions that are built here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from studio.errors import NotFound, StudioError, VaultDamaged
from studio.pipeline.opening import Studio
from studio.publishing.importing.kept import FILE, Imported, published_of, read_imported
from studio.publishing.publish import Offered
from studio.publishing.values import PublishedEpisode
from studio.units import Digest, digest_of


def imported_offers(studio: Studio, only: Collection[str] | None = None) -> Iterator[Offered]:
    """Each imported episode for the feed, or only some by their slugs, read only where it changed.

    Raises PublishRefused where a file cannot be read; reading an episode raises NotFound, VaultDamaged.
    """
    for path in imported_files(studio):
        content = path.read_bytes()
        one = read_imported(content, path.parent.name)
        if only is None or one.slug in only:
            yield Offered(one.slug, digest_of(content), lambda one=one: _opened(studio, one))  # type: ignore[misc]


def offer_imported(
    studio: Studio,
    before: Mapping[str, str],
    offers: dict[str, Offered],
    held: dict[str, StudioError],
    only: Collection[str] | None = None,
) -> None:
    """Add the imported episodes to what is offered; one whose sound is lost is held back.

    before: the stamps of what stands published. only: the slugs that may be offered.
    Raises PublishRefused where a file cannot be read.
    """
    for each in imported_offers(studio, only):
        try:
            offers[each.slug] = each if before.get(each.slug) == each.stamp else read_once(each)
        except (VaultDamaged, NotFound) as error:
            held[each.slug] = error


def read_once(offer: Offered) -> Offered:
    """The same, read at once, so that what it lacks shows before anything is published."""
    episode = offer.read()
    return Offered(offer.slug, offer.stamp, lambda: episode)


def imported_episodes(studio: Studio) -> tuple[PublishedEpisode, ...]:
    """Every imported episode as it goes out again. Raises PublishRefused, NotFound, VaultDamaged."""
    return tuple(each.read() for each in imported_offers(studio))


def imported_files(studio: Studio) -> list[Path]:
    """Where imported episodes are kept, in order."""
    return sorted(studio.workspace.episodes.glob(f"*/{FILE}"))


def _opened(studio: Studio, one: Imported) -> PublishedEpisode:
    return published_of(one, studio.workspace.vault.open(Digest(one.digest)))
