"""What an incoming report means for the one that is stored: new, unchanged, or changed, and in which fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from studio.intake.columns import PERSON_NAMES
from studio.intake.submission import PEOPLE_KEY, Submission
from studio.records.kinds import ReviewState
from studio.records.reports import ReportBase


class Verdict(StrEnum):
    """What becomes of an incoming report."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Standing:
    """The stored report: its digest, where its review stands, when it was sent, and its content as text by field.

    content may be empty where the digest alone settles the matter.
    """

    report_id: int
    digest: str
    review_state: ReviewState
    submitted_at: datetime
    content: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """The verdict; for a changed report each field with before and after, and the content that will stand.

    stale: the stored report was sent later than this one, and stays. review_state: where its review stands now.
    """

    verdict: Verdict
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict, repr=False)
    review_state: ReviewState = ReviewState.RECEIVED
    stale: bool = False


def merge(incoming: Submission, standing: Standing | None) -> Merge:
    """Hold an incoming report against the stored one. A column that the file does not have changes nothing."""
    if standing is None:
        return Merge(Verdict.NEW, content=incoming.content)
    if incoming.digest == standing.digest:
        return Merge(Verdict.UNCHANGED, review_state=standing.review_state)
    merged = merged_content(incoming, standing.content)
    fields = {
        name: [standing.content.get(name, ""), merged.get(name, "")]
        for name in sorted(merged.keys() | standing.content.keys())
        if standing.content.get(name, "") != merged.get(name, "")
    }
    if not fields:
        return Merge(Verdict.UNCHANGED, review_state=standing.review_state)
    if incoming.report.submitted_at < standing.submitted_at:
        return Merge(Verdict.UNCHANGED, review_state=standing.review_state, stale=True)
    return Merge(Verdict.CHANGED, fields, merged, reviewed(standing.review_state))


def reviewed(state: ReviewState) -> ReviewState:
    """The review state of a report that changed: what was approved must be looked at again."""
    return ReviewState.EDITED if state is ReviewState.APPROVED else state


def merged_content(incoming: Submission, stored: Mapping[str, str]) -> dict[str, str]:
    """The stored content with everything laid over it that the file has a column for."""
    told = told_fields(incoming.given)
    mine = {person.code for person in incoming.people}
    merged = {name: text for name, text in stored.items() if not dropped(name, told, mine)}
    for name, text in incoming.content.items():
        _, _, part = name.rpartition(".")
        if part in told or name not in stored:
            merged[name] = text
    return merged


def dropped(name: str, told: Iterable[str], mine: Iterable[str]) -> bool:
    """Whether a stored field belongs to a person whom the incoming report no longer names."""
    code, dot, _ = name.rpartition(".")
    return bool(dot) and PEOPLE_KEY in told and code not in mine


def told_fields(given: Iterable[str]) -> frozenset[str]:
    """Which fields of a content a file speaks about; the number of organizations also tells joint from individual."""
    columns = set(given)
    people = {name.split("_", 1)[1] for name in columns if name.startswith("source")}
    fields = columns.intersection(ReportBase.model_fields) | people.intersection(PERSON_NAMES)
    if "organizations" in columns:
        fields |= {"organizations", "individual_or_joint"}
    if "code" in people:
        fields.add(PEOPLE_KEY)
    return frozenset(fields)
