"""Pages that are there whatever was published: about, how to subscribe, what was corrected, who is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cards import Card, Facet, Listing
from studio.publishing.opml import Listed
from studio.publishing.podcasts import PROVINCE, THEME
from studio.publishing.site.assets import Looks
from studio.publishing.site.frame import Frame, Page
from studio.publishing.values import Channel, Notice

Corrected = tuple[Card, tuple[Notice, ...]]
"""An episode with what was corrected in it."""


def standing(
    channel: Channel,
    listing: Listing,
    feeds: Sequence[Listed],
    corrected: Sequence[Corrected],
    looks: Looks,
    notes: Sequence[Notice] = (),
) -> Iterator[Page]:
    """The pages that stand beside the home page. notes: of programmes that are there no more."""
    for language in Language:
        frame = Frame(channel, looks, language)
        yield _page(frame, "search", partial(_search, frame))
        yield _page(frame, "about", partial(frame.page, "about", frame.here("about.html")))
        yield _page(frame, "subscribe", partial(_subscribe, frame, feeds))
        yield _page(frame, "corrections", partial(_corrections, frame, corrected, notes))
        yield _page(frame, "communities", partial(_communities, frame, listing.communities))


def _page(frame: Frame, name: str, render: Callable[[], str]) -> Page:
    return Page(addresses.in_language(f"{name}.html", frame.language), render)


def _subscribe(frame: Frame, feeds: Sequence[Listed]) -> str:
    """Every feed; those of themes and provinces have their codes on the pages of these."""
    whole = [(feed, frame.code(feed.path)) for feed in feeds if feed.kind not in (THEME, PROVINCE)]
    parts = [feed for feed in feeds if feed.kind in (THEME, PROVINCE)]
    return frame.page("subscribe", frame.here("subscribe.html"), whole=whole, parts=parts, opml=addresses.OPML)


def _search(frame: Frame) -> str:
    return frame.page("search", frame.here("search.html"), base=addresses.in_language(".", frame.language))


def _corrections(frame: Frame, corrected: Sequence[Corrected], notes: Sequence[Notice]) -> str:
    return frame.page("corrections", frame.here("corrections.html"), corrected=corrected, notes=notes)


def _communities(frame: Frame, communities: Sequence[Facet]) -> str:
    ordered = sorted(communities, key=lambda one: (one.name.told(frame.language), one.slug))
    return frame.page("communities", frame.here("communities.html"), communities=ordered)
