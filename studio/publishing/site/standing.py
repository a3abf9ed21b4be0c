"""Pages that are there whatever was published: about, how to subscribe, what was corrected, who is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cards import Card, Facet, Listing, Period
from studio.publishing.opml import Listed
from studio.publishing.podcasts import PROVINCE, THEME
from studio.publishing.site.assets import Looks
from studio.publishing.site.frame import Frame, Head, Page
from studio.publishing.site.leaves import ROOM, leaves
from studio.publishing.values import Both, Channel, Notice

Corrected = tuple[Card, tuple[Notice, ...]]
"""An episode with what was corrected in it."""

HALF = ROOM // 2
"""What the newest corrections, and what is here no more, each may have of the page that shows both."""

NOWHERE = "none"
"""Communities whose province is not shown."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was corrected and taken out: the newest, how many in each year, and what is said of what is here no more."""

    newest: Sequence[Corrected] = ()
    years: Sequence[Period] = ()
    notes: Sequence[Notice] = ()


def standing(channel: Channel, listing: Listing, feeds: Sequence[Listed], taken: Taken, looks: Looks) -> Iterator[Page]:
    """The pages that stand beside the home page."""
    for language in Language:
        frame = Frame(channel, looks, language)
        yield _page(frame, "search", partial(_search, frame))
        yield _page(frame, "about", partial(frame.page, "about", frame.here("about.html")))
        yield _page(frame, "subscribe", partial(_subscribe, frame, feeds))
        yield _page(frame, "corrections", partial(_corrections, frame, taken))
        gone = leaves(taken.notes, _note_texts, HALF)[1:]
        yield from _parts(frame, "corrected", addresses.corrections_page, "gone", gone, period="")
        yield from _communities(frame, listing.communities)


def corrected_in(channel: Channel, year: str, corrected: Sequence[Corrected], looks: Looks) -> Iterator[Page]:
    """What was corrected in the episodes of a year, on as many pages as it needs."""
    parts = leaves(corrected, _texts)
    for language in Language:
        frame = Frame(channel, looks, language)
        yield from _parts(frame, "corrected", addresses.corrections_page, year, parts, period=year)


def in_khmer(pages: Iterable[Page]) -> Iterator[str]:
    """The paths of pages in Khmer, from which those in the other languages follow."""
    others = tuple(addresses.in_language("", one) for one in Language if one is not Language.KM)
    return (page.path for page in pages if not page.path.startswith(others))


def _page(frame: Frame, name: str, render: Callable[[], str]) -> Page:
    return Page(addresses.in_language(f"{name}.html", frame.language), render)


def _subscribe(frame: Frame, feeds: Sequence[Listed]) -> str:
    """Every feed; those of themes and provinces have their codes on the pages of these."""
    whole = [(feed, frame.code(feed.path)) for feed in feeds if feed.kind not in (THEME, PROVINCE)]
    parts = [feed for feed in feeds if feed.kind in (THEME, PROVINCE)]
    return frame.page("subscribe", frame.here("subscribe.html"), whole=whole, parts=parts, opml=addresses.OPML)


def _search(frame: Frame) -> str:
    return frame.page("search", frame.here("search.html"), base=addresses.in_language(".", frame.language))


def _corrections(frame: Frame, taken: Taken) -> str:
    newest = leaves(taken.newest, _texts, HALF)[:1]
    notes = leaves(taken.notes, _note_texts, HALF)
    return frame.page(
        "corrections",
        frame.here("corrections.html"),
        corrected=newest[0] if newest else [],
        years=taken.years,
        notes=notes[0] if notes else [],
        more=len(notes) > 1,
    )


def _communities(frame: Frame, communities: Sequence[Facet]) -> Iterator[Page]:
    """All communities by province; where they are many, those of each province on pages of their own.

    The longest name decides how many stand on a page: in both languages there are as many pages.
    """
    named = {one.province.code: one.province.name for one in communities if one.province}
    grouped: dict[str, list[Facet]] = {code: [] for code in [*sorted(named), NOWHERE]}
    for one in sorted(communities, key=lambda one: (one.name.told(frame.language), one.slug)):
        grouped[one.province.code if one.province else NOWHERE].append(one)
    groups = [(code, named.get(code), found) for code, found in grouped.items() if found]
    longest = max((text for one in communities for text in _longest([one.name])), key=_size, default="")
    apart = len(leaves(communities, lambda _: [longest])) > 1
    render = partial(frame.page, "communities", frame.here("communities.html"), groups=groups, apart=apart)
    yield _page(frame, "communities", render)
    for code, name, found in groups if apart else []:
        parts = leaves(found, lambda _: [longest])
        yield from _parts(frame, "communities_part", addresses.communities_page, code, parts, province=name)


def _parts(
    frame: Frame,
    template: str,
    address: Callable[[str, Language], str],
    name: str,
    parts: Sequence[Sequence[object]],
    **values: object,
) -> Iterator[Page]:
    """A page for each part of a list: the first by its name, the others by their number too."""
    names = [name if not number else f"{name}-{number + 1}" for number in range(len(parts))]
    for number, (part, called) in enumerate(zip(parts, names, strict=True)):
        where = partial(address, called)
        ends = {
            "newer": address(names[number - 1], frame.language) if number else "",
            "older": address(names[number + 1], frame.language) if number + 1 < len(names) else "",
        }
        shown = {"part": part, "number": number + 1, **ends, **values}
        yield Page(where(frame.language), partial(frame.page, template, where, Head(), **shown))


def _texts(corrected: Corrected) -> list[str]:
    card, notices = corrected
    return _longest([card.title, *(notice.text for notice in notices)])


def _note_texts(note: Notice) -> list[str]:
    return _longest([note.text])


def _longest(texts: Iterable[Both]) -> list[str]:
    return [max(text.km, text.en, key=_size) for text in texts]


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
