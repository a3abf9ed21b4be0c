"""Every error that Studio raises on purpose.

StudioError                 carries Faults, never prose; the doors make the sentence (studio.sentences)
├── SettingsInvalid         studio.toml or a STUDIO_* variable
├── WorkspaceMissing        no studio.toml here or above
├── NotFound                a record, a file or a name that is not there
├── Conflict                somebody else changed it first
├── ExtraMissing            an optional part that is not installed
├── StoreFault              the database, the seal
│   ├── VaultDamaged        a stored sound is not what its name says
│   ├── CacheLost           what was just made is gone: a full disk, another program
│   └── AuditBroken         the chain of audit events does not hold
├── IntakeRefused           a file, a row, a recording that cannot come in
├── ClearanceRefused        consent is missing: every voice, name, place and picture at once
├── ScriptRefused           a template fails, the Network speaks for a community, a version is stale
├── RundownImpossible       the slot cannot be filled: the causes that clash
├── EditionNotReady         an edition lacks a script, an approval, a consent or a recording: all of them at once
├── SoundRefused            a take cannot be used, a mix or an encode fails
├── PublishRefused          what would be published is not fit to be
└── AccessRefused           somebody is not known, or may not do this
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a stable code, where it is, and the values a sentence needs.

    code: "room.kebab-case", a key of the room's table in studio.sentences.
    where: file, row and field, or the code of a record ("reports.csv, row 12, initial_date").
    """

    code: str
    where: str = ""
    values: Mapping[str, Scalar] = field(default_factory=dict)


def fault(code: str, where: object = "", /, **values: Scalar) -> Fault:
    """A Fault from keyword values."""
    return Fault(code, str(where), values)


def fault_tree(one: Fault) -> dict[str, Any]:
    """A fault as plain values, in one order."""
    return {"code": one.code, "where": one.where, "values": dict(sorted(one.values.items()))}


def fault_of(tree: Mapping[str, Any]) -> Fault:
    """The fault that `fault_tree` wrote."""
    return fault(tree["code"], tree["where"], **tree["values"])


class StudioError(Exception):
    """Something was refused or failed for reasons a person can mend."""

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("an error carries at least one fault")
        super().__init__(*faults)
        self.faults = faults

    @classmethod
    def because(cls, code: str, where: object = "", /, **values: Scalar) -> StudioError:
        """The error with a single fault."""
        return cls(fault(code, where, **values))

    @classmethod
    def raise_if(cls, faults: Iterable[Fault]) -> None:
        """Raise with every fault there is; return quietly when there is none."""
        found = tuple(faults)
        if found:
            raise cls(*found)

    def __str__(self) -> str:
        return "; ".join(f"{f.code} {f.where} {dict(f.values)}".strip() for f in self.faults)


class SettingsInvalid(StudioError):
    """studio.toml or the environment holds something that cannot be used."""


class WorkspaceMissing(StudioError):
    """There is no workspace here."""


class NotFound(StudioError):
    """A record, file or name is not there."""


class Conflict(StudioError):
    """Somebody else changed the same thing first."""


class ExtraMissing(StudioError):
    """An optional part of Studio is needed and not installed."""


class StoreFault(StudioError):
    """The database or the seal refused."""


class VaultDamaged(StoreFault):
    """A stored file is not what its digest says."""


class CacheLost(StoreFault):
    """What was just put into the cache is not there any more."""


class AuditBroken(StoreFault):
    """The audit chain does not hold together."""


class IntakeRefused(StudioError):
    """Something that was sent in cannot be taken."""


class ClearanceRefused(StudioError):
    """Material lacks the consent that airing it needs."""


class ScriptRefused(StudioError):
    """A script cannot be written, checked, timed or approved."""


class RundownImpossible(StudioError):
    """No rundown meets every demand; the faults are the demands that clash."""


class EditionNotReady(StudioError):
    """An edition still lacks something before it can be made."""


class SoundRefused(StudioError):
    """A recording cannot be used, or sound cannot be made."""


class PublishRefused(StudioError):
    """What would be published is not fit to be published."""


class AccessRefused(StudioError):
    """A password, a code or a right does not suffice."""
