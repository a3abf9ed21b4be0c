"""What a withdrawal covers: whose words, voices and names go, which reports as a whole, and which consents end. Pure.

A person takes back what they said, in every report. A report, its segment or an organization takes back the whole of
it: the texts, too, and what everybody said in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studio.clearance.giveaways import folded

SHORTEST_NAME = 4
"""Letters of a name that is looked for in others' words: shorter ones stand in other words, too."""
SHORTEST_TEXT = 12
"""The same of a title or a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to withdraw: "source", "report", "segment" or "organization", and its code.

    reports: the ones that are meant, of a report or a segment.
    """

    kind: str
    name: str
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that holds: whose, and for which report; empty: for all that the person says."""

    consent_id: int
    source: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known: the organizations and the people of each report, and the consents that hold."""

    organizations: Mapping[str, tuple[str, ...]]
    people: Mapping[str, tuple[str, ...]]
    consents: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a withdrawal covers, in codes.

    reports: those whose segments go. whole: those of them whose own texts go, too. said: (report, person) whose words
    and voice go. unnamed: people whose name goes. delisted: organizations that leave the directory. consents: that end;
    staying: that hold on, because they are for what the person says elsewhere.
    """

    reports: tuple[str, ...]
    whole: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    unnamed: tuple[str, ...] = ()
    delisted: tuple[str, ...] = ()
    consents: tuple[int, ...] = ()
    staying: tuple[Given, ...] = field(default=())


def covered(asked: Asked, standing: Standing) -> Coverage:
    """What a withdrawal covers as things stand."""
    if asked.kind == "source":
        reports = tuple(sorted(name for name, people in standing.people.items() if asked.name in people))
        mine = tuple(one.consent_id for one in standing.consents if one.source == asked.name)
        said = tuple((name, asked.name) for name in reports)
        return Coverage(reports, said=said, unnamed=(asked.name,), consents=mine)
    if asked.kind == "organization":
        reports = tuple(sorted(name for name, codes in standing.organizations.items() if asked.name in codes))
        return whole(reports, standing, (asked.name,))
    return whole(tuple(sorted(asked.reports)), standing, ())


def whole(reports: tuple[str, ...], standing: Standing, delisted: tuple[str, ...]) -> Coverage:
    """Reports taken back as a whole. Who speaks elsewhere, too, keeps name and consent for that."""
    said = tuple((name, code) for name in reports for code in sorted(standing.people.get(name, ())))
    speaking = {code for _, code in said}
    elsewhere = {code for name, people in standing.people.items() if name not in reports for code in people}
    about = [one for one in standing.consents if one.source in speaking and one.report in ("", *reports)]
    ending = [one for one in about if one.report or one.source not in elsewhere]
    return Coverage(
        reports,
        whole=reports,
        said=said,
        unnamed=tuple(sorted(speaking - elsewhere)),
        delisted=delisted,
        consents=tuple(one.consent_id for one in ending),
        staying=tuple(one for one in about if one not in ending),
    )


def searched(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The names that give somebody away wherever they stand: long enough, and nobody else's as well."""
    shared = {folded(one) for one in others}
    return tuple(dict.fromkeys(one for one in names if len(folded(one)) >= SHORTEST_NAME and folded(one) not in shared))


def telling(texts: Mapping[str, str], names: Iterable[str]) -> tuple[str, ...]:
    """The keys of the texts in which one of some names stands, however it is spaced or cased."""
    wanted = [folded(one) for one in names]
    return tuple(key for key, text in texts.items() if any(one in folded(text) for one in wanted))
