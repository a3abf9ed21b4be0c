"""Rundowns for others: each edition with its recorded lengths and its master, in the format that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from studio.errors import EditionNotReady, NotFound
from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.built import edition_of
from studio.pipeline.folder import folder_of
from studio.pipeline.lengths import as_built, known_lengths, recorded
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.specs import air_name
from studio.publishing.font import font_bytes
from studio.records.episodes import Master as MasterRow
from studio.scheduling.exports.calendar import editions_calendar
from studio.scheduling.exports.cuefile import rundown_cue
from studio.scheduling.exports.edition import Edition, Master
from studio.scheduling.exports.liquidsoap import rundown_annotations
from studio.scheduling.exports.mos import rundown_mos
from studio.scheduling.exports.ontime import rundowns_ontime
from studio.scheduling.exports.page import rundown_page
from studio.scheduling.exports.playlists import rundown_m3u8, rundown_xspf
from studio.scheduling.exports.sheet import editions_csv
from studio.scheduling.exports.workbook import rundown_xlsx
from studio.store.engine import reading
from studio.units import Digest, Ms


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how editions are written in it, whether it is text, takes several of them, plays a master, and shows
    every length that is known."""

    write: Callable[[Sequence[Edition], Language], str | bytes]
    text: bool = True
    several: bool = True
    plays: bool = False
    lengths: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format(lambda found, _language: editions_csv(found), lengths=True),
    "xlsx": Format(lambda found, _language: rundown_xlsx(found), text=False, lengths=True),
    "html": Format(lambda found, _language: rundown_page(found, font_bytes()), lengths=True),
    "ics": Format(lambda found, _language: editions_calendar(found)),
    "m3u8": Format(lambda found, language: rundown_m3u8(found[0], language), several=False, plays=True),
    "xspf": Format(lambda found, language: rundown_xspf(found[0], language), several=False, plays=True),
    "cue": Format(lambda found, language: rundown_cue(found[0], language), several=False, plays=True),
    "liquidsoap": Format(rundown_annotations, plays=True),
    "mos": Format(lambda found, language: rundown_mos(found[0], language), several=False),
    "ontime": Format(rundowns_ontime),
}


def export_rundowns(
    studio: Studio, slugs: Sequence[str], form: str, language: Language = Language.KM, media: str = ""
) -> bytes:
    """The rundowns in force of some editions in a format of FORMATS.

    A playlist points at the station's master and cuts it at each entry; takes and sounds of the library stay in the
    house. media: the folder or URL where that master will be found; empty: where it is now.
    Raises NotFound, RundownImpossible, and EditionNotReady where a master may not be played any more.
    """
    wanted = FORMATS[form]
    found = [
        edition_shown(studio, slug, media, plays=wanted.plays, lengths=wanted.lengths) for slug in dict.fromkeys(slugs)
    ]
    made = wanted.write(found, language)
    return made if isinstance(made, bytes) else made.encode()


def edition_shown(studio: Studio, slug: str, media: str, *, plays: bool, lengths: bool = False) -> Edition:
    """An edition as it goes out: as it is planned now, with lengths and master of its build where it is the same.

    plays: what was never built, or lacks a consent since then, is refused. lengths: with what was estimated and aired.
    """
    planned = plan_of(studio, slug)
    show, station = studio.settings.show, planned.airtime.station
    if plays:
        lacking = edition_of(studio, planned.airtime).lacks
        EditionNotReady.raise_if(lacking)
    built = as_built(studio, planned.airtime)
    rundown = known_lengths(studio, planned).plan if lengths else recorded(planned.plan, built)
    master = None if built is None else master_of(studio, planned.airtime, media)
    return Edition(
        rundown,
        planned.clock,
        planned.number,
        show.title_km,
        show.title_en,
        station.slug,
        station.name_km,
        station.name_en,
        master,
        planned.airtime.episode.changes,
        planned.airtime.episode.changed_at,
        planned.airtime.episode.cancelled is not None,
        show.guid,
    )


def master_of(studio: Studio, airtime: Airtime, media: str) -> Master:
    """The station's master of an edition, as it was made last. Raises NotFound, VaultDamaged."""
    name, slug = air_name(studio.settings, airtime.station), airtime.episode.slug
    with reading(studio.engine) as session:
        row = session.exec(
            select(MasterRow)
            .where(MasterRow.episode_id == airtime.episode.id, MasterRow.name == name)
            .order_by(col(MasterRow.id).desc())
        ).first()
    if row is None:
        raise NotFound.because("ground.not-found", slug, kind="master", command=f"studio episode build {slug}")
    codec = airtime.station.codec
    file = f"{slug}-{name}.{codec}"
    copy = folder_of(studio, slug) / "build" / file
    path = copy if copy.is_file() else studio.workspace.vault.open(Digest(row.digest))
    address = f"{media.rstrip('/')}/{file}" if media else str(path.resolve())
    return Master(address, codec, Ms(row.milliseconds))
