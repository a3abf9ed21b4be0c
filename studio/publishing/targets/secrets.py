"""Keys of a storage: from the environment or from a file outside the workspace, and never shown."""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.errors import PublishRefused

VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@dataclass(frozen=True, slots=True)
class Secrets:
    """A key, its secret, and a session's token where there is one."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def secrets_of(named: str, workspace: Path, environ: Mapping[str, str], where: str) -> Secrets:
    """The keys in a file as other tools keep them, its section [default]; without a file those of the environment.

    Raises PublishRefused where there are none, and where the file lies in the workspace, from which it could travel.
    """
    found = dict(environ)
    if named:
        path = Path(named).expanduser()
        if path.resolve().is_relative_to(workspace.resolve()):
            raise PublishRefused.because("delivery.keys-inside", where, path=named)
        found = _read(path, where)
    key, secret, token = (found.get(name, found.get(name.lower(), "")).strip() for name in VARIABLES)
    if not (key and secret):
        raise PublishRefused.because("delivery.keys-missing", where, names=" ".join(VARIABLES[:2]))
    return Secrets(key, secret, token)


def _read(path: Path, where: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text("utf-8"))
        return dict(parser["default"])
    except (OSError, UnicodeDecodeError, configparser.Error, KeyError) as error:
        kind = type(error).__name__
        raise PublishRefused.because("delivery.keys-unreadable", where, path=str(path), reason=kind) from None
