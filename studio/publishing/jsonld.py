"""What pages say of themselves to search engines: the show, its episodes and their stories, as schema.org has them.

Pure. Source: schema.org (PodcastSeries, PodcastEpisode, RadioEpisode, Clip); JSON-LD 1.1, 7 (in HTML).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.values import Channel, Enclosure, PublishedEpisode, Segment
from studio.units import Ms

Thing = dict[str, Any]

_CONTEXT = "https://schema.org"


def script(thing: Mapping[str, Any]) -> Markup:
    """A thing as it stands in a page; nothing in it can end the element that it is in."""
    text = json.dumps({"@context": _CONTEXT, **thing}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # nosec B704  # noqa: S704  (every sign that HTML knows is written otherwise)


def series(channel: Channel, language: Language) -> Thing:
    """The show."""
    found: Thing = {
        "@type": ["PodcastSeries", "RadioSeries"],
        "@id": f"{addresses.url(channel, 'index.html')}#show",
        "name": channel.title.told(language),
        "description": channel.description.told(language),
        "url": addresses.url(channel, addresses.in_language("index.html", language)),
        "webFeed": addresses.url(channel, addresses.FEED),
        "image": addresses.url(channel, addresses.cover(channel)),
        "inLanguage": channel.language.value,
        "publisher": {"@type": "Organization", "name": channel.network.told(language)},
    }
    return found | ({"license": channel.license_url} if channel.license_url else {})


def episode(channel: Channel, shown: PublishedEpisode, language: Language) -> Thing:
    """An episode: both what was aired and what is listened to later."""
    page = addresses.url(channel, addresses.episode_page(shown, language))
    return {
        "@type": ["PodcastEpisode", "RadioEpisode"],
        "@id": f"{addresses.url(channel, addresses.episode_page(shown, Language.KM))}#programme",
        "name": shown.title.told(language),
        "description": shown.description.told(language),
        "url": page,
        "identifier": shown.guid,
        "episodeNumber": shown.number,
        "datePublished": shown.published_at.isoformat(),
        "inLanguage": shown.language.value,
        "timeRequired": duration(shown.enclosure.ms),
        "image": addresses.url(channel, _picture(shown) or addresses.cover(channel)),
        "partOfSeries": _short_series(channel, language),
        "associatedMedia": [_sound(channel, one) for one in (shown.enclosure, *shown.alternates)],
        "hasPart": [_clip(channel, shown, one, language) for one in shown.stories],
    } | ({"license": channel.license_url} if channel.license_url else {})


def story(channel: Channel, shown: PublishedEpisode, segment: Segment, language: Language) -> Thing:
    """A story, as a part of the episode in which it was heard."""
    whole: Thing = {
        "@type": ["PodcastEpisode", "RadioEpisode"],
        "@id": f"{addresses.url(channel, addresses.episode_page(shown, Language.KM))}#programme",
        "name": shown.title.told(language),
        "url": addresses.url(channel, addresses.episode_page(shown, language)),
        "datePublished": shown.published_at.isoformat(),
        "partOfSeries": _short_series(channel, language),
    }
    names = [{"@type": "Organization", "name": name.told(language)} for name in segment.organizations]
    return {**_clip(channel, shown, segment, language), "contributor": names, "partOfEpisode": whole}


def duration(ms: Ms) -> str:
    """A duration in whole seconds. Source: ISO 8601, 4.4.3.2 (PnYnMnDTnHnMnS)."""
    minutes, seconds = divmod(max(1, round(ms / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{seconds}S"


def _picture(shown: PublishedEpisode) -> str | None:
    return addresses.banner(shown) or addresses.picture(shown)


def _short_series(channel: Channel, language: Language) -> Thing:
    whole = series(channel, language)
    return {name: whole[name] for name in ("@type", "@id", "name", "url", "webFeed")}


def _sound(channel: Channel, sound: Enclosure) -> Thing:
    return {
        "@type": "AudioObject",
        "contentUrl": addresses.url(channel, addresses.media(sound)),
        "encodingFormat": sound.mime,
        "contentSize": str(sound.bytes),
        "duration": duration(sound.ms),
    }


def _clip(channel: Channel, shown: PublishedEpisode, segment: Segment, language: Language) -> Thing:
    return {
        "@type": "Clip",
        "name": segment.title.told(language),
        "url": addresses.url(channel, addresses.segment_page(shown, segment, language)),
        "startOffset": segment.start / 1000,
        "endOffset": segment.end / 1000,
        "inLanguage": shown.language.value,
    }
