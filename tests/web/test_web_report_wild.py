"""Ten thousand forms as nobody would fill them in: none breaks the server, none leaves half a report."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest
from desk import HOST, Desk, desk_over
from reporting import NUMBER, community, filled
from sqlalchemy import func
from sqlmodel import select
from starlette.testclient import TestClient

from studio.pipeline.opening import make_workspace
from studio.records.consent import Consent
from studio.records.reports import Information, Report, Source
from studio.store.engine import reading

PARTS, FORMS = 4, 2_500
ADDRESSES = ("/report", "/report/en", "/report", "/report/en", "/report/receipt")
WILD = ["", " ", "\x00", "\ud7ff", "០", "9" * 400, "-1", "2012-13-45", "../../etc", "<script>", "S-0042", "yes", "02",
        "0205", "ក" * 300, "words:air", "{{7*7}}", "%s%n", "\u202eabc", "1e9", "NaN", "BTB-01; BTB-01", "=1+1",
        "'; DROP", "a@b", "\ufeff", "٣", "2012-02-30", "0001-01-01", "9999-12-31", "on", "ស" + "្ក" * 200]  # fmt: skip
NAMES = [*filled(), "source9_quote", "source2_code", "source2_quote", "source1_upload", "source1_picture", "people",
         "final_date", "receipt", "text", "once", "more", "channel", "x", "source1_name_on_air",
         "source0_quote"]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("wild") / "station"
    make_workspace(root)
    toml = root / "studio.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[desk]\nreports_per_minute = 100000\n", "utf-8")
    opened = desk_over(root)
    community(opened.studio)
    yield opened
    opened.close()


def wild(chance: random.Random) -> tuple[str, dict[str, str], bytes]:
    """An address, headers and a body: a form with some fields changed, twice, missing, cut or in another shape."""
    pairs: list[tuple[str, Any]] = [
        (name, one)
        for name, value in filled(number=f"{chance.randrange(16**8):08x}{NUMBER[8:]}").items()
        for one in (value if isinstance(value, list) else [value])
    ]
    for name in chance.sample(NAMES, chance.randint(0, 6)):
        change = chance.random()
        if change < 0.7:
            pairs = [(key, value) for key, value in pairs if key != name]
        if change > 0.2:
            pairs.append((name, chance.choice(WILD)))
    kind, body = "application/x-www-form-urlencoded", urlencoded(pairs)
    if chance.random() < 0.2:
        kind, body = "multipart/form-data; boundary=edge", multipart(pairs, chance)
    if chance.random() < 0.05:
        body = body[: chance.randrange(len(body))]
    if chance.random() < 0.05:
        place = chance.randrange(len(body) + 1)
        body = body[:place] + chance.randbytes(9) + body[place:]
    headers = {"content-type": kind, "origin": HOST}
    return chance.choice(ADDRESSES), headers, body


def urlencoded(pairs: list[tuple[str, Any]]) -> bytes:
    """A form as a page sends it."""
    coded = [f"{quote_plus(name)}={quote_plus(str(value), errors='surrogatepass')}" for name, value in pairs]
    return "&".join(coded).encode()


def multipart(pairs: list[tuple[str, Any]], chance: random.Random) -> bytes:
    """A form as a page with files sends it."""
    lines = b""
    for name, value in pairs:
        file = '; filename="a.wav"' if chance.random() < 0.05 else ""
        lines += f'--edge\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
        lines += str(value).encode("utf-8", "surrogatepass") + b"\r\n"
    return lines + b"--edge--\r\n"


def counted(desk: Desk) -> dict[type[Any], int]:
    """How many there are of everything that a report brings."""
    kinds = (Report, Source, Information, Consent)
    with reading(desk.studio.engine) as session:
        return {kind: session.exec(select(func.count()).select_from(kind)).one() for kind in kinds}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("part", range(PARTS))
def test_no_wild_form_breaks_the_server_or_writes_half_a_report(desk: Desk, part: int) -> None:
    client = TestClient(desk.app, base_url=HOST, follow_redirects=False)
    chance = random.Random(20120308 + part)
    before = counted(desk)
    begun = taken = before[Report]
    for _ in range(FORMS):
        address, headers, body = wild(chance)
        reply = client.post(address, content=body, headers=headers)
        often = [429] if address == "/report/receipt" else []
        assert reply.status_code in (200, 400, 404, 409, 413, 422, *often), (reply.status_code, address, body)
        after = counted(desk)
        if after != before:
            assert reply.status_code == 200, (address, body)
            assert after[Report] == before[Report] + 1
            assert b"whole" in body, "a form that was cut is not kept"
            taken += 1
        before = after
    assert FORMS // 10 < taken - begun < FORMS, "some are whole, some are not"
    with reading(desk.studio.engine) as session:
        assert set(session.exec(select(Information.source_id))) == set(session.exec(select(Source.id)))
