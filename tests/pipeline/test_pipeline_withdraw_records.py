"""After a withdrawal the database holds the words and the name no more: not in a row, not in a page, on either kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import Session

from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.withdrawals.withdraw import withdraw
from studio.pipeline.write import approve, write_stories
from studio.records.base import METADATA

SCALE, FOREST = "8a4b115c", "ddb2b916"
WORDS, OTHERS = "ពាក្យដែលដាំដើម្បីសាកល្បងការដកចេញ។", "ពាក្យរបស់អ្នកផ្សេងដែលត្រូវនៅ។"
TITLE, NAME = "ចំណងជើងដែលត្រូវបាត់ទាំងស្រុង", "អ៊ំសុខុម"


def rows(engine: Engine) -> str:
    """Everything that the tables show."""
    with Session(engine) as session:
        found = [session.execute(table.select()).all() for table in METADATA.sorted_tables]
    return repr(found)


def pages(engine: Engine) -> Iterator[bytes]:
    """The bytes in which the tables and their indexes are kept, what is free in them and not yet written over, too."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        yield from (one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        return
    files = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        for (name,) in connection.execute(text(files)).all():
            content = connection.execute(text("SELECT pg_read_binary_file(:name)"), {"name": name}).scalar()
            yield bytes(content or b"")


def left(engine: Engine, *phrases: str) -> list[str]:
    """The phrases that stand in a row or in any byte."""
    shown, kept = rows(engine), list(pages(engine))
    return [one for one in phrases if one in shown or any(one.encode() in page for page in kept)]


def test_words_and_names_are_in_no_row_and_in_no_page(station, kit):
    scale = kit.row(SCALE, event_title_km=TITLE, source1_quote_km=WORDS)
    kit.imported(station, rows=[scale, kit.row(FOREST, source1_quote_km=OTHERS)])
    for name in (SCALE, FOREST):
        clear_report(station, name, frozenset(), "")
    for script in write_stories(station).new:
        if script.language == "km":
            approve(station, script.key, Language.KM)
    assert left(station.engine, WORDS, TITLE, NAME, OTHERS) == [WORDS, TITLE, NAME, OTHERS]
    done = withdraw(station, SCALE, "the community took it back")
    assert done.new and done.row.finished_at
    assert left(station.engine, WORDS, TITLE, NAME, OTHERS) == [OTHERS]
    assert not withdraw(station, SCALE, "the community took it back").new
