"""The published face: every file of one folder, and a page for what is not there."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from studio.errors import Fault, PublishRefused, fault
from studio.publishing.kinds import MINUTES, Kind, kind_of
from studio.sentences.say import say
from studio.units import Digest
from studio.web.notices import NOTHING_YET, NOTICES, Notice, notice
from studio.web.site.address import INDEX, Nowhere, Place, place_of
from studio.web.site.answer import Asked, answer
from studio.web.site.digests import Digests
from studio.web.site.opening import Miss, Opened, open_below
from studio.web.site.packing import LEAST, MOST, Packing, is_text, wants_gzip
from studio.web.site.sending import response_of
from studio.web.site.withdrawn import Withdrawn

LOG = logging.getLogger("studio.web")
VARY = "accept-encoding"
HOME = Place((INDEX,))
EXTRA = {405: {"allow": "GET, HEAD"}, 410: {"cache-control": MINUTES}, 503: {"retry-after": "120"}}


class PublishedSite:
    """Answers for a published folder; it need not exist yet, and may change at any moment."""

    def __init__(self, feeds: Path) -> None:
        self._feeds = feeds
        self._digests = Digests()
        self._withdrawn = Withdrawn(feeds)
        self._packing = Packing()

    def read(self, path: str, request: Request) -> Response:
        """The file at a path, a folder's index, the way to a folder, or a page that says why there is nothing."""
        place = place_of(path)
        if isinstance(place, Nowhere):
            return self.page(request, 404)
        try:
            if self._withdrawn.holds(place):
                return self.page(request, 410)
            opened = open_below(self._feeds, place)
            if isinstance(opened, Opened):
                return self._sent(request, place, opened)
        except (PublishRefused, EOFError) as error:
            for each in error.faults if isinstance(error, PublishRefused) else ():
                _report(each)
            return self.page(request, 503)
        return self._missing(request, place, opened)

    def page(self, request: Request, status: int, said: Notice | None = None) -> Response:
        """The page for a status, in the looks of the site."""
        root = str(request.scope.get("root_path", ""))
        font = self._font()
        return notice(
            status,
            said or NOTICES.get(status, NOTICES[404]),
            home=f"{root}/",
            font=f"{root}/{font}" if font else "",
            headers=EXTRA.get(status, {}),
        )

    def _sent(self, request: Request, place: Place, opened: Opened) -> Response:
        try:
            digest, kind, asked = self._digests.of(opened), kind_of(place.path), _asked(request)
            wanted = wants_gzip(", ".join(request.headers.getlist("accept-encoding"))) and not asked.range
            if is_text(kind) and wanted and LEAST <= opened.size <= MOST:
                with opened.file:
                    return self._packed(asked, opened, digest, kind)
            sent = response_of(answer(asked, opened.size, digest, kind), opened)
            if is_text(kind):
                sent.headers["vary"] = VARY
            return sent
        except BaseException:
            opened.file.close()
            raise

    def _packed(self, asked: Asked, opened: Opened, digest: Digest, kind: Kind) -> Response:
        """A text packed with gzip, which is another representation with a tag of its own. Source: RFC 9110, 8.8.3.3."""
        body = self._packing.of(opened, digest)
        found = answer(asked, len(body), Digest(f"{digest}-gzip"), kind)
        headers = {**found.headers, "vary": VARY, **({"content-encoding": "gzip"} if found.status == 200 else {})}
        return Response(body[found.start : found.stop], found.status, headers)

    def _missing(self, request: Request, place: Place, miss: Miss) -> Response:
        if miss is Miss.UNREADABLE:
            _report(fault("web.unreadable", place.path))
        if miss is Miss.FOLDER and self._is_there(place.index):
            query = f"?{request.url.query}" if request.url.query else ""
            address = f"./{quote(place.parts[-1])}/{query}"
            return RedirectResponse(address, 301, {"cache-control": MINUTES})
        if place == HOME:
            return self.page(request, 200, NOTHING_YET)
        return self.page(request, 404)

    def _is_there(self, place: Place) -> bool:
        opened = open_below(self._feeds, place)
        if isinstance(opened, Opened):
            opened.file.close()
        return isinstance(opened, Opened)

    def _font(self) -> str:
        """The path of the site's own webfont, where one is published."""
        fonts = sorted((self._feeds / "assets").glob("*.woff2"))
        return quote(f"assets/{fonts[0].name}") if fonts else ""


def _asked(request: Request) -> Asked:
    fields = request.headers
    ranges = fields.getlist("range")
    return Asked(
        request.method,
        range=ranges[0] if len(ranges) == 1 else "",
        if_range=fields.get("if-range", ""),
        if_match=", ".join(fields.getlist("if-match")),
        if_none_match=", ".join(fields.getlist("if-none-match")),
    )


def _report(found: Fault) -> None:
    LOG.error("%s", " ".join(filter(None, say(found))))
