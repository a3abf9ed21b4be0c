"""The rules of the podcast namespace: every tag with its place, its attributes, and the form of its values."""

from __future__ import annotations

from collections.abc import Iterator

from studio.publishing.rules.forms import (
    Form,
    is_address,
    is_decimal,
    is_email,
    is_integrity,
    is_iso_moment,
    is_language,
    is_mime,
    is_moment,
    is_positive,
    is_secure,
    is_truth,
    is_uuid,
    is_uuid5,
    is_web,
    is_whole,
    listed,
    one_of,
    pattern,
)
from studio.publishing.rules.kinds import bad, formed, letters, needed, needs, once, placed, spoken
from studio.publishing.rules.podcast_tags import CHAPTERS, TAGS, UUID
from studio.publishing.rules.rss import DATE, WEB
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, Finding, Rule, Severity

_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")
_TRANSCRIPTS = (
    "text/vtt",
    "text/html",
    "text/plain",
    "application/srt",
    "application/x-subrip",
    "text/srt",
    "application/json",
)


_GEO = pattern(r"geo:-?[0-9.]{1,20},-?[0-9.]{1,20}(?:,-?[0-9.]{1,20})?(?:;.*)?")
_RRULE = pattern(r"(?i:(?:[^;]{1,80};){0,20}FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(?:;.*)?)")
_EXAMPLES = {
    "locked": "yes", "season": "1", "episode": "1", "license": "cc-by-4.0", "medium": "podcast", "block": "yes",
    "updateFrequency": "Weekly",
}  # fmt: skip

# Tag, attribute ("" for its text), form, what is allowed, how much.
_FORMS: tuple[tuple[str, str, Form, str, Severity], ...] = (
    ("transcript", "url", is_web, WEB, MUST),
    ("transcript", "type", listed(*_TRANSCRIPTS), ", ".join(_TRANSCRIPTS), SHOULD),
    ("transcript", "language", is_language, "km, en, en-gb", MUST),
    ("transcript", "rel", listed("captions"), "captions", SHOULD),
    ("chapters", "url", is_web, WEB, MUST),
    ("chapters", "type", listed(*CHAPTERS), ", ".join(CHAPTERS), SHOULD),
    ("locked", "", one_of("yes", "no"), "yes, no", MUST),
    ("locked", "owner", is_email, "radio@example.org", SHOULD),
    ("guid", "", is_uuid, UUID, MUST),
    ("guid", "", lambda text: is_uuid5(text) or not is_uuid(text), f"UUID v5: {UUID}", SHOULD),
    ("funding", "url", is_web, WEB, MUST),
    ("soundbite", "startTime", is_decimal, "73.0", MUST),
    ("soundbite", "duration", is_decimal, "60.0", MUST),
    ("person", "href", is_web, WEB, SHOULD),
    ("person", "img", is_web, f"{WEB}.jpg", SHOULD),
    ("location", "rel", listed("subject", "creator"), "subject, creator", SHOULD),
    ("location", "geo", _GEO, "geo:11.55,104.91", MUST),
    ("location", "osm", pattern(r"[NWR][0-9]{1,19}(?:#[0-9]{1,9})?"), "R49898", MUST),
    ("season", "", is_whole, "1, 2, 3 …", MUST),
    ("episode", "", is_decimal, "3, 315.5", MUST),
    ("trailer", "url", is_web, f"{WEB}.mp3", MUST),
    ("trailer", "pubdate", is_moment, DATE, MUST),
    ("trailer", "length", is_positive, "12345678", SHOULD),
    ("license", "url", is_web, WEB, MUST),
    ("alternateEnclosure", "type", is_mime, "audio/ogg", MUST),
    ("alternateEnclosure", "length", is_positive, "12345678", MUST),
    ("alternateEnclosure", "bitrate", is_decimal, "24000", SHOULD),
    ("alternateEnclosure", "lang", is_language, "km, en, en-gb", SHOULD),
    ("alternateEnclosure", "default", is_truth, "true, false", MUST),
    ("source", "uri", is_address, f"{WEB}.opus", MUST),
    ("integrity", "type", one_of("sri", "pgp-signature"), "sri, pgp-signature", MUST),
    ("valueRecipient", "split", is_whole, "0, 1, 2 …", MUST),
    ("valueTimeSplit", "startTime", is_decimal, "60", MUST),
    ("valueTimeSplit", "duration", is_decimal, "237", MUST),
    ("medium", "", one_of(*_MEDIA, *(f"{name}L" for name in _MEDIA), "mixed"), ", ".join(_MEDIA), SHOULD),
    ("image", "href", is_web, f"{WEB}.jpg", MUST),
    ("image", "aspect-ratio", pattern(r"[0-9.]{1,9}(?:\s*/\s*[0-9.]{1,9})?"), "1/1, 16/9", SHOULD),
    ("liveItem", "status", one_of("pending", "live", "ended"), "pending, live, ended", MUST),
    ("liveItem", "start", is_iso_moment, "2021-09-26T07:30:00+07:00", MUST),
    ("liveItem", "end", is_iso_moment, "2021-09-26T09:30:00+07:00", MUST),
    ("contentLink", "href", is_web, WEB, MUST),
    ("block", "", one_of("yes", "no"), "yes, no", MUST),
    ("remoteItem", "feedGuid", is_uuid, UUID, MUST),
    ("remoteItem", "feedUrl", is_web, WEB, MUST),
    ("updateFrequency", "rrule", _RRULE, "FREQ=WEEKLY", MUST),
    ("updateFrequency", "complete", is_truth, "true, false", MUST),
    ("podping", "usesPodping", is_truth, "true, false", MUST),
)  # fmt: skip

# Tag, attribute, letters.
_LETTERS = (
    ("funding", "", 128), ("soundbite", "", 128), ("person", "", 128), ("location", "", 128), ("season", "name", 128),
    ("episode", "display", 32), ("alternateEnclosure", "title", 32), ("alternateEnclosure", "rel", 32),
    ("updateFrequency", "", 128), ("txt", "", 4000), ("txt", "purpose", 128), ("image", "purpose", 128),
)  # fmt: skip

# What makes a feed better where it is not yet there: path, an example of it.
_BETTER = (
    ("channel/podcast:medium", "<podcast:medium>podcast</podcast:medium>"),
    ("channel/podcast:license", "<podcast:license>cc-by-4.0</podcast:license>"),
    ("channel/podcast:funding", f'<podcast:funding url="{WEB}">…</podcast:funding>'),
    ("channel/podcast:image", f'<podcast:image href="{WEB}.jpg" alt="…"/>'),
    ("channel/podcast:updateFrequency", '<podcast:updateFrequency rrule="FREQ=WEEKLY">…</podcast:updateFrequency>'),
    ("item/podcast:chapters", f'<podcast:chapters url="{WEB}.json" type="{CHAPTERS[0]}"/>'),
    ("item/podcast:season", "<podcast:season>1</podcast:season>"),
    ("item/podcast:episode", "<podcast:episode>1</podcast:episode>"),
    ("item/podcast:alternateEnclosure", '<podcast:alternateEnclosure type="audio/ogg" length="…">…'),
    ("podcast:alternateEnclosure/podcast:integrity", '<podcast:integrity type="sri" value="sha256-…="/>'),
)
_SECURE = (
    ("transcript", "url"), ("chapters", "url"), ("funding", "url"), ("image", "href"), ("license", "url"),
    ("contentLink", "href"), ("person", "href"), ("person", "img"),
)  # fmt: skip


def _clause(text: str) -> str:
    return f"podcast namespace, {text}"


def _of_tags() -> Iterator[Rule]:
    for tag in TAGS:
        name, path = tag.name, f"*/podcast:{tag.name}"
        yield Rule(f"podcast.{name}-place", MUST, _clause(f"{name}: parent"), placed(f"podcast:{name}", tag.parents))
        for attribute, example in tag.needs:
            needing = needs(path, attribute, f'{attribute}="{example}"')
            yield Rule(f"podcast.{name}-{attribute}", MUST, _clause(f"{name}: {attribute}"), needing)
        if tag.single:
            found = (once(parent, [f"podcast:{name}"]) for parent in tag.parents)
            for parent, finder in zip(tag.parents, found, strict=True):
                rule = f"podcast.{name}-once" if parent == tag.parents[0] else f"podcast.{name}-once-in-{parent}"
                yield Rule(rule, MUST, _clause(f"{name}: count"), finder)
        if tag.holds == "text":
            example = f"<podcast:{name}>{_EXAMPLES.get(name, '…')}</podcast:{name}>"
            yield Rule(f"podcast.{name}-text", MUST, _clause(f"{name}: node value"), spoken(path, example))
        elif tag.holds:
            child = needed(f"podcast:{name}/podcast:{tag.holds}", f"<podcast:{tag.holds} …/>", text=False)
            yield Rule(f"podcast.{name}-{tag.holds}", MUST, _clause(f"{name}: node value"), child)


def _of_forms() -> Iterator[Rule]:
    for name, attribute, form, wanted, severity in _FORMS:
        kind = "version" if wanted.startswith("UUID") else "form"
        rule = f"podcast.{name}-{attribute}-{kind}" if attribute else f"podcast.{name}-{kind}"
        finder = formed(f"*/podcast:{name}", form, wanted, attribute)
        yield Rule(rule, severity, _clause(f"{name}: {attribute or 'node value'}"), finder)


def _of_letters() -> Iterator[Rule]:
    for name, attribute, limit in _LETTERS:
        rule = f"podcast.{name}-{attribute}-letters" if attribute else f"podcast.{name}-letters"
        yield Rule(rule, SHOULD, _clause(f"{name}: length"), letters([f"*/podcast:{name}"], limit, attribute))


def _of_wishes() -> Iterator[Rule]:
    for path, example in _BETTER:
        parent, _, tag = path.rpartition("/")
        within = "" if parent == "channel" else "-each"
        name = tag.removeprefix("podcast:")
        yield Rule(f"podcast.{name}-there{within}", NICE, _clause(name), needed(path, example, text=False))


def _integrity(feed: Feed) -> Iterator[Finding]:
    for each in feed.at("*/podcast:integrity"):
        value = each.value("value")
        if each.value("type") == "sri" and value and not all(is_integrity(one) for one in value[:2000].split()):
            yield bad(each, value, "sha256-…= (44), sha384-… (64), sha512-…== (88)")


def _license(feed: Feed) -> Iterator[Finding]:
    """A licence that is not by its short name needs the address of its words."""
    short = pattern(r"[a-z0-9][a-z0-9.+-]{1,60}")
    for each in feed.at("*/podcast:license"):
        if each.text and not each.value("url") and not short(each.text):
            yield bad(each, each.text, f'cc-by-4.0, url="{WEB}"')


def _comments(feed: Feed) -> Iterator[Finding]:
    for each in feed.at("*/podcast:socialInteract"):
        if each.value("protocol") not in ("", "disabled") and not each.value("uri"):
            yield Finding("publishing.attribute-missing", each, values={"attribute": "uri", "example": f'uri="{WEB}"'})


def _known(feed: Feed) -> Iterator[Finding]:
    known = {f"podcast:{tag.name}" for tag in TAGS}
    for name, found in feed.names.items():
        if name.startswith("podcast:") and name not in known:
            yield Finding("publishing.tag-unknown", found[0])


def _secure(feed: Feed) -> Iterator[Finding]:
    for name, attribute in _SECURE:
        yield from formed(f"*/podcast:{name}", is_secure, "https://…", attribute)(feed)


def _synthetic(feed: Feed) -> Iterator[Finding]:
    for each in feed.at("*/podcast:txt"):
        if each.value("purpose") == "ai-content" and each.text and not is_truth(each.text):
            yield bad(each, each.text, "true, false")


RULES: tuple[Rule, ...] = (
    *_of_tags(),
    *_of_forms(),
    *_of_letters(),
    Rule("podcast.integrity-value-form", MUST, _clause("integrity: value; W3C SRI, 3.1"), _integrity),
    Rule("podcast.license-form", SHOULD, _clause("license: node value"), _license),
    Rule("podcast.socialInteract-uri", MUST, _clause("socialInteract: uri"), _comments),
    Rule("podcast.known", NICE, _clause("podcast tags"), _known),
    Rule("podcast.secure", SHOULD, _clause("podcast tags (https)"), _secure),
    Rule("podcast.txt-ai-content", SHOULD, _clause("txt: purpose"), _synthetic),
    Rule("podcast.image-alt", SHOULD, _clause("image: alt"), needs("*/podcast:image", "alt", 'alt="…"')),
    Rule(
        "podcast.alternateEnclosure-length",
        SHOULD,
        _clause("alternateEnclosure: length"),
        needs("*/podcast:alternateEnclosure", "length", 'length="12345678"'),
    ),
    Rule(
        "podcast.transcript-there",
        SHOULD,
        "WCAG 2.2, 1.2.1 (audio-only); podcast namespace, transcript",
        needed(
            "item/podcast:transcript",
            f'<podcast:transcript url="{WEB}.vtt" type="text/vtt" language="km"/>',
            text=False,
        ),
    ),
    *_of_wishes(),
)
"""From TAGS, the forms and lengths of their values, and what no table can say."""
