"""Reads a bag again: every bit of it against its lists, and every fault at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from studio.errors import Fault, fault
from studio.publishing.bags import forms
from studio.publishing.bags.writing import digests_of, files_of

Lists = Mapping[str, Mapping[str, str]]
"""Digests by algorithm and path."""


def is_bag(folder: Path) -> bool:
    """Whether a folder says that it is a bag, or holds what only a bag has."""
    return (folder / forms.DECLARATION).is_file() or any(folder.glob("manifest-*.txt"))


def bag_faults(folder: Path) -> Iterator[Fault]:
    """Everything that is wrong in a bag, whoever made it: files changed, missing, added; lists that cannot be used.

    Source: RFC 8493, 3 (complete and valid bags).
    """
    texts, unreadable = _texts(folder)
    yield from unreadable
    yield from _declared(folder, texts)
    lists, malformed = _lists(folder, texts, tags=False)
    tag_lists, tag_malformed = _lists(folder, texts, tags=True)
    yield from (*malformed, *tag_malformed)
    if not lists and not malformed:
        yield fault("archive.bag-lacks", folder / forms.manifest_name(forms.ALGORITHMS[0]))
    there = files_of(folder)
    payload = [path for path in there if path.startswith(forms.PAYLOAD)]
    yield from _about(folder, texts, payload)
    yield from _files(folder, [path for path in there if not path.startswith("tagmanifest-")], lists, tag_lists)


def _texts(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """The bag's own files as text, and those that are none."""
    texts, found = {}, []
    for path in sorted(folder.glob("*.txt")):
        try:
            texts[path.name] = path.read_bytes().decode("utf-8")
        except (UnicodeDecodeError, OSError):
            found.append(fault("archive.bag-unreadable", path, line="UTF-8"))
    return texts, found


def _declared(folder: Path, texts: Mapping[str, str]) -> Iterator[Fault]:
    if not (folder / forms.DECLARATION).is_file():
        yield fault("archive.bag-lacks", folder / forms.DECLARATION)
    elif forms.DECLARATION in texts and not forms.is_declaration(texts[forms.DECLARATION]):
        yield fault("archive.bag-unreadable", folder / forms.DECLARATION, line="1")


def _lists(folder: Path, texts: Mapping[str, str], *, tags: bool) -> tuple[Lists, list[Fault]]:
    """The lists of files that can be read, and a fault for each other one."""
    found, bad = {}, []
    for name, text in texts.items():
        match = forms.LISTS.fullmatch(name)
        if match is None or bool(match[1]) is not tags:
            continue
        try:
            found[match[2]] = forms.read_manifest(text, match[2])
        except (forms.Malformed, KeyError) as error:
            bad.append(fault("archive.bag-unreadable", folder / name, line=str(error)))
    return found, bad


def _about(folder: Path, texts: Mapping[str, str], payload: list[str]) -> Iterator[Fault]:
    """What the bag says of its size."""
    if forms.ABOUT not in texts:
        return
    try:
        said = forms.read_about(texts[forms.ABOUT]).get("Payload-Oxum")
        wanted = forms.read_oxum(said) if said is not None else None
    except forms.Malformed as error:
        yield fault("archive.bag-unreadable", folder / forms.ABOUT, line=str(error))
        return
    found = forms.Oxum(sum((folder / path).lstat().st_size for path in payload), len(payload))
    if wanted not in (None, found):
        yield fault("archive.bag-oxum", folder / forms.ABOUT, said=str(wanted), found=str(found))


def _files(folder: Path, there: list[str], lists: Lists, tag_lists: Lists) -> Iterator[Fault]:
    """Every file against every list that names it; a file of the payload must stand in each of the payload's."""
    wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for algorithm, listed in (*lists.items(), *tag_lists.items()):
        for path, digest in listed.items():
            wanted[path][algorithm] = digest
    for path in sorted({*there, *wanted}):
        demanded = lists.values() if path.startswith(forms.PAYLOAD) else ()
        if path not in there:
            yield fault("archive.bag-lacks", folder / path)
        elif (folder / path).is_symlink() or any(path not in listed for listed in demanded):
            yield fault("archive.bag-unlisted", folder / path)
        elif digests_of(folder / path, wanted[path]) != wanted[path]:
            yield fault("archive.bag-changed", folder / path)
