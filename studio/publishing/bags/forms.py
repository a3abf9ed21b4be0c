"""The texts of a bag: its declaration, what it says of itself, its lists of files. Pure.

Source: RFC 8493 (BagIt 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

DECLARATION = "bagit.txt"
ABOUT = "bag-info.txt"
PAYLOAD = "data/"
ALGORITHMS = ("sha512", "sha256")
"""Source: RFC 8493, 2.4 (SHA-512 by default, SHA-256 should be supported as well)."""

DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SIZES = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""Hexadecimal digits of each digest that a list of files may hold."""

LISTS = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9a-f]+|[0-9A-F]+)[ \t]+\*?(.+)")
_FIELD = re.compile(r"([^:\s][^:]*):[ \t]+(.*)")
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_UNESCAPED = re.compile(r"%(0[AaDd]|25)")


class Malformed(ValueError):
    """A line of a bag's own files that means nothing."""


@dataclass(frozen=True, slots=True)
class Oxum:
    """Octets and streams: bytes and files of the payload. Source: RFC 8493, 2.2.2 (Payload-Oxum)."""

    octets: int
    streams: int

    def __str__(self) -> str:
        return f"{self.octets}.{self.streams}"


def manifest_name(algorithm: str, *, tags: bool = False) -> str:
    """What the list of the payload's files is called, or that of the others."""
    return f"{'tag' if tags else ''}manifest-{algorithm}.txt"


def manifest_text(digests: Mapping[str, str]) -> str:
    """A list of files by path, each with its digest. Source: RFC 8493, 2.1.3 (escapes)."""
    return "".join(f"{digest}  {_escaped(path)}\n" for path, digest in sorted(digests.items()))


def about_text(fields: Iterable[tuple[str, str]]) -> str:
    """bag-info.txt: what a bag says of itself, each on one line. Source: RFC 8493, 2.2.2."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields if value.strip())


def read_manifest(text: str, algorithm: str) -> dict[str, str]:
    """Digests in lower case by path. Raises Malformed at the first line that is none, or names a path outside."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(text), start=1):
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != SIZES[algorithm]:
            raise Malformed(str(number))
        path = _UNESCAPED.sub(lambda escape: chr(int(escape[1], 16)), match[2].removeprefix("./"))
        if path in found or not is_inside(path):
            raise Malformed(str(number))
        found[path] = match[1].lower()
    return found


def read_about(text: str) -> dict[str, str]:
    """The fields of bag-info.txt, the last of each name; a line that begins with a space goes on with the one before.

    Raises Malformed at the first line that is none.
    """
    found: dict[str, str] = {}
    name = ""
    for number, line in enumerate(_lines(text), start=1):
        match = _FIELD.fullmatch(line)
        if line[:1] in (" ", "\t") and name:
            found[name] += f" {line.strip()}"
        elif match is None:
            raise Malformed(str(number))
        else:
            name = match[1]
            found[name] = match[2]
    return found


def read_oxum(text: str) -> Oxum:
    """A Payload-Oxum. Raises Malformed for anything else."""
    match = re.fullmatch(r"(\d+)\.(\d+)", text, re.ASCII)
    if match is None:
        raise Malformed(text)
    return Oxum(int(match[1]), int(match[2]))


def is_declaration(text: str) -> bool:
    """Whether a bagit.txt declares a bag of any version in UTF-8. Source: RFC 8493, 2.1.1."""
    lines = list(_lines(text))
    versions = r"BagIt-Version: (0\.9[3-7]|1\.0)"
    return len(lines) == 2 and bool(re.fullmatch(versions, lines[0])) and lines[1] == DECLARED.split("\n")[1]


def is_inside(path: str) -> bool:
    """Whether a path stays within its bag."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith(("/", "~")) and ".." not in parts and "\0" not in path


def _lines(text: str) -> Iterator[str]:
    """Lines with any of the three line ends; nothing else ends one."""
    yield from re.split("\r\n|\r|\n", text.removesuffix("\n").removesuffix("\r")) if text else ()


def _escaped(path: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in path)
