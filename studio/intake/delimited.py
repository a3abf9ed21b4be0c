"""Records of a delimited text, one by one, so that one broken record costs no other."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TextIO

from studio.intake.rows import Record

RECORD_CHARACTERS = 16_000_000
RECORD_LINES = 1_000
DELIMITERS = ",;\t"

SUSPECT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\udc80-\udcff]")
"""Characters that no text holds: controls, and bytes that were not decoded."""


class Runaway(csv.Error):
    """A quotation mark was opened and does not close."""


class Replay(Iterator[str]):
    """The lines of a text; those of the record at hand are kept, so that reading can begin again inside it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: list[str] = []
        self._held: list[str] = []
        self._characters = 0
        self.number = 0
        self.suspect = False

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._stream.readline(RECORD_CHARACTERS)
        if not line:
            raise StopIteration
        self.number += 1
        self._held.append(line)
        self._characters += len(line)
        if not self.suspect and SUSPECT.search(line):
            self.suspect = True
        if self._characters >= RECORD_CHARACTERS or len(self._held) > RECORD_LINES:
            raise Runaway
        return line

    def begin(self) -> int:
        """Forget the record that is done; the line the next one begins with."""
        self._held.clear()
        self._characters, self.suspect = 0, False
        return self.number + 1

    def retreat(self) -> None:
        """Go back to the line after the one that the broken record began with."""
        again = self._held[1:]
        if self._held and not self._held[0].endswith(("\n", "\r")):
            self._skip_line()
        self._waiting += reversed(again)
        self.number -= len(again)
        self.begin()

    def restart(self) -> None:
        """Go back to where the record at hand begins."""
        self._waiting += reversed(self._held)
        self.number -= len(self._held)
        self.begin()

    def _skip_line(self) -> None:
        while (rest := self._stream.readline(RECORD_CHARACTERS)) and not rest.endswith(("\n", "\r")):
            pass


def delimiter_of(line: str) -> str:
    """The delimiter of a header line: the one that stands in it most often outside of quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def records(stream: TextIO) -> Iterator[Record]:
    """The records of a stream that splits its lines at any line end and keeps the ends; blank ones are left out.

    Source: RFC 4180; a first line "sep=;" as Excel writes it is obeyed.
    """
    csv.field_size_limit(RECORD_CHARACTERS * 2)
    lines = Replay(stream)
    delimiter = ""
    while True:
        first = lines.begin()
        if not delimiter:
            head = next(lines, "")
            stated = re.fullmatch(r"sep=(.)\s*", head, re.IGNORECASE)
            delimiter = stated.group(1) if stated else delimiter_of(head)
            if stated:
                continue
            lines.restart()
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if any(cells):
                    yield Record(first, lines.number, cells, lines.suspect)
                first = lines.begin()
        except csv.Error:
            yield Record(first, first, None)
            lines.retreat()
        else:
            return
