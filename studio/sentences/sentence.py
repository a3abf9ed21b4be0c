"""The value that says a fault in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong and how to mend it: gettext keys with {placeholders} for the fault's values and {where}."""

    what: str
    mend: str = ""
