"""Scripts as a person reads them: a list, plain text, a printable page; one segment or a whole edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.planned import Planned
from studio.pipeline.tellings import EDITION_KINDS, edition_key
from studio.pipeline.write import lines_of, newest, newest_scripts, script_of
from studio.publishing.font import font_bytes
from studio.records.kinds import ScriptKind
from studio.records.reports import Attachment, Information, Source
from studio.records.scripts import Script
from studio.scheduling.values import Entry, Rundown
from studio.scripting.markup import compose
from studio.scripting.page import page
from studio.scripting.text import plain_script
from studio.scripting.timing import Pace
from studio.scripting.values import Draft, Line
from studio.store.engine import reading
from studio.units import Ms, clock_text


def scripts_shown(studio: Studio) -> Sequence[Script]:
    """The newest version of every script."""
    with reading(studio.engine) as session:
        return newest_scripts(session)


def draft_of(script: Script) -> Draft:
    """A stored script as the value that text and page are made from."""
    return Draft(script.kind.value, Language(script.language), script.title, lines_of(script), script.text)


def reading_text(studio: Studio, key: str, language: Language) -> str:
    """One script for paper, with the running time in its margin. Raises NotFound."""
    with reading(studio.engine) as session:
        script, lengths = script_of(session, key, language), clips(session)
    return plain_script(draft_of(script), pace_of(studio, [script], language), clips=lengths)


def reading_page(studio: Studio, key: str, language: Language) -> str:
    """One script as a printable page. Raises NotFound."""
    with reading(studio.engine) as session:
        script, lengths = script_of(session, key, language), clips(session)
    speed = pace_of(studio, [script], language)
    return page(draft_of(script), speed, clips=lengths, note=f"{key} · {script.number}", font=font_bytes())


def pace_of(studio: Studio, scripts: Sequence[Script], language: Language) -> Pace:
    """How fast scripts are read as it was known when the last of them was written; nothing learnt since changes it."""
    last = max(scripts, key=lambda one: one.written_at, default=None)
    return pace(studio, language, last.presenter, last.written_at) if last else pace(studio, language)


def clips(session: Session) -> Mapping[str, Ms]:
    """How long each source's newest recording is, by the source's code."""
    rows = session.exec(
        select(Source.code, Attachment.milliseconds)
        .join(Information, col(Information.source_id) == Source.id)
        .join(Attachment, col(Information.attachment_id) == Attachment.id)
        .order_by(col(Attachment.id))
    ).all()
    return {code: Ms(length) for code, length in rows}


def edition_text(studio: Studio, planned: Planned, rundown: Rundown, language: Language) -> str:
    """A whole edition for paper, in the order of its rundown."""
    with reading(studio.engine) as session:
        draft = edition_draft(session, studio, planned, rundown, language)
        scripts, lengths = edition_scripts(session, planned, rundown, language), clips(session)
    return plain_script(draft, pace_of(studio, scripts, language), lengths)


def edition_page(studio: Studio, planned: Planned, rundown: Rundown, language: Language, font: bytes = b"") -> str:
    """A whole edition as a printable page. font: to carry inside the page; without it, the reader's own."""
    with reading(studio.engine) as session:
        draft = edition_draft(session, studio, planned, rundown, language)
        scripts, lengths = edition_scripts(session, planned, rundown, language), clips(session)
    speed = pace_of(studio, scripts, language)
    return page(draft, speed, clips=lengths, note=planned.airtime.episode.slug, font=font)


def edition_scripts(session: Session, planned: Planned, rundown: Rundown, language: Language) -> list[Script]:
    """The scripts of an edition that there are, in the order of its rundown."""
    found = (script_for(session, planned, entry, language) for entry in rundown.heard)
    return [one for one in found if one is not None]


def edition_draft(session: Session, studio: Studio, planned: Planned, rundown: Rundown, language: Language) -> Draft:
    """The scripts of an edition one after another, each under a cue with its start and title."""
    lines: list[Line] = []
    for entry in rundown.heard:
        script = script_for(session, planned, entry, language)
        title = entry.title_km if language is Language.KM else entry.title_en
        if script is not None:
            short = entry.version == "short"
            lines += [Line("cue", text=heading(entry, title)), *lines_of(script, short=short)]
        elif language.value == planned.airtime.slot.language:
            lines.append(Line("cue", text=heading(entry, title)))
    show = studio.settings.show
    name = show.title_km if language is Language.KM else show.title_en
    title = f"{name} {planned.airtime.local_start:%Y-%m-%d %H:%M}"
    return Draft("edition", language, title, tuple(lines), compose(lines, language))


def heading(entry: Entry, title: str) -> str:
    """When an entry starts, and what it is."""
    plain = title.translate(str.maketrans("[]", "()"))
    return f"{clock_text(entry.start)} {plain} {clock_text(entry.heard)}"


def script_for(session: Session, planned: Planned, entry: Entry, language: Language) -> Script | None:
    """The script of an entry: its own, or the edition's."""
    if entry.source in [kind.value for kind in EDITION_KINDS]:
        return newest(session, edition_key(planned.airtime.episode.slug, ScriptKind(entry.source)), language)
    return newest(session, entry.key, language)
