"""A script that a person writes on: the next version, in that person's words."""

from __future__ import annotations

from studio.errors import Conflict, fault
from studio.khmer.normal import one_line
from studio.languages import Language
from studio.pipeline.approving import EDITED
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.reading_scripts import clips
from studio.pipeline.write import script_of
from studio.records.scripts import Script
from studio.scripting.markup import compose, parse
from studio.scripting.timing import reading_time
from studio.scripting.versions import short_time
from studio.store import audit
from studio.store.engine import reading, writing


def edit(studio: Studio, key: str, language: Language, text: str, after: int, title: str = "") -> Script:
    """Keep a text as the version that follows `after`; the version that stands, where nothing in it is other.

    What it was made from stays that of the version before: a stale script does not become fresh by being edited. An
    approved version stays as it is; the new one has to be approved.
    Raises NotFound, Conflict where somebody else wrote meanwhile, ScriptRefused with every line that cannot be read.
    """
    lines = parse(text)
    with reading(studio.engine) as session:
        presenter = script_of(session, key, language).presenter
    speed = pace(studio, language, presenter, before=studio.now)
    with writing(studio.engine) as session:
        last = script_of(session, key, language)
        if last.number != after:
            raise Conflict(fault("pipeline.script-newer", key, number=last.number, language=language.value))
        canonical, called = compose(lines, language), one_line(title) or last.title
        if (canonical, called) == (last.text, last.title):
            return last
        lengths = clips(session)
        time = reading_time(lines, language, speed, lengths)
        script = Script(
            key=key,
            kind=last.kind,
            language=language.value,
            number=last.number + 1,
            title=called,
            report_id=last.report_id,
            text=canonical,
            recipe=last.recipe,
            presenter=speed.presenter,
            milliseconds=time.ms,
            low=time.low,
            high=time.high,
            short_milliseconds=short_time(lines, language, speed, lengths),
            written_at=studio.now,
        )
        session.add(script)
        session.flush()
        details = {"language": language.value, "number": script.number, "recipe": script.recipe}
        audit.append(session, studio.now, studio.actor, EDITED, key, details)
    return script
