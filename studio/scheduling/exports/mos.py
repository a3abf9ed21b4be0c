"""A rundown as a MOS running order: roCreate, as newsroom systems take it."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studio.languages import Language
from studio.scheduling.exports.edition import Edition, title_of
from studio.scheduling.exports.playlists import seconds_text
from studio.scheduling.values import Entry
from studio.units import Ms

TIME_BASE = 1000
"""Units of a second in which items count: milliseconds."""

SCHEMA = "urn:studio:mos:rundown:1"


def rundown_mos(edition: Edition, language: Language = Language.KM, message: int = 1) -> str:
    """The rundown as MOS XML: a story an entry with one item; floated entries are not in it.

    An edition keeps its roID; the payload tells the version. message: the number of this message, which whoever sends
    several counts up. Starts are local times with offset; the edited duration is hh:mm:ss; items count milliseconds,
    at a time base of 1000, in the length that is recorded where it is known. StoryDuration in the payload is in
    seconds and lasts until the next story begins, so that the stories together are as long as the show.
    Source: MOS 2.8.5, 3.4.1 roCreate.
    """
    rundown = edition.rundown
    root = Element("mos")
    _text(root, "mosID", "studio.mos")
    _text(root, "ncsID", "studio.ncs")
    _text(root, "messageID", str(message))
    order = SubElement(root, "roCreate")
    _text(order, "roID", f"studio,{rundown.slug}")
    _text(order, "roSlug", f"{edition.show(language)} {rundown.starts_at:%Y-%m-%d}".strip())
    _text(order, "roChannel", edition.station)
    _text(order, "roEdStart", rundown.starts_at.isoformat(timespec="seconds"))
    _text(order, "roEdDur", duration_text(rundown.length))
    _text(_payload(order, "PLAYLIST"), "version", str(edition.number))
    ends = [*(entry.start for entry in rundown.heard[1:]), rundown.heard[-1].end] if rundown.heard else []
    for entry, end in zip(rundown.heard, ends, strict=True):
        _story(order, edition, entry, end, language)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def duration_text(ms: Ms) -> str:
    """A length as hh:mm:ss, to the nearest second."""
    seconds = (ms + 500) // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _story(order: Element, edition: Edition, entry: Entry, end: Ms, language: Language) -> None:
    slug, title = edition.rundown.slug, title_of(entry, language)
    story = SubElement(order, "story")
    _text(story, "storyID", f"studio,{slug},{entry.key}")
    _text(story, "storySlug", title)
    _text(story, "storyNum", str(entry.index + 1))
    payload = _payload(story, "STORY")
    _text(payload, "StoryDuration", seconds_text(Ms(end - entry.start)))
    for name in Language:
        SubElement(payload, "title", {"lang": name.value}).text = title_of(entry, name)
    item = SubElement(story, "item")
    _text(item, "itemID", str(entry.index + 1))
    _text(item, "itemSlug", title)
    _text(item, "objID", f"{slug}/{entry.key}")
    _text(item, "mosID", "studio.mos")
    _text(item, "objSlug", title)
    _text(item, "objDur", str(edition.master.length if edition.master else entry.heard))
    _text(item, "objTB", str(TIME_BASE))
    if edition.master is not None:
        paths = SubElement(item, "objPaths")
        SubElement(paths, "objPath", {"techDescription": edition.master.codec}).text = edition.master.address
        _text(item, "itemEdStart", str(entry.start))
    _text(item, "itemEdDur", str(entry.heard))
    _text(item, "itemUserTimingDur", str(entry.planned))
    trace = _payload(item, "OBJECT")
    _text(trace, "kind", entry.kind)
    _text(trace, "position", entry.position)


def _payload(parent: Element, scope: str) -> Element:
    metadata = SubElement(parent, "mosExternalMetadata")
    _text(metadata, "mosScope", scope)
    _text(metadata, "mosSchema", SCHEMA)
    return SubElement(metadata, "mosPayload")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
