"""A workspace whose editions can be planned, for what the desk does with rundowns."""

from __future__ import annotations

import re
from pathlib import Path

from desk import ONCE, Person
from stories import HEARD, MAP, WORKERS, Stories, filled

from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.planned import Planned, plan_of
from studio.pipeline.write import approve, write_stories

FIRST, SECOND, BARE = "2012-05-17-voices", "2012-05-24-voices", "2012-05-31-voices"
"""Editions: two with rundowns, one without."""


def planned_station(root: Path) -> Stories:
    """A workspace with three segments that could be aired in an edition that holds two."""
    made = filled(root)
    box = made.kit.Kit(made.root.parent)
    box.airtime(made.studio, weeks=3)
    for name in (WORKERS, MAP, HEARD):
        clear_report(made.studio, made.uuid(name), frozenset(), "")
    approved_all(made)
    for slug in (FIRST, SECOND):
        box.proposed(made.studio, slug)
    return made


def approved_all(made: Stories) -> None:
    """Write and approve every story that is cleared."""
    for script in write_stories(made.studio).new:
        if script.language == "km":
            approve(made.studio, script.key, Language.KM)


def chosen(planned: Planned) -> list[str]:
    """The keys of the segments of a rundown, in order."""
    return [one.key for one in planned.plan.entries if planned.clock.position(one.position).role == "choose"]


def now(made: Stories, slug: str = FIRST) -> Planned:
    """The newest version."""
    return plan_of(made.studio, slug)


def at(slug: str, *more: str) -> str:
    """An address of a rundown."""
    return "/".join(["/desk/rundown", slug, *more])


def sent(person: Person, slug: str, form: str, status: int = 303, /, **fields: object) -> str:
    """Send a form of a rundown's page as it stands now; what it answered."""
    page = person.get(f"{at(slug)}?lang=en").text
    seen, once = re.search(r'data-version="(\d+)"', page), ONCE.search(page)
    assert seen
    assert once
    fields = {"number": seen[1], "once": once[1]} | fields
    return person.post(f"{at(slug, form)}?lang=en", status, **fields).text
