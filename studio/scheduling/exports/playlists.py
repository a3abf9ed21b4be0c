"""An edition's master as a playlist of its entries, each from its start to the next one: M3U8 and XSPF."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from studio.languages import Language
from studio.scheduling.exports.edition import Edition, Track, tracks
from studio.units import Ms

XSPF = "http://xspf.org/ns/0/"
VLC = "http://www.videolan.org/vlc/playlist/0"
VLC_NAMES = "http://www.videolan.org/vlc/playlist/ns/0/"
TRACK = "urn:studio:segment:"


def rundown_m3u8(edition: Edition, language: Language = Language.KM) -> str:
    """The edition as an extended M3U in UTF-8: one line an entry, all of them the same master.

    Lengths and cue points are in seconds with three decimals; the cue points are options that VLC reads.
    Raises RundownImpossible where there is no master. Source: RFC 8216 4.3.2.1 for EXTINF.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{edition.show(language)}"]
    for track in tracks(edition):
        lines.append(f"#EXTINF:{seconds_text(track.length)},{_title(track, language)}")
        lines.append(f"#EXTVLCOPT:start-time={seconds_text(track.start)}")
        lines.append(f"#EXTVLCOPT:stop-time={seconds_text(track.end)}")
        lines.append(edition.master.address if edition.master else "")
    return "\n".join(lines) + "\n"


def rundown_xspf(edition: Edition, language: Language = Language.KM) -> str:
    """The edition as XSPF version 1: one track an entry, all of them the same master; lengths in ms.

    Raises RundownImpossible where there is no master. Source: XSPF 1, 4.1.1.2.14.
    """
    other = Language.EN if language is Language.KM else Language.KM
    root = Element("playlist", {"version": "1", "xmlns": XSPF, "xmlns:vlc": VLC_NAMES})
    _text(root, "title", edition.show(language))
    _text(root, "creator", edition.station_name(language))
    _text(root, "identifier", f"urn:studio:rundown:{quote(edition.rundown.slug)}:{edition.number}")
    _text(root, "date", edition.rundown.starts_at.isoformat())
    listed = SubElement(root, "trackList")
    for track in tracks(edition):
        one = SubElement(listed, "track")
        _text(one, "location", address_uri(edition.master.address if edition.master else ""))
        _text(one, "identifier", f"{TRACK}{quote(track.key)}")
        _text(one, "title", _title(track, language))
        _text(one, "annotation", _title(track, other))
        _text(one, "album", edition.show(language))
        _text(one, "trackNum", str(track.number))
        _text(one, "duration", str(track.length))
        extension = SubElement(one, "extension", {"application": VLC})
        _text(extension, "vlc:option", f"start-time={seconds_text(track.start)}")
        _text(extension, "vlc:option", f"stop-time={seconds_text(track.end)}")
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def seconds_text(ms: Ms) -> str:
    """Milliseconds as seconds with three decimals: "31.250"; exact."""
    return f"{ms // 1000}.{ms % 1000:03}"


def address_uri(address: str) -> str:
    """An address as a URI: a URL as it is, a path from the root with file://, another path as a relative one."""
    if len(urlsplit(address).scheme) > 1:
        return address
    path = PurePath(address)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _title(track: Track, language: Language) -> str:
    return track.title_km if language is Language.KM else track.title_en


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
