"""S3-compatible storage as a target, through obstore (the extra "s3").

A storage knows no renaming: media have names that follow from their content and are sent once; everything else is
replaced only while it is the version that was seen, so that two publishers never overwrite one another unseen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from studio.errors import Conflict, ExtraMissing, PublishRefused, fault
from studio.publishing.kinds import kind_of
from studio.publishing.targets.secrets import Secrets
from studio.publishing.targets.values import Kept, Seen, is_addressed

PART = 8 << 20
"""Bytes of a part of a large file; so many are in memory at once, times AT_ONCE."""
AT_ONCE = 2
RETRIES = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
_STATUS = re.compile(r"status code: (\d{3}[A-Za-z ]*)")
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where in a storage: endpoint empty for the usual one of the region; prefix: the folder inside the bucket."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"


class StorageTarget:
    """A bucket. Raises ExtraMissing where obstore is not installed."""

    def __init__(self, where: Bucket, secrets: Secrets, retries: Mapping[str, Any] = RETRIES) -> None:
        self.name = f"s3://{where.bucket}/{where.prefix}"
        try:
            self._obstore: ModuleType = import_module("obstore")
            store = import_module("obstore.store").S3Store
        except ImportError as reason:
            command = "pip install 'studio-radio[s3]'"
            raise ExtraMissing(fault("ground.extra-missing", "obstore", command=command)) from reason
        self._errors = self._obstore.exceptions
        given = {"endpoint": where.endpoint} if where.endpoint else {}
        token = {"session_token": secrets.token} if secrets.token else {}
        with self._translated():
            self._store = store(
                where.bucket,
                prefix=where.prefix or None,
                region=where.region,
                access_key_id=secrets.key,
                secret_access_key=secrets.secret,
                client_options={"allow_http": where.endpoint.startswith("http://")},
                retry_config=dict(retries),
                **given,
                **token,
            )

    def seen(self) -> Mapping[str, Seen]:
        """Everything below the prefix."""
        with self._translated():
            chunks = self._obstore.list(self._store)
            return {one["path"]: Seen(one["size"], one["e_tag"] or "") for chunk in chunks for one in chunk}

    def same(self, path: str, ours: Kept, there: Seen, source: Path) -> bool:
        """Whether an object has our bytes: its name says so, or its tag, which is the MD5 of what came in one piece."""
        return is_addressed(path) or there.tag.strip('"') == _md5(source.read_bytes())

    def read(self, path: str) -> bytes | None:
        """A small object; None where there is none."""
        try:
            with self._translated():
                return bytes(self._obstore.get(self._store, path).bytes())
        except FileNotFoundError:
            return None

    def write(self, path: str, content: bytes, there: Seen | None) -> Seen:
        """Write a small object, if it is still the one that was seen, or still not there. Raises Conflict."""
        kind = kind_of(path)
        mode: str | dict[str, str] = {"e_tag": there.tag} if there else "create"
        attributes = {"Content-Type": kind.type, "Cache-Control": kind.cache}
        try:
            with self._translated():
                put = self._obstore.put(self._store, path, content, attributes=attributes, mode=mode)
                return Seen(len(content), put["e_tag"] or "")
        except (self._errors.AlreadyExistsError, self._errors.PreconditionError, FileNotFoundError):
            now = self._now(path)
            if now is not None and now.tag.strip('"') == _md5(content):
                return now
            raise Conflict(fault("delivery.meanwhile", path, target=self.name)) from None

    def put(self, path: str, source: Path, there: Seen | None) -> None:
        """Send a file: a large one in parts, which only what is named by its content can be."""
        if not is_addressed(path):
            self.write(path, source.read_bytes(), there)
            return
        kind = kind_of(path)
        attributes = {"Content-Type": kind.type, "Cache-Control": kind.cache}
        with self._translated():
            self._obstore.put(
                self._store, path, source, attributes=attributes, chunk_size=PART, max_concurrency=AT_ONCE
            )

    def remove(self, path: str) -> None:
        """Take an object away."""
        with self._translated():
            self._obstore.delete(self._store, path)

    def _now(self, path: str) -> Seen | None:
        try:
            with self._translated():
                found = self._obstore.head(self._store, path)
        except FileNotFoundError:
            return None
        return Seen(found["size"], found["e_tag"] or "")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """What the storage says as a fault: its status and code, never its text, in which keys may stand."""
        kept = (self._errors.AlreadyExistsError, self._errors.PreconditionError, FileNotFoundError)
        try:
            yield
        except kept:
            raise
        except (self._errors.BaseError, OSError, ValueError) as error:
            text = str(error)
            said = [match[1].strip() for match in (_STATUS.search(text), _CODE.search(text)) if match]
            reason = ", ".join(said) or type(error).__name__
            raise PublishRefused.because("delivery.storage-refuses", self.name, reason=reason) from None


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
