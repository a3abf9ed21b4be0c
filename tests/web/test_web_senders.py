"""The reports of the benchmark of load are such as the desk takes: otherwise it would measure refusals."""

from __future__ import annotations

import random
from pathlib import Path

from desk import HOST, desk_over
from reporting import community, stranger

from benchmarks.load.senders import RECEIPT, form
from studio.pipeline.opening import make_workspace


def test_what_the_senders_send_is_taken(tmp_path: Path) -> None:
    make_workspace(tmp_path / "station")
    desk = desk_over(tmp_path / "station")
    community(desk.studio)
    kind = {"content-type": "application/x-www-form-urlencoded", "origin": HOST}
    body = form("5e000000-0000-4000-8000-000000000002", random.Random(1))
    reply = stranger(desk).post("/report", content=body, headers=kind)
    desk.close()
    assert reply.status_code == 200, reply.text[:2000]
    assert RECEIPT.search(reply.content)
