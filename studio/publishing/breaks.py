"""Where a line of Khmer or English may end: words for captions and for pages."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from studio.khmer.words import ZERO_WIDTH_SPACE, breakable

_WORD = re.compile(r"\S+\s*|\s+")
_CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*|.", re.DOTALL)
_WORD_BREAK = Markup("<wbr>")


def words(text: str) -> tuple[str, ...]:
    """The text in pieces between which a line may be broken; joined they are the text."""
    runs = breakable(text).split(ZERO_WIDTH_SPACE)
    return tuple(word for run in runs for word in _WORD.findall(run))


def lines(text: str, limit: int) -> tuple[str, ...]:
    """The text in lines of at most `limit` characters, broken between words; a longer word is cut between clusters."""
    done: list[str] = []
    line = ""
    for word in words(" ".join(text.split())):
        if len(line) + len(word.rstrip()) <= limit:
            line += word
            continue
        if line.strip():
            done.append(line.strip())
        *full, line = _cut(word, limit)
        done.extend(full)
    if line.strip():
        done.append(line.strip())
    return tuple(done)


def _cut(word: str, limit: int) -> list[str]:
    """A word in pieces that fit, between clusters; inside one only where a single cluster is longer than a line."""
    parts = [""]
    for cluster in _CLUSTER.findall(word):
        for at in range(0, len(cluster), limit):
            piece = cluster[at : at + limit]
            if parts[-1] and len(parts[-1]) + len(piece.rstrip()) > limit:
                parts.append("")
            parts[-1] += piece
    return parts


@lru_cache(maxsize=65_536)
def broken(text: str) -> Markup:
    """The text escaped for HTML, with <wbr> between Khmer words."""
    return _WORD_BREAK.join(escape(run) for run in breakable(text).split(ZERO_WIDTH_SPACE))
