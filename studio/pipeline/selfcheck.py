"""Every self-check: settings, database, vault, audit chain, templates, clocks, feed; each fault with its mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studio.errors import Fault, ScriptRefused, StudioError
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.safety import audit_faults, vault_faults
from studio.publishing.check import faults as feed_faults
from studio.scheduling.clocks.clock import read_clocks
from studio.scripting.render import KINDS, Job, try_all
from studio.scripting.wordlist import load
from studio.store.engine import damage, require_current

EXAMPLE: Mapping[str, Any] = {
    "show": "សំឡេងសហគមន៍",
    "station": "វិទ្យុ",
    "date": "2012-05-17",
    "presenter": "សុភា",
    "hotline": "000 111 222",
    "title": "ត្រី",
    "place": "ស្រុកមោងឫស្សី",
    "province": "បាត់ដំបង",
    "organizations": ["សហគមន៍មួយ", "សហគមន៍ពីរ"],
    "sectors": ["fisheries"],
    "joint": True,
    "first_day": "2012-05-01",
    "last_day": "2012-05-03",
    "happened": "យើងជួបគ្នា។",
    "impact": "ត្រីច្រើនជាងមុន។",
    "message": "ចូរជួបគ្នា។",
    "women": 12,
    "men": 9,
    "voices": [
        {"code": "S-1", "who": "អ្នកនេសាទ", "name": None, "quote": "យើងសប្បាយចិត្ត។", "clip": None},
        {"code": "S-2", "who": "អ្នកនេសាទ", "name": "ពូ ដារ៉ា", "quote": "យើងនឹងបន្ត។", "clip": "S-2"},
    ],
    "headlines": [{"title": "ត្រី", "organizations": ["សហគមន៍មួយ"], "place": "បាត់ដំបង"}],
    "organization": {
        "name": "សហគមន៍មួយ",
        "description": "យើងថែរក្សាត្រី។",
        "members_total": 120,
        "members_women": 70,
        "place": "បាត់ដំបង",
        "sectors": ["fisheries"],
    },
}
"""A report of nobody, with something in every fact: what each template is tried with."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One self-check and what it found."""

    name: str
    faults: tuple[Fault, ...]


def self_check(studio: Studio) -> tuple[Checked, ...]:
    """Run every check; one that fails does not keep the others from running."""
    checks: tuple[tuple[str, Callable[[], Iterable[Fault]]], ...] = (
        ("database", lambda: database(studio)),
        ("audit", lambda: audit_faults(studio)[2]),
        ("vault", lambda: vault_faults(studio)[1]),
        ("templates", lambda: templates(studio)),
        ("clocks", lambda: clocks(studio)),
        ("feed", lambda: feed(studio)),
    )
    found = []
    for done, (name, check) in enumerate(checks):
        studio.tell("Checking", done, len(checks))
        found.append(Checked(name, caught(check)))
    return tuple(found)


def caught(check: Callable[[], Iterable[Fault]]) -> tuple[Fault, ...]:
    """The faults that a check returns or raises."""
    try:
        return tuple(check())
    except StudioError as error:
        return error.faults


def database(studio: Studio) -> tuple[Fault, ...]:
    """Whether the database is at the newest version and whole."""
    require_current(studio.engine)
    return damage(studio.engine)


def templates(studio: Studio) -> Iterator[Fault]:
    """Every template of the show that is missing or cannot be rendered; the word lists that cannot be read."""
    for language in Language:
        load(studio.workspace.scripts, language)
    jobs = [Job(studio.settings.show.slug, kind, language, EXAMPLE) for kind in KINDS for language in Language]
    for draft in try_all(studio.workspace.scripts, jobs):
        if isinstance(draft, ScriptRefused):
            yield from draft.faults


def clocks(studio: Studio) -> tuple[Fault, ...]:
    """Whether every clock can be read."""
    read_clocks(studio.workspace.scripts / "clocks")
    return ()


def feed(studio: Studio) -> tuple[Fault, ...]:
    """Whether what is published holds together; nothing published is no fault."""
    if not (studio.workspace.feeds / "feed.xml").is_file():
        return ()
    return feed_faults(studio.workspace.feeds)
