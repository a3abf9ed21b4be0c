"""A filled report form over a workspace with one community."""

from __future__ import annotations

import io
import random
import re
import wave
from datetime import date
from typing import Any

from desk import HOST, Desk
from starlette.testclient import TestClient

from studio.pipeline.opening import Studio
from studio.records.network import Organization
from studio.store.engine import writing

NUMBER = "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11"
RECEIPT = re.compile(r"data-receipt>(\d{3} \d{3} \d{4})<")


def community(studio: Studio) -> None:
    """Let the Network know one community."""
    with writing(studio.engine) as session:
        session.add(Organization(code="BTB-01", name_km="សហគមន៍", name_en="Fishers", place_code="02"))


def filled(number: str = NUMBER, **more: Any) -> dict[str, Any]:
    """A form that can be sent."""
    return {
        "root_uuid": number,
        "organizations": "btb-01",
        "event_title": "ត្រីត្រឡប់មកវិញ",
        "event_description": "យើងដើរល្បាតពីរដងក្នុងមួយសប្តាហ៍។",
        "province": "02",
        "district": "",
        "commune": "",
        "initial_date": "2012-03-08",
        "reached_women": "២៧",
        "reached_men": "19",
        "sectors": ["fisheries"],
        "confidentiality": "public",
        "source1_quote": "ត្រីមានច្រើន។",
        "source1_role": "អ្នកនេសាទ",
        "source1_sex": "f",
        "source1_consent": ["words:air", "words:online", "voice:air"],
        "source1_consent_method": "oral_recorded",
        "source1_consent_on": date(2012, 3, 8).isoformat(),
        **more,
        "whole": "1",
    }


def post(client: TestClient, path: str, given: dict[str, Any], **more: Any) -> Any:
    """Send a form as a page of ours would."""
    return client.post(path, data=given, headers={"origin": HOST}, **more)


def stranger(desk: Desk) -> TestClient:
    """Somebody without an account, whose server hides no error."""
    return TestClient(desk.app, base_url=HOST, follow_redirects=False)


def sound(seconds: float = 1.5) -> bytes:
    """Noise as a wave file, 16 kHz mono."""
    made = io.BytesIO()
    with wave.open(made, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16_000)
        writer.writeframes(random.Random(3).randbytes(int(32_000 * seconds)))
    return made.getvalue()
