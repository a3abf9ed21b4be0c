"""The cue sheet as readable JSON: the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from studio.audio.values import AS_IT_IS, Cleaning, Cue, CueSheet, Duck, Lane, Mark, Stretch
from studio.errors import SoundRefused, fault
from studio.units import Lufs, Samples

VERSION = 2
UNKNOWN: Mapping[str, str] = {}


def to_json(sheet: CueSheet, digests: Mapping[str, str] = UNKNOWN) -> str:
    """A cue sheet as JSON, one cue a line, ending in a line feed.

    digests: of the sources, where a sheet is to say which bytes were heard on this machine.
    """
    head = {"version": VERSION, "title": sheet.title, "length": sheet.length}
    lines = [f"  {json.dumps(key)}: {_line(value)}," for key, value in head.items()]
    cues = [_cue_row(cue) | ({"digest": digests[cue.source]} if digests else {}) for cue in sheet.cues]
    lines += ['  "cues": [', *_rows(cues), "  ],"]
    lines += ['  "marks": [', *_rows([asdict(mark) for mark in sheet.marks]), "  ],"]
    lines += ['  "stretches": [', *_rows([asdict(stretch) for stretch in sheet.stretches]), "  ]"]
    return "\n".join(["{", *lines, "}", ""])


def from_json(text: str) -> CueSheet:
    """The cue sheet that was written.

    Raises SoundRefused where the text is not a cue sheet of this version.
    """
    try:
        tree = json.loads(text)
        if tree["version"] != VERSION:
            raise ValueError(f"version {tree['version']}")
        return CueSheet(
            str(tree["title"]),
            _count(tree["length"]),
            tuple(_cue(row) for row in tree["cues"]),
            tuple(Mark(_count(row["start"]), str(row["title"])) for row in tree["marks"]),
            tuple(Stretch(str(row["key"]), _count(row["start"]), _count(row["end"])) for row in tree["stretches"]),
        )
    except (ValueError, KeyError, TypeError) as reason:
        raise SoundRefused(fault("audio.sheet-unreadable", "", reason=str(reason))) from reason


ORDER = ("lane", "source", "start", "in", "out", "gain_db", "fade_in", "fade_out", "target", "duck", "cleaning")


def _cue_row(cue: Cue) -> dict[str, Any]:
    row = asdict(cue)
    row["in"] = row.pop("in_")
    row["cleaning"] = row["cleaning"] if cue.cleaning != AS_IT_IS else None
    return {key: row[key] for key in ORDER}


def _cue(row: dict[str, Any]) -> Cue:
    lane: Lane = row["lane"]
    if lane not in get_args(Lane):
        raise ValueError(f"lane {lane}")
    return Cue(
        lane,
        str(row["source"]),
        _count(row["start"]),
        _count(row["in"]),
        _count(row["out"]),
        float(row["gain_db"]),
        _count(row["fade_in"]),
        _count(row["fade_out"]),
        None if row["target"] is None else Lufs(float(row["target"])),
        None if row["duck"] is None else _duck(row["duck"]),
        AS_IT_IS if row["cleaning"] is None else _cleaning(row["cleaning"]),
    )


def _duck(row: dict[str, Any]) -> Duck:
    return Duck(float(row["depth_db"]), _count(row["attack"]), _count(row["hold"]), _count(row["release"]))


def _cleaning(row: dict[str, Any]) -> Cleaning:
    return Cleaning(int(row["high_pass"]), float(row["denoise_db"]), bool(row["levelling"]))


def _count(value: object) -> Samples:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"not a count of samples: {value!r}")
    return Samples(value)


def _rows(rows: list[dict[str, Any]]) -> list[str]:
    last = len(rows) - 1
    return [f"    {_line(row)}{'' if index == last else ','}" for index, row in enumerate(rows)]


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
