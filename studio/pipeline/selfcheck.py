"""Every self-check: settings, database, vault, audit chain, templates, clocks, feed; each fault with its mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from studio.errors import Fault, StudioError
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.safety import audit_faults, vault_faults
from studio.publishing.check import faults as feed_faults
from studio.scheduling.clock import read_clocks
from studio.scripting.render import KINDS, sources_of
from studio.scripting.wordlist import load
from studio.store.engine import require_current


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
    """Whether the database is at the newest version."""
    require_current(studio.engine)
    return ()


def templates(studio: Studio) -> tuple[Fault, ...]:
    """Whether the show has a template of every kind in every language, and the word lists can be read."""
    sources = sources_of(studio.workspace.scripts, studio.settings.show.slug)
    for language in Language:
        load(studio.workspace.scripts, language)
    wanted = [f"{kind}.{language.value}.j2" for kind in KINDS for language in Language]
    where = f"scripts/{studio.settings.show.slug}"
    return tuple(
        Fault("scripting.template-missing", f"{where}/{name}", {"reason": name, "line": 0})
        for name in wanted
        if name not in sources
    )


def clocks(studio: Studio) -> tuple[Fault, ...]:
    """Whether every clock can be read."""
    read_clocks(studio.workspace.scripts / "clocks")
    return ()


def feed(studio: Studio) -> tuple[Fault, ...]:
    """Whether what is published holds together; nothing published is no fault."""
    if not (studio.workspace.feeds / "feed.xml").is_file():
        return ()
    return feed_faults(studio.workspace.feeds)
