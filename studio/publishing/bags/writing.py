"""Writes a bag: whole or not at all, the same bytes for the same contents."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Conflict, fault
from studio.publishing.bags import forms
from studio.store.files import PARTIAL, copy_file, make_folder, sync_folder, write_bytes

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the payload: its path below data/, and its bytes or where they are. digest: SHA-256 of a file."""

    path: str
    content: bytes | Path
    digest: str = ""


def write_bag(target: Path, payload: Iterable[Kept], about: Iterable[tuple[str, str]]) -> bool:
    """Write a bag into a folder; False where the same one is there already. Another one there is replaced as a whole.

    Killed at any moment, the folder is the old bag, the new one, or not there. Raises Conflict where a file is not
    what it was when the edition was made.
    """
    partial = target.with_name(f"{PARTIAL}{target.name}")
    shutil.rmtree(partial, ignore_errors=True)
    make_folder(partial)
    try:
        for each in payload:
            _keep(partial / forms.PAYLOAD / each.path, each)
        _close(partial, about)
        if _same(partial, target):
            return False
        _replace(partial, target)
        return True
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def digests_of(path: Path, algorithms: Iterable[str] = forms.ALGORITHMS) -> dict[str, str]:
    """The digests of a file, read once, by the names of their algorithms."""
    running = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            for each in running.values():
                each.update(block)
    return {name: each.hexdigest() for name, each in running.items()}


def files_of(folder: Path) -> list[str]:
    """The paths of all files below a folder, links among them, in order."""
    found = (Path(top) / name for top, folders, names in os.walk(folder) for name in (*names, *_links(top, folders)))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _links(top: str, folders: Iterable[str]) -> list[str]:
    return [name for name in folders if (Path(top) / name).is_symlink()]


def _keep(path: Path, kept: Kept) -> None:
    if isinstance(kept.content, bytes):
        write_bytes(path, kept.content)
        return
    copy_file(kept.content, path)
    if kept.digest and digests_of(path, ("sha256",))["sha256"] != kept.digest:
        raise Conflict(fault("ground.conflict", kept.content))


def _close(folder: Path, about: Iterable[tuple[str, str]]) -> None:
    """Write everything but the payload: the lists come last, when nothing changes any more."""
    paths = [path for path in files_of(folder) if path.startswith(forms.PAYLOAD)]
    oxum = forms.Oxum(sum((folder / path).stat().st_size for path in paths), len(paths))
    write_bytes(folder / forms.DECLARATION, forms.DECLARED.encode())
    write_bytes(folder / forms.ABOUT, forms.about_text([*about, ("Payload-Oxum", str(oxum))]).encode())
    _list(folder, {path: digests_of(folder / path) for path in paths}, tags=False)
    tags = [path for path in files_of(folder) if not path.startswith(forms.PAYLOAD)]
    _list(folder, {path: digests_of(folder / path) for path in tags}, tags=True)


def _list(folder: Path, digests: Mapping[str, Mapping[str, str]], *, tags: bool) -> None:
    for algorithm in forms.ALGORITHMS:
        text = forms.manifest_text({path: each[algorithm] for path, each in digests.items()})
        write_bytes(folder / forms.manifest_name(algorithm, tags=tags), text.encode())


def _same(new: Path, old: Path) -> bool:
    names = files_of(new)
    return names == (files_of(old) if old.is_dir() else []) and all(
        (old / name).is_file() and digests_of(new / name) == digests_of(old / name) for name in names
    )


def _replace(new: Path, target: Path) -> None:
    """Give the new folder its name. The old one is moved aside first: a folder cannot be replaced in one step."""
    aside = target.with_name(f"{PARTIAL}old-{target.name}")
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    new.rename(target)
    sync_folder(target.parent)
    shutil.rmtree(aside, ignore_errors=True)
