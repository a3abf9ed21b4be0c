"""The stage `take`: presenters' recordings of approved scripts, checked, cleaned and kept in the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session, col, func, select

from studio.audio.takes.decode import clean_copy
from studio.audio.takes.worth import against, worthless
from studio.audio.values import Limits, TakeReport
from studio.errors import Fault, NotFound, ScriptRefused, SoundRefused, fault
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.paces import usual_pace
from studio.pipeline.write import lines_of, script_of
from studio.records.episodes import Take
from studio.records.scripts import Script
from studio.scripting.timing import reading_time
from studio.scripting.values import Part, split
from studio.store.engine import reading, writing
from studio.store.vault import digest_file
from studio.units import Digest, Ms

SIDE_BY_SIDE = 2
"""How many recordings are decoded at once, each in a process of its own."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A recording in the vault: its original and its working copy, and what it is."""

    original: Digest
    working: Digest
    report: TakeReport


def limits_of(studio: Studio) -> Limits:
    """What may come in, from the settings."""
    limits = studio.settings.limits
    return Limits(length=Ms(limits.recording_minutes * 60_000), size=limits.file_mb << 20)


@contextmanager
def desk_drawer(studio: Studio) -> Iterator[Path]:
    """A folder inside the workspace for a copy on its way into the vault; gone afterwards."""
    place = studio.workspace.cache
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".partial-", dir=place) as folder:
        yield Path(folder)


def into_vault(studio: Studio, source: Path, judged: Callable[[TakeReport], None] | None = None) -> Cleaned:
    """Keep a recording twice: as it came, and as a clean working copy. Raises SoundRefused, NotFound.

    judged: is told what it is before anything is kept, and may refuse it.
    """
    if is_missing(source):
        raise NotFound(fault("ground.file-missing", source))
    with desk_drawer(studio) as drawer:
        working = drawer / "working.flac"
        report = clean_copy(source, working, limits_of(studio))
        if judged is not None:
            judged(report)
        return Cleaned(studio.workspace.vault.put_file(source), studio.workspace.vault.put_file(working), report)


def is_missing(source: Path) -> bool:
    """Whether there is nothing under a path; what is there and no recording, the sound room can name."""
    try:
        source.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A presenter's recording of one part of a script, on its way in."""

    key: str
    part: int
    path: Path
    synthetic: bool = False


def add_take(
    studio: Studio, key: str, part: int, source: Path, language: Language, *, synthetic: bool = False
) -> tuple[Take, TakeReport | None]:
    """Keep a presenter's recording of one part of an approved script; the same file again adds nothing.

    Raises ScriptRefused where the script is not approved or has no such part, SoundRefused where the sound is unfit,
    silent or mostly missing: nothing of it is kept then.
    """
    with reading(studio.engine) as session:
        script = script_of(session, key, language)
        last = newest_take(session, script, part)
    ScriptRefused.raise_if(unrecordable(script, part))
    if source.is_file() and last is not None and last.original == digest_file(source):
        return last, None
    estimate = estimated(studio, script, part, language)

    def judged(report: TakeReport) -> None:
        SoundRefused.raise_if(worthless(source.name, report, estimate))

    cleaned = into_vault(studio, source, judged)
    with writing(studio.engine) as session:
        last = newest_take(session, script, part)
        if last is not None and last.original == cleaned.original:
            return last, None
        taken = take_row(studio, script, part, next_number(session, script, part), cleaned, synthetic)
        session.add(taken)
    return taken, against(cleaned.report, source.name, estimate)


def estimated(studio: Studio, script: Script, part: int, language: Language) -> Ms:
    """How long one part of a script takes to read by somebody of whom nothing is known, in ms."""
    speed = usual_pace(studio, language, studio.settings.show.presenter)
    return sum(
        (reading_time(one.lines, language, speed).ms for one in split(lines_of(script)) if one.number == part), Ms(0)
    )


def add_takes(studio: Studio, recorded: Sequence[Recorded], language: Language) -> list[Take]:
    """Keep many recordings, cleaned side by side; those that are kept already add nothing. Raises as `add_take`."""
    new = []
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        futures = [
            pool.submit(add_take, studio, one.key, one.part, one.path, language, synthetic=one.synthetic)
            for one in recorded
        ]
        for done, future in enumerate(futures, start=1):
            taken, report = future.result()
            new += [taken] if report else []
            studio.tell("Keeping takes", done, len(recorded))
    return new


def take_row(studio: Studio, script: Script, part: int, number: int, cleaned: Cleaned, synthetic: bool) -> Take:
    """A take as stored."""
    report = cleaned.report
    return Take(
        script_id=script.id or 0,
        part=part,
        number=number,
        presenter=studio.settings.show.presenter,
        synthetic=synthetic,
        codec=report.codec,
        original=cleaned.original,
        working=cleaned.working,
        milliseconds=report.ms,
        lufs=report.lufs,
        dbtp=report.dbtp,
        warnings=[one.code for one in report.warnings],
        recorded_at=studio.now,
    )


def unrecordable(script: Script, part: int) -> list[Fault]:
    """Why a part cannot be recorded: the script is not approved, or no presenter reads that part."""
    read = [one.number for one in split(lines_of(script)) if one.clip is None]
    found: list[Fault] = []
    if not script.approved:
        found.append(fault("pipeline.script-unapproved", script.key, language=script.language))
    if part not in read:
        known = ", ".join(str(number) for number in read)
        found.append(fault("pipeline.part-unknown", script.key, part=part, known=known))
    return found


def newest_take(session: Session, script: Script, part: int) -> Take | None:
    """The newest take of a part that nobody refused: the one that is heard."""
    return session.exec(
        select(Take)
        .where(Take.script_id == script.id, Take.part == part, Take.refused == "")
        .order_by(col(Take.number).desc())
    ).first()


def next_number(session: Session, script: Script, part: int) -> int:
    """The number of the next take of a part."""
    last = session.exec(select(func.max(Take.number)).where(Take.script_id == script.id, Take.part == part)).one()
    return (last or 0) + 1


def parts_of(studio: Studio, key: str, language: Language) -> list[tuple[Part, Take | None]]:
    """The parts of a script's newest version, each with its newest take; clips have none. Raises NotFound."""
    with reading(studio.engine) as session:
        script = script_of(session, key, language)
        return [(part, newest_take(session, script, part.number)) for part in split(lines_of(script))]
