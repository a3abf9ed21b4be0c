"""An edition's master as requests for Liquidsoap, each with its cue points."""

from __future__ import annotations

from collections.abc import Sequence

from studio.languages import Language
from studio.scheduling.exports.edition import Edition, Track, in_order, one_line, tracks
from studio.scheduling.exports.playlists import seconds_text


def rundown_annotations(editions: Sequence[Edition], language: Language = Language.KM) -> str:
    """A playlist of annotate: requests, one an entry: title, cue points and fades in seconds, edition, segment.

    Played in order one after the other through `cue_cut`, they are the master; fades are 0 because a master has its
    own. Raises RundownImpossible where an edition has no master. Source: Liquidsoap 2.1, "Requests" and "Seeking".
    """
    return "".join(
        f"annotate:{_values(one, track, language)}:{one.master.address if one.master else ''}\n"
        for one in in_order(editions)
        for track in tracks(one)
    )


def _values(edition: Edition, track: Track, language: Language) -> str:
    values = {
        "title": track.title_km if language is Language.KM else track.title_en,
        "artist": edition.station_name(language),
        "album": edition.show(language),
        "tracknumber": str(track.number),
        "liq_cue_in": seconds_text(track.start),
        "liq_cue_out": seconds_text(track.end),
        "liq_fade_in": "0.",
        "liq_fade_out": "0.",
        "studio_episode": edition.rundown.slug,
        "studio_segment": track.key,
    }
    return ",".join(f"{name}={quoted(text)}" for name, text in values.items() if text)


def quoted(text: str) -> str:
    """A text in quotation marks on one line; quotation marks and backslashes within have a backslash in front."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
