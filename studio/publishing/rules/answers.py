"""What a server answered, as a plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.errors import Scalar


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    asked, address: where the question went first and last. hops: the status of every redirect between, and where it
    led. headers: names in lower case. body: its first bytes. size: how many bytes came. whole: whether these are all.
    digest: base64 of the digest that was asked for, of all that came. near: whether it came from this machine or a
    private network.
    """

    asked: str
    address: str
    status: int
    headers: Mapping[str, str]
    hops: tuple[tuple[int, str], ...] = ()
    body: bytes = b""
    size: int = 0
    whole: bool = True
    digest: str = ""
    near: bool = False

    @property
    def mime(self) -> str:
        """The type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Unreached:
    """No answer: the code of the fault and its values."""

    asked: str
    code: str
    values: Mapping[str, Scalar] = field(default_factory=dict)


Reply = Answer | Unreached


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of an address: only its head, its first bytes by a range, and all of it; None was not asked."""

    head: Reply
    part: Reply | None = None
    whole: Reply | None = None
