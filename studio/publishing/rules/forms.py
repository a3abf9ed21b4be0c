"""What a value may look like: each asks one text, and none of them takes longer for a text that is made to be hard."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

Form = Callable[[str], bool]
_AT_HOME = re.compile(r"(?i)http://(?:localhost|127\.[0-9.]+|\[::1\]|[a-z2-7]{16,56}\.onion)(?:[:/?#]|$)")
LONGEST = 10_000
"""Letters of a value that are looked at; a longer one has no form that a feed knows."""

_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_ZONE = r"(?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)"
_MOMENT = re.compile(rf"(?:{_DAY}, )?\d{{1,2}} {_MONTH} \d{{4}} \d{{2}}:\d{{2}}(?::\d{{2}})? {_ZONE}")


def pattern(text: str) -> Form:
    """The form of a regular expression that fits the whole value."""
    compiled = re.compile(text)
    return lambda value: len(value) <= LONGEST and compiled.fullmatch(value) is not None


def one_of(*allowed: str) -> Form:
    """The form of a closed list."""
    return frozenset(allowed).__contains__


def listed(*allowed: str) -> Form:
    """The form of a closed list in which case does not count."""
    lowered = frozenset(each.lower() for each in allowed)
    return lambda value: value.lower() in lowered


def is_web(value: str) -> bool:
    """Whether it is an address with http or https and a host. Source: RFC 3986, 3; RFC 9110, 4.2."""
    if len(value) > LONGEST or re.search(r"[\s<>\"]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_moment(value: str) -> bool:
    """Whether it is a date of RFC 2822 with a year of four digits and a zone. Source: RFC 2822, 3.3."""
    if len(value) > 60 or not _MOMENT.fullmatch(value):
        return False
    try:
        parsedate_to_datetime(value)
    except ValueError:
        return False
    return True


def moment_of(value: str) -> datetime:
    """The moment of such a date; "-0000" says no zone, and counts as UTC. Source: RFC 2822, 3.3."""
    moment = parsedate_to_datetime(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def right_weekday(value: str) -> str:
    """The same date with the weekday that it falls on; as it is where it has none, or is no date."""
    _day, comma, rest = value.partition(", ")
    if not comma or not is_moment(value):
        return value
    fallen = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[parsedate_to_datetime(value).weekday()]
    return f"{fallen}, {rest}"


def is_iso_moment(value: str) -> bool:
    """Whether it is a date with a time of ISO 8601."""
    if len(value) > 60:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_uuid(value: str) -> bool:
    """Whether it is a UUID as RFC 9562 writes it, 36 letters long."""
    try:
        return len(value) == 36 and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


def is_uuid5(value: str) -> bool:
    """Whether it is a UUID made from a name with SHA-1. Source: RFC 9562, 5.5."""
    return is_uuid(value) and uuid.UUID(value).version == 5


def is_ascii(value: str) -> bool:
    """Whether it keeps to ASCII."""
    return value.isascii()


def is_secure(value: str) -> bool:
    """Whether it does not go over plain http; on this machine itself, and over Tor, that is no danger."""
    return value[:5].lower() != "http:" or _AT_HOME.match(value) is not None


is_language = pattern(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*")
is_picture = pattern(r"(?i:https?://[^\s?#]+\.(?:jpg|jpeg|png)(?:\?[^\s#]*)?)")
is_mime = pattern(r"[a-zA-Z0-9][a-zA-Z0-9.+-]*/[a-zA-Z0-9][a-zA-Z0-9.+-]*(?:\s*;.*)?")
is_positive = pattern(r"0*[1-9][0-9]{0,17}")
is_whole = pattern(r"[0-9]{1,18}")
is_decimal = pattern(r"[0-9]{1,12}(?:\.[0-9]{1,9})?")
is_duration = pattern(r"[0-9]{1,7}|(?:[0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9]")
is_address = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
is_email = pattern(r"[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)+")
is_integrity = pattern(r"sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==")
is_truth = one_of("true", "false")
