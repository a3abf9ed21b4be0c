"""The tags of the podcast namespace, as data."""

from __future__ import annotations

from dataclasses import dataclass

from studio.publishing.rules.rss import DATE, WEB

CHAPTERS = ("application/json+chapters", "application/json")
UUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
_CHANNEL, _ENTRY, _LIVE = "channel", "item", "podcast:liveItem"


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the namespace: below whom it stands, what it needs, whether it stands once, what it holds.

    needs: attribute and an example of its value. holds: "text", the name of a child, or nothing.
    """

    name: str
    parents: tuple[str, ...]
    needs: tuple[tuple[str, str], ...] = ()
    single: bool = False
    holds: str = ""


TAGS: tuple[Tag, ...] = (
    Tag("transcript", (_ENTRY, _LIVE), (("url", f"{WEB}.vtt"), ("type", "text/vtt"))),
    Tag("locked", (_CHANNEL,), single=True, holds="text"),
    Tag("funding", (_CHANNEL, _ENTRY), (("url", WEB),)),
    Tag("chapters", (_ENTRY, _LIVE), (("url", f"{WEB}.json"), ("type", CHAPTERS[0])), single=True),
    Tag("soundbite", (_ENTRY,), (("startTime", "73.0"), ("duration", "60.0"))),
    Tag("person", (_CHANNEL, _ENTRY, _LIVE), holds="text"),
    Tag("location", (_CHANNEL, _ENTRY, _LIVE), holds="text"),
    Tag("season", (_ENTRY, _LIVE), single=True, holds="text"),
    Tag("episode", (_ENTRY, _LIVE), single=True, holds="text"),
    Tag("trailer", (_CHANNEL,), (("url", f"{WEB}.mp3"), ("pubdate", DATE)), holds="text"),
    Tag("license", (_CHANNEL, _ENTRY, _LIVE), single=True, holds="text"),
    Tag("alternateEnclosure", (_ENTRY, _LIVE), (("type", "audio/ogg"),), holds="source"),
    Tag("source", ("podcast:alternateEnclosure",), (("uri", f"{WEB}.opus"),)),
    Tag("integrity", ("podcast:alternateEnclosure",), (("type", "sri"), ("value", "sha256-…=")), single=True),
    Tag("guid", (_CHANNEL,), single=True),
    Tag("value", (_CHANNEL, _ENTRY, _LIVE), (("type", "lightning"), ("method", "keysend")), holds="valueRecipient"),
    Tag(
        "valueRecipient",
        ("podcast:value", "podcast:valueTimeSplit"),
        (("type", "node"), ("address", "…"), ("split", "100")),
    ),
    Tag("valueTimeSplit", ("podcast:value",), (("startTime", "60"), ("duration", "237"))),
    Tag("medium", (_CHANNEL,), single=True, holds="text"),
    Tag("images", (_CHANNEL, _ENTRY, _LIVE), (("srcset", f"{WEB}.jpg 1500w"),), single=True),
    Tag("image", (_CHANNEL, _ENTRY, _LIVE), (("href", f"{WEB}.jpg"),)),
    Tag("liveItem", (_CHANNEL,), (("status", "pending"), ("start", "2021-09-26T07:30:00+07:00")), holds="contentLink"),
    Tag("contentLink", (_ENTRY, _LIVE), (("href", WEB),)),
    Tag("socialInteract", (_CHANNEL, _ENTRY, _LIVE), (("protocol", "activitypub"),)),
    Tag("block", (_CHANNEL,), holds="text"),
    Tag("txt", (_CHANNEL, _ENTRY, _LIVE), holds="text"),
    Tag(
        "remoteItem",
        (_CHANNEL, "podcast:podroll", "podcast:publisher", "podcast:valueTimeSplit"),
        (("feedGuid", UUID),),
    ),
    Tag("podroll", (_CHANNEL,), single=True, holds="remoteItem"),
    Tag("publisher", (_CHANNEL,), single=True, holds="remoteItem"),
    Tag("updateFrequency", (_CHANNEL,), single=True, holds="text"),
    Tag("podping", (_CHANNEL,), single=True),
    Tag("chat", (_CHANNEL, _ENTRY, _LIVE), (("server", "irc.example.org"), ("protocol", "irc")), single=True),
)
"""Source: podcast namespace, docs/tags."""
