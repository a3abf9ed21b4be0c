"""The editors' word lists: who the Network is, and which verbs it must not say for a community."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.errors import Fault, ScriptRefused, fault
from studio.languages import Language

KEYS = ("names", "verbs", "communities", "openers", "together", "negations", "nouns_after", "objects_after")
_NEEDED = ("names", "verbs")


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one language by which a script shows who is speaking.

    names: how the Network and its programme are called, also "we". verbs: demanding, condemning, claiming; a "*" at the
    end stands for any ending. communities: words for the people who may speak for themselves. openers: words that open
    a new clause ("that"). together: words that join another to the subject ("and", "with", "on behalf of").
    negations: "not". nouns_after: words after which a verb is a noun ("the demand"). objects_after: words after which
    the Network is not the one who acts ("told the Network").
    """

    names: tuple[str, ...]
    verbs: tuple[str, ...]
    communities: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    nouns_after: tuple[str, ...] = ()
    objects_after: tuple[str, ...] = field(default=())


def read(table: Mapping[str, object], where: str) -> WordList:
    """A word list from its table.

    Raises ScriptRefused with every key that is unknown (scripting.words-unknown), missing (scripting.words-missing) or
    not a list of texts (scripting.words-not-texts).
    """
    faults: list[Fault] = []
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if key not in KEYS:
            faults.append(fault("scripting.words-unknown", where, key=key, known=", ".join(KEYS)))
        elif not isinstance(value, list) or not all(isinstance(word, str) and word.strip(" *") for word in value):
            faults.append(fault("scripting.words-not-texts", where, key=key))
        else:
            lists[key] = tuple(word.strip() for word in value)
    faults.extend(fault("scripting.words-missing", where, key=key) for key in _NEEDED if key not in table)
    ScriptRefused.raise_if(faults)
    return WordList(**lists)


def load(folder: Path, language: Language) -> WordList:
    """The word list scripts/words/<language>.toml below the editors' folder; ScriptRefused where it cannot be used."""
    path = folder / "words" / f"{language.value}.toml"
    where = f"words/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ScriptRefused(fault("scripting.words-absent", where)) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
        raise ScriptRefused(fault("scripting.words-unreadable", where, reason=str(broken)[:200])) from broken
    return read(table, where)
