"""Is a script still what its report and its template would give?"""

from __future__ import annotations

import json
from collections.abc import Mapping

from studio.units import Digest, digest_of

VERSION = 1
"""Counts up when the same facts and template would give another script."""


def recipe(facts: Mapping[str, object], template_text: str, version: int = VERSION) -> Digest:
    """The digest of what a script is made from: facts (plain JSON values), the template's text, Studio's own version.

    Order of keys and presence of None are irrelevant; see studio.scripting.render.template_text.
    """
    made_from = {"facts": _present(facts), "template": template_text, "version": version}
    return digest_of(json.dumps(made_from, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def is_stale(made_from: Digest, now: Digest) -> bool:
    """Whether the report or the template has changed since the script was written."""
    return made_from != now


def _present(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _present(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_present(inner) for inner in value]
    return value
