"""An edition's master as a cue sheet: where each entry begins."""

from __future__ import annotations

from pathlib import PurePath

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.edition import Edition, tracks
from studio.units import Ms

FRAMES = 75
"""Frames of a second on a compact disc, in which a cue sheet counts."""

MOST = 99
"""Tracks that a cue sheet can hold."""


def rundown_cue(edition: Edition, language: Language = Language.KM) -> str:
    """The edition as a cue sheet for its master: a track an entry, each with title and INDEX mm:ss:ff, rounded to the
    nearest of 75 frames a second.

    Raises RundownImpossible where there is no master, or more than 99 entries are heard.
    Source: the CDRWIN cue sheet as libcue and cuetools read it.
    """
    found = tracks(edition)
    if len(found) > MOST:
        raise RundownImpossible.because("scheduling.export-tracks", edition.rundown.slug, count=len(found), most=MOST)
    master = edition.master
    name = PurePath(master.address).name if master else ""
    lines = [
        f"REM DATE {edition.rundown.starts_at:%Y}",
        f"REM COMMENT {_quoted(f'{edition.rundown.slug} {edition.number}')}",
        f"PERFORMER {_quoted(edition.station_name(language))}",
        f"TITLE {_quoted(edition.show(language))}",
        f"FILE {_quoted(name)} {'MP3' if master and master.codec == 'mp3' else 'WAVE'}",
    ]
    for track in found:
        lines.append(f"  TRACK {track.number:02} AUDIO")
        lines.append(f"    TITLE {_quoted(track.title_km if language is Language.KM else track.title_en)}")
        lines.append(f"    INDEX 01 {index_text(track.start)}")
    return "\n".join(lines) + "\n"


def index_text(ms: Ms) -> str:
    """An offset as mm:ss:ff, to the nearest frame."""
    frames = (ms * FRAMES + 500) // 1000
    seconds, frames = divmod(frames, FRAMES)
    return f"{seconds // 60:02}:{seconds % 60:02}:{frames:02}"


def _quoted(text: str) -> str:
    """In quotation marks; the format knows none within, so those become typographic ones."""
    return '"' + text.replace('"', "”") + '"'
