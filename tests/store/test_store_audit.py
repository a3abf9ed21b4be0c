"""The audit chain: events from many writers form one chain, and every tampering shows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from studio.errors import Fault
from studio.records.audit import AuditEvent
from studio.store import audit
from studio.store.engine import reading, writing

NOW = datetime(2012, 5, 17, 18, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
APPENDER = """
import sys
from datetime import UTC, datetime
from studio.store import audit
from studio.store.engine import connect, writing

engine = connect(sys.argv[1])
sys.stdin.readline()
for turn in range(int(sys.argv[3])):
    with writing(engine) as session:
        audit.append(session, datetime.now(UTC), sys.argv[2], "consent.given", f"S-{turn}", {"turn": turn})
"""
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
DETAILS = st.dictionaries(TEXTS, SCALARS | TEXTS | st.lists(SCALARS, max_size=3), max_size=4)
LINKED = {
    "previous": audit.GENESIS,
    "seq": 1,
    "at": NOW,
    "actor": "ED-01",
    "action": "consent.given",
    "subject": "S-0042",
    "details": {"purpose": "voice"},
}


def told(engine: Engine, count: int = 6) -> tuple[int, str]:
    with writing(engine) as session:
        for turn in range(1, count + 1):
            at = NOW + timedelta(minutes=turn)
            audit.append(session, at, "ED-01", "consent.given", f"S-{turn:04}", {"medium": "air", "turn": turn})
    with reading(engine) as session:
        return audit.head(session)


def faults(engine: Engine, known: tuple[int, str] | None = None) -> list[Fault]:
    with reading(engine) as session:
        return list(audit.faults(session, known))


def test_an_empty_chain_is_whole(engine: Engine) -> None:
    with reading(engine) as session:
        assert audit.head(session) == (0, audit.GENESIS)
    assert faults(engine, (0, audit.GENESIS)) == []


def test_a_chain_as_it_was_written_is_whole(engine: Engine) -> None:
    head = told(engine)
    assert head[0] == 6
    assert faults(engine, head) == []
    with reading(engine) as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.seq)).all()  # type: ignore[arg-type]
    assert [event.seq for event in events] == [1, 2, 3, 4, 5, 6]
    assert events[0].at == NOW + timedelta(minutes=1)
    assert events[-1].digest == head[1]


def test_a_change_and_its_trace_are_one(engine: Engine) -> None:
    told(engine, 2)
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        audit.append(session, NOW, "ED-01", "consent.given", "S-9999", {})
        raise ZeroDivisionError
    head = told(engine, 1)
    assert head[0] == 3
    assert faults(engine) == []


def test_eight_writers_at_once_make_one_chain(engine: Engine, database_url: str) -> None:
    arguments = [[sys.executable, "-c", APPENDER, database_url, f"ED-{number}", "12"] for number in range(8)]
    writers = [subprocess.Popen(one, stdin=subprocess.PIPE, text=True) for one in arguments]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=90)
        assert writer.returncode == 0
    assert faults(engine) == []
    with reading(engine) as session:
        actors = session.exec(select(AuditEvent.actor)).all()
    assert {actor: actors.count(actor) for actor in actors} == {f"ED-{number}": 12 for number in range(8)}


def replace_one(session: Session) -> None:
    """A different third event, with a digest that fits it."""
    event = session.get_one(AuditEvent, 3)
    event.actor = "ED-02"
    event.digest = audit.link(
        event.previous, event.seq, event.at, event.actor, event.action, event.subject, event.details
    )
    session.add(event)


def take_out_and_rewrite(session: Session) -> None:
    """The third event gone, the ones after it written anew with the numbers they had."""
    session.delete(session.get_one(AuditEvent, 3))
    session.flush()
    rewrite(session, 4, previous=session.get_one(AuditEvent, 2).digest)


def rewrite(session: Session, seq: int, previous: str = "") -> None:
    """What somebody with the whole table would do: change an event and compute the chain anew from there."""
    previous = previous or session.get_one(AuditEvent, seq - 1).digest
    for event in session.exec(select(AuditEvent).where(AuditEvent.seq >= seq).order_by(AuditEvent.seq)):  # type: ignore[arg-type]
        event.actor = "ED-99" if event.seq == seq else event.actor
        event.previous = previous
        event.digest = audit.link(
            previous, event.seq, event.at, event.actor, event.action, event.subject, event.details
        )
        previous = event.digest
        session.add(event)


def swap(session: Session) -> None:
    for found, wanted in ((3, 99), (4, 3), (99, 4)):
        session.execute(text(f"UPDATE auditevent SET seq = {wanted} WHERE seq = {found}"))


def insert(session: Session) -> None:
    head = session.get_one(AuditEvent, 6)
    session.add(
        AuditEvent(seq=7, at=NOW, actor="x", action="x", subject="x", details={}, previous=head.digest, digest="0" * 64)
    )


def squeeze_in(session: Session) -> None:
    session.execute(text("UPDATE auditevent SET seq = 7 WHERE seq = 6"))
    fifth = session.get_one(AuditEvent, 5)
    made = audit.link(fifth.digest, 6, NOW, "x", "x", "x", {})
    session.add(
        AuditEvent(seq=6, at=NOW, actor="x", action="x", subject="x", details={}, previous=fifth.digest, digest=made)
    )


def statement(sql: str) -> Callable[[Session], None]:
    return lambda session: session.execute(text(sql)) and None


TAMPERINGS: dict[str, Callable[[Session], None]] = {
    "actor changed": statement("UPDATE auditevent SET actor = 'ED-02' WHERE seq = 3"),
    "action changed": statement("UPDATE auditevent SET action = 'consent.withdrawn' WHERE seq = 3"),
    "subject changed": statement("UPDATE auditevent SET subject = 'S-0001' WHERE seq = 3"),
    "details changed": statement('UPDATE auditevent SET details = \'{"medium": "print"}\' WHERE seq = 3'),
    "time changed": statement("UPDATE auditevent SET at = '2012-05-17 11:33:00' WHERE seq = 3"),
    "digest changed": statement("UPDATE auditevent SET digest = previous WHERE seq = 3"),
    "link changed": statement("UPDATE auditevent SET previous = digest WHERE seq = 3"),
    "first event taken away": statement("DELETE FROM auditevent WHERE seq = 1"),
    "event taken away": statement("DELETE FROM auditevent WHERE seq = 3"),
    "number changed": statement("UPDATE auditevent SET seq = 9 WHERE seq = 6"),
    "events swapped": swap,
    "event put at the end": insert,
    "event squeezed in": squeeze_in,
    "event replaced": replace_one,
    "event taken away, the rest written anew": take_out_and_rewrite,
}
ONLY_SHOWN_BY_THE_PUBLISHED_HEAD: dict[str, Callable[[Session], None]] = {
    "end cut off": statement("DELETE FROM auditevent WHERE seq >= 5"),
    "all taken away": statement("DELETE FROM auditevent"),
    "written anew from the middle": lambda session: rewrite(session, 4),
}


def shown(engine: Engine, tampering: Callable[[Session], None], known: tuple[int, str] | None = None) -> list[Fault]:
    with Session(engine) as session:
        tampering(session)
        session.flush()
        session.expire_all()
        found = list(audit.faults(session, known))
        session.rollback()
    return found


def test_every_tampering_shows(engine: Engine) -> None:
    told(engine)
    for name, tampering in TAMPERINGS.items():
        found = shown(engine, tampering)
        assert found, name
        assert {fault.code for fault in found} == {"store.audit-broken"}
    assert faults(engine) == []


def test_a_published_head_shows_what_the_chain_alone_cannot(engine: Engine) -> None:
    head = told(engine)
    for name, tampering in ONLY_SHOWN_BY_THE_PUBLISHED_HEAD.items():
        assert shown(engine, tampering) == [], name
        assert [fault.values["event"] for fault in shown(engine, tampering, head)] == [6], name


def test_a_head_that_was_published_earlier_still_holds(engine: Engine) -> None:
    early = told(engine)
    told(engine, 3)
    assert faults(engine, early) == []


def test_details_come_back_as_they_went_into_the_digest(engine: Engine) -> None:
    @given(details=DETAILS)
    def law(details: dict[str, object]) -> None:
        with writing(engine) as session:
            audit.append(session, NOW, "អ្នកកែ", "rundown.made", "២០១២", details)

    law()
    assert faults(engine) == []


@given(changed=st.sampled_from(sorted(LINKED)), details=DETAILS)
def test_the_digest_depends_on_every_part(changed: str, details: dict[str, object]) -> None:
    other = {
        "previous": "1" * 64,
        "seq": 2,
        "at": NOW + timedelta(microseconds=1),
        "actor": "ED-02",
        "action": "consent.withdrawn",
        "subject": "S-0043",
        "details": {**details, "purpose": "name"},
    }
    assert audit.link(**LINKED) != audit.link(**{**LINKED, changed: other[changed]})  # type: ignore[arg-type]


def test_the_digest_does_not_depend_on_the_time_zone_or_the_order_of_keys() -> None:
    details = {"a": 1, "b": 2}
    here = audit.link("0", 1, NOW, "x", "y", "z", details)
    there = audit.link("0", 1, NOW.astimezone(UTC), "x", "y", "z", json.loads('{"b": 2, "a": 1}'))
    assert here == there
