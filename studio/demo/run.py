"""The worked example, through the same stages as a station: two real editions, built and published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from studio.demo import pilot
from studio.demo.consents import make_consents
from studio.demo.material import field_recordings, place_reports
from studio.demo.sound.library import make_library
from studio.demo.sound.takes import WantedTake, make_takes
from studio.errors import ClearanceRefused, ScriptRefused, StudioError
from studio.languages import Language
from studio.pipeline.airtime import coming, keep_slot, keep_station, make_editions
from studio.pipeline.build import Built, build_episode
from studio.pipeline.clear import clear_report, today
from studio.pipeline.community import import_organizations
from studio.pipeline.file import import_reports, reports_kept
from studio.pipeline.folder import write_rundown
from studio.pipeline.opening import Studio, Tell, open_studio, prepare, silent
from studio.pipeline.planned import Planned
from studio.pipeline.publish import Publishing, publish_all
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.seasons.board import drawn, season_board
from studio.pipeline.seasons.propose import propose_plan
from studio.pipeline.takes import Recorded, add_takes, parts_of
from studio.pipeline.tellings import EDITION_KINDS, edition_key, stories
from studio.pipeline.write import approve, fresh, newest_scripts, write_stories
from studio.scripting.values import Part
from studio.settings import FILE
from studio.store.engine import reading
from studio.store.files import write_bytes, write_text
from studio.store.starter import starter_scripts

INCOMING = Path("audio") / "incoming"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration made: its editions, its publication, each report that may not be aired and why.

    changes: how many things this run made; 0 where everything stood already. season: the picture of what comes next.
    """

    editions: tuple[Built, ...]
    publishing: Publishing
    refused: Mapping[str, StudioError]
    changes: int
    season: Path


def run_demo(root: Path, tell: Tell = silent, environ: Mapping[str, str] = os.environ) -> Demonstration:
    """Walk the pilot's reports through every stage in a workspace; what is made already stays.

    Raises ExtraMissing without the guide voice, Conflict where another command works, and what the stages raise.
    """
    begun(root)
    prepare(root, environ)
    studio = open_studio(root, actor=pilot.FIELD_DESK, tell=tell, environ=environ)
    try:
        with studio.alone():
            return walk(studio)
    finally:
        studio.engine.dispose()


def begun(root: Path) -> None:
    """The demonstration's settings, and the editors' folder where there is none; what is there stays."""
    root.mkdir(parents=True, exist_ok=True)
    if not (root / FILE).exists():
        write_bytes(root / FILE, pilot.SETTINGS.read_bytes())
    if not (root / "scripts").exists():
        shutil.copytree(starter_scripts(), root / "scripts")


def walk(studio: Studio) -> Demonstration:
    """File, clear, write, schedule, cue, master, publish."""
    changes = filed(studio)
    editor = replace(studio, actor=pilot.EDITOR)
    refused = cleared(editor)
    changes += written(editor)
    producer = replace(studio, actor=pilot.PRODUCER)
    changes += bought(producer)
    editions: list[Built] = []
    first = [one for one in coming(producer, every=True) if one.episode.starts_at <= weeks_on(producer, pilot.WEEKS)]
    for airtime in first:
        built, made = produced(producer, editor, airtime.episode.slug)
        editions.append(built)
        changes += made
    publishing = publish_all(producer)
    changes += len(publishing.result.written) + len(publishing.result.removed)
    changes += season_planned(producer)
    return Demonstration(tuple(editions), publishing, refused, changes, season_picture(producer))


def weeks_on(studio: Studio, weeks: int) -> datetime:
    """The moment so many weeks from now."""
    return studio.now + timedelta(weeks=weeks)


def season_planned(studio: Studio) -> int:
    """The airtimes of a whole season, and what could be heard in them; how many things are new."""
    made = len(make_editions(studio, weeks_on(studio, pilot.SEASON_WEEKS)))
    picture = season_picture(studio)
    if not made and picture.exists():
        return 0
    studio.tell("Planning the season", 0, 1)
    kept = propose_plan(studio)
    write_text(picture, drawn(studio, season_board(studio, kept)))
    studio.tell("Planning the season", 1, 1)
    return made + kept.new


def season_picture(studio: Studio) -> Path:
    """Where the picture of the season lies."""
    return studio.workspace.episodes / "season.svg"


def filed(studio: Studio) -> int:
    """The library's sounds, the organizations, the reports with their recordings; how many are new."""
    studio.tell("Composing the music", 0, 1)
    make_library(studio.workspace.library)
    make_consents(studio.workspace.library)
    studio.tell("Composing the music", 1, 1)
    incoming = studio.workspace.root / INCOMING
    place_reports(incoming)
    field_recordings(incoming, studio.tell)
    organizations = import_organizations(studio, pilot.ORGANIZATIONS)
    reports = import_reports(studio, incoming / pilot.REPORTS.name)
    return organizations.new + organizations.changed + reports.changes


def cleared(studio: Studio) -> dict[str, StudioError]:
    """The editor clears what consent covers as it is; everything else is refused, with its reasons, by report."""
    refused: dict[str, StudioError] = {}
    kept = reports_kept(studio)
    for done, name in enumerate(kept, start=1):
        try:
            clear_report(studio, name, frozenset(), "")
        except ClearanceRefused as error:
            refused[name] = error
        studio.tell("Clearing reports", done, len(kept))
    return refused


def written(studio: Studio) -> int:
    """Every cleared report becomes scripts in both languages; the editor approves the Khmer ones, also those that an
    earlier run wrote and did not come to approve."""
    done = write_stories(studio)
    for error in done.refused.values():
        raise ScriptRefused(*error.faults)
    for key in unapproved(studio, Language.KM):
        approve(studio, key, Language.KM)
    return len(done.new)


def unapproved(studio: Studio, language: Language) -> list[str]:
    """The stories whose script stands as it should and waits for approval."""
    with reading(studio.engine) as session:
        known = stories(session, studio, today(studio))
        return [
            script.key
            for script in newest_scripts(session)
            if script.language == language.value and not script.approved
            for story in [known.get(script.key)]
            if story is not None and language in story.tellings and fresh(script, story.tellings[language])
        ]


def bought(studio: Studio) -> int:
    """The station, its weekly airtime, and the editions of the coming weeks."""
    changed = keep_station(studio, pilot.STATION) + keep_slot(studio, pilot.STATION.slug, pilot.SLOT)
    return changed + len(make_editions(studio, weeks_on(studio, pilot.WEEKS)))


def produced(producer: Studio, editor: Studio, slug: str) -> tuple[Built, int]:
    """One edition: rundown, approval of its own scripts, takes, masters; and how many things were made."""
    planned = propose_rundown(producer, slug)
    for kind in EDITION_KINDS:
        approve(editor, edition_key(slug, kind), Language(planned.airtime.slot.language))
    if planned.new:
        write_rundown(producer, planned, planned.plan)
    takes = recorded(producer, planned)
    built = build_episode(producer, slug)
    return built, planned.new + takes + sum(one.new for one in built.masters)


def recorded(studio: Studio, planned: Planned) -> int:
    """The guide voice reads every part that a presenter reads and that is not recorded yet; how many it read."""
    language = Language(planned.airtime.slot.language)
    wanted: dict[str, tuple[str, int]] = {}
    texts: list[WantedTake] = []
    for key in script_keys(planned):
        for part, taken in parts_of(studio, key, language):
            if part.clip is None and taken is None:
                name = f"{key.replace('/', '.')}.{part.number}"
                wanted[name] = (key, part.number)
                texts.append(WantedTake(name, language, aloud(part), presenter=len(texts) % 2, extension="flac"))
    if not texts:
        return 0
    studio.tell("Speaking", 0, len(texts))
    files = make_takes(texts, studio.workspace.root / INCOMING / "takes" / planned.airtime.episode.slug)
    takes = [Recorded(*wanted[name], path, synthetic=True) for name, path in files.items()]
    return len(add_takes(studio, takes, language))


def aloud(part: Part) -> str:
    """What the presenter reads of a part."""
    return " ".join(line.text for line in part.lines if line.kind == "say")


def script_keys(planned: Planned) -> list[str]:
    """The scripts of a rundown: the stories that were chosen and the edition's own."""
    chosen = [one.key for one in planned.plan.entries if planned.clock.position(one.position).role == "choose"]
    return [*chosen, *(edition_key(planned.airtime.episode.slug, kind) for kind in EDITION_KINDS)]
