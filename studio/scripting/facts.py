"""What templates are told: plain values, complete, and unable to become markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.khmer.normal import one_line

JSON = str | int | float | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]

_TEXTS = "show station date presenter hotline title place province first_day last_day happened impact message women men"
_LISTS = "organizations voices sectors headlines"

BLANK: dict[str, JSON] = {
    **dict.fromkeys(_TEXTS.split()),
    **{name: [] for name in _LISTS.split()},
    "joint": False,
    "organization": {},
}
"""Every fact that a template may name, empty."""

BLANK_VOICE: dict[str, JSON] = dict.fromkeys(("code", "who", "name", "quote", "clip"))
BLANK_HEADLINE: dict[str, JSON] = {"title": None, "organizations": [], "place": None}
BLANK_ORGANIZATION: dict[str, JSON] = {
    **dict.fromkeys(("name", "description", "members_total", "members_women", "place")),
    "sectors": [],
}

_BRACKETS = str.maketrans("[]", "()")


def complete(facts: Mapping[str, JSON]) -> dict[str, JSON]:
    """The facts with what is missing as None or an empty list, and every text harmless.

    Line feeds become spaces and square brackets round ones, so that nobody's words turn into a cue, a pause or a clip.
    """
    whole: dict[str, JSON] = {**BLANK, **facts}
    whole["voices"] = [_filled(BLANK_VOICE, one) for one in _rows(whole["voices"])]
    whole["headlines"] = [_filled(BLANK_HEADLINE, one) for one in _rows(whole["headlines"])]
    organization = whole["organization"]
    whole["organization"] = _filled(BLANK_ORGANIZATION, organization if isinstance(organization, Mapping) else {})
    for name in _LISTS.split():
        whole[name] = whole[name] or []
    return {name: harmless(value) for name, value in whole.items()}


def harmless(value: JSON) -> JSON:
    """The value with every text on one line and without square brackets."""
    if isinstance(value, str):
        return one_line(value).translate(_BRACKETS)
    if isinstance(value, Mapping):
        return {str(key): harmless(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [harmless(inner) for inner in value]
    return value


def _rows(value: JSON) -> list[Mapping[str, JSON]]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [one for one in value if isinstance(one, Mapping)]


def _filled(blank: Mapping[str, JSON], given: Mapping[str, JSON]) -> dict[str, JSON]:
    return {**blank, **given}
