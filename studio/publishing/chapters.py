"""JSON chapters: the points of an episode that a listener can jump to."""

from __future__ import annotations

import json

from studio.languages import Language
from studio.publishing.values import Chapter
from studio.units import Ms

MIME = "application/json+chapters"
VERSION = "1.2.0"


def chapters_json(chapters: tuple[Chapter, ...], language: Language, links: dict[Ms, str]) -> str:
    """The chapters in a language; links: the address of the page about what begins at a millisecond.

    Source: podcast namespace, JSON chapters 1.2.
    """
    rows = []
    for chapter in sorted(chapters, key=lambda each: each.start):
        row: dict[str, str | float] = {"startTime": chapter.start / 1000, "title": chapter.title.told(language)}
        if chapter.start in links:
            row["url"] = links[chapter.start]
        rows.append(row)
    return json.dumps({"version": VERSION, "chapters": rows}, ensure_ascii=False, indent=1) + "\n"
