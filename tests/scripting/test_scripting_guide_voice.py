"""Learning judged by a voice that nobody tuned it to: the guide voice reads what is learnt from, and what is not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from studio.demo.voice.speak import Spoken, voiced
from studio.demo.voice.speakers import PRESENTERS
from studio.languages import Language
from studio.scripting.learning import Reading, learnt
from studio.scripting.timing import Pace, default_pace, reading_time
from studio.scripting.values import Line
from studio.units import Ms

REPORTS = Path(__file__).resolve().parents[2] / "studio" / "demo" / "reports.csv"
RATE = 48_000
TAKES = 24


@pytest.fixture(autouse=True, scope="module")
def installed(required: Callable[[str, str], Path]) -> None:
    """Without the guide voice there is nothing to judge by."""
    required("python:espeakng_loader", "pip install 'studio-radio[voice]'")


@cache
def heard(language: Language) -> list[Reading]:
    """People's words of the pilot as the guide voice reads them, silence at both ends left out."""
    with REPORTS.open(encoding="utf-8", newline="") as source:
        rows = [row[f"source1_quote_{language.value}"] for row in csv.DictReader(source)]
    texts = [text for text in rows if text][:TAKES]
    sounds = voiced([Spoken(str(number), language, PRESENTERS[0], text) for number, text in enumerate(texts)])
    found = []
    for number, text in enumerate(texts):
        sound = np.flatnonzero(np.abs(sounds[str(number)]) > 0.005)
        held = reading_time([Line("say", "presenter", text)], language, default_pace(language))
        took = Ms(round((sound[-1] - sound[0]) / RATE * 1000))
        found.append(Reading(held.units, held.phrases, held.sentences, held.pauses, took))
    return found


def estimate(one: Reading, pace: Pace) -> float:
    """How long a text takes at a pace, in seconds."""
    return one.units / pace.rate + (one.phrases * pace.phrase + one.sentences * pace.sentence) / 1000


@pytest.mark.parametrize("language", list(Language))
def test_what_was_learnt_from_half_of_the_takes_foretells_the_other_half(language: Language) -> None:
    takes = heard(language)
    known, unknown = takes[::2], takes[1::2]
    found = learnt(default_pace(language), known)
    off = [abs(estimate(one, found.pace) / one.seconds - 1) for one in unknown]
    usual = [abs(estimate(one, default_pace(language)) / one.seconds - 1) for one in unknown]
    assert sum(off) / len(off) < 0.06
    assert sum(off) < sum(usual)
    within = [
        abs(estimate(one, found.pace) - one.seconds) <= found.pace.spread * estimate(one, found.pace) for one in unknown
    ]
    assert sum(within) >= 0.7 * len(within)
    assert found.error.mean == pytest.approx(sum(off) / len(off), abs=0.03)


@pytest.mark.parametrize("language", list(Language))
def test_six_takes_of_ten_seconds_are_better_than_none(language: Language) -> None:
    takes = heard(language)
    pace = learnt(default_pace(language), takes[:6]).pace
    rest = takes[6:]
    whole = sum(one.seconds for one in rest)
    own, usual = (sum(estimate(one, speed) for one in rest) / whole - 1 for speed in (pace, default_pace(language)))
    assert abs(own) < max(0.04, abs(usual) / 2)
