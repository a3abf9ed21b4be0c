"""Many rows of one table at once, within the session's transaction and past its identity map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlmodel import Session

from studio.records.base import Record


def table_of(kind: type[Record]) -> Table:
    """The table behind a record."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return table


def add_rows(session: Session, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns; columns without a default in the database must be among them."""
    if rows:
        session.connection().execute(insert(table_of(kind)), list(rows))


def add_numbered(session: Session, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and give their new ids in the order of the rows."""
    if not rows:
        return []
    table = table_of(kind)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, list(rows)).scalars())


def add_keyed(session: Session, kind: type[Record], rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, int]:
    """Insert rows and give their new ids by the value of a column that is unique; quicker than `add_numbered`."""
    if not rows:
        return {}
    table = table_of(kind)
    statement = insert(table).returning(table.c[key], table.c.id)
    added = session.connection().execute(statement, list(rows)).all()
    return {str(value): int(own) for value, own in added}
