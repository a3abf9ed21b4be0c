"""The rules about the server of a feed, over its answers."""

from __future__ import annotations

from collections.abc import Iterator

from studio.errors import Fault, Scalar
from studio.publishing.rules.answers import Answer, Reply
from studio.publishing.rules.forms import is_secure
from studio.publishing.rules.reading import GZIP
from studio.publishing.rules.values import MUST, NICE, SHOULD, Severity, ruled, shown

TYPES = ("application/rss+xml", "application/xml", "text/xml")
LARGE = 20_000
"""Bytes from which a feed that is not packed costs a listener's telephone noticeably more."""


def server_faults(where: str, got: Answer, again: Reply, head: Reply, plain: Reply | None) -> tuple[Fault, ...]:
    """What is wrong with how a feed is served.

    got: the first answer. again: to the same question with what the first said of its version. head: to HEAD.
    plain: to the same address over http, None where the feed itself has no https or another port.
    """

    def told(code: str, rule: str, severity: Severity, source: str, **values: Scalar) -> Fault:
        told = {"url": shown(got.address, 200), **values}
        return ruled(code, where, 0, rule=rule, severity=severity, source=source, tag="HTTP", values=told)

    def found() -> Iterator[Fault]:
        if got.mime not in TYPES:
            wanted = ", ".join(TYPES)
            yield told(
                "publishing.fetch-type",
                "server.type",
                SHOULD,
                "RSS 2.0; RFC 9110, 8.3",
                found=shown(got.mime) or "–",
                wanted=wanted,
            )
        if got.body.startswith(GZIP) and "gzip" not in got.headers.get("content-encoding", "").lower():
            yield told("publishing.server-packed", "server.encoding", MUST, "RFC 9110, 8.4")
        elif got.size > LARGE and not got.body.startswith(GZIP):
            yield told("publishing.server-unpacked", "server.gzip", NICE, "RFC 9110, 8.4.1.3", bytes=got.size)
        if "etag" not in got.headers and "last-modified" not in got.headers:
            yield told("publishing.server-no-version", "server.etag", SHOULD, "RFC 9110, 8.8.3")
        elif not isinstance(again, Answer) or again.status != 304:
            status = again.status if isinstance(again, Answer) else 0
            yield told("publishing.server-not-modified", "server.304", SHOULD, "RFC 9110, 15.4.5", status=status)
        if not isinstance(head, Answer) or head.status != 200:
            status = head.status if isinstance(head, Answer) else 0
            yield told("publishing.fetch-no-head", "server.head", SHOULD, "RFC 9110, 9.3.2", status=status)
        if not is_secure(got.address):
            yield told("publishing.fetch-plain", "server.https", SHOULD, "RFC 9110, 4.2.2")
        if isinstance(plain, Answer) and not plain.address.startswith("https:"):
            yield told("publishing.server-no-redirect", "server.redirect", SHOULD, "RFC 6797, 7.2")
        if got.hops and all(status in (301, 308) for status, _target in got.hops):
            yield told(
                "publishing.server-moved", "server.moved", NICE, "RFC 9110, 15.4.2", target=shown(got.address, 200)
            )

    return tuple(found())
