"""Facts of one community, the editors' folder, golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.languages import Language

SCRIPTS = Path(__file__).parents[2] / "scripts"
GOLDEN = Path(__file__).parent / "golden"

SHARED: dict[str, Any] = {
    "date": "2012-03-26",
    "hotline": "1293",
    "first_day": "2012-03-05",
    "last_day": "2012-03-10",
    "women": 23,
    "men": 18,
}

KM: dict[str, Any] = {
    **SHARED,
    "show": "សំឡេងសហគមន៍",
    "station": "វិទ្យុជនបទ",
    "presenter": "ចិន្ដា",
    "title": "អ្នកនេសាទដាំព្រៃលិចទឹកឡើងវិញ",
    "organizations": ["សហគមន៍នេសាទអូរស្វាយ"],
    "place": "ស្រុកឯកភ្នំ",
    "province": "បាត់ដំបង",
    "happened": (
        "ព្រៃលិចទឹកនៅក្បែរភូមិយើងបានស្ដើងទៅៗ ហើយត្រីគ្មានកន្លែងពង។ គ្រួសារ ៤១ បាននាំគ្នាប្រមូលគ្រាប់រាំង និងគ្រាប់ជ្រៃ "
        "បណ្ដុះកូនឈើនៅក្នុងថង់ប្លាស្ទិក ហើយដាំបាន ១.២០០ ដើមនៅតាមមាត់បឹង។ យើងចែកវេនគ្នាស្រោចទឹករៀងរាល់ល្ងាច។ "
        "នៅថ្ងៃទីបី ក្របីចូលជាន់កូនឈើអស់មួយជួរ យើងក៏ធ្វើរបងឫស្សី ហើយដាំជួសវិញ។"
    ),
    "impact": "កូនឈើជាង ៩០% នៅរស់ ហើយម្ចាស់ក្របីបានសន្យាចងក្របីរបស់ខ្លួននៅឆ្ងាយពីមាត់បឹង។",
    "message": "សូមចាប់ផ្ដើមពីគ្រាប់តូចមួយ។ ព្រៃដែលយើងដាំថ្ងៃនេះ ជាផ្ទះត្រីសម្រាប់កូនចៅ។",
    "voices": [
        {
            "code": "S-0042",
            "who": "ស្ត្រីអ្នកនេសាទម្នាក់",
            "name": "អ៊ំផល្លា",
            "quote": "ពេលខ្ញុំឃើញកូនឈើចេញស្លឹកដំបូង ខ្ញុំហៅចៅមកមើល។ ខ្ញុំប្រាប់វាថា នេះជាផ្ទះត្រីរបស់ឯង",
            "clip": "S-0042",
        },
        {
            "code": "S-0043",
            "who": "យុវជនម្នាក់ក្នុងភូមិ",
            "name": None,
            "quote": "ដំបូងខ្ញុំគិតថា ការដាំឈើជាការងារមនុស្សចាស់។ ឥឡូវខ្ញុំស្រោចទឹករាល់ល្ងាច។",
            "clip": None,
        },
    ],
    "sectors": ["fisheries"],
    "headlines": [
        {"title": "អ្នកនេសាទដាំព្រៃលិចទឹកឡើងវិញ", "organizations": ["សហគមន៍នេសាទអូរស្វាយ"], "place": "ស្រុកឯកភ្នំ"},
        {"title": "កម្មករចរចាម៉ោងសម្រាកបានជោគជ័យ", "organizations": ["ក្រុម ក", "ក្រុម ខ"], "place": None},
    ],
    "organization": {
        "name": "សហគមន៍នេសាទអូរស្វាយ",
        "description": "គ្រួសារអ្នកនេសាទដែលថែរក្សាព្រៃលិចទឹករួមគ្នា។",
        "members_total": 214,
        "members_women": 96,
        "place": "ស្រុកឯកភ្នំ",
        "sectors": ["fisheries"],
    },
}

EN: dict[str, Any] = {
    **SHARED,
    "show": "Community Voices",
    "station": "Rural Radio",
    "presenter": "Chenda",
    "title": "Fishers replant their flooded forest",
    "organizations": ["O Svay Community Fishery"],
    "place": "Ek Phnom district",
    "province": "Battambang",
    "happened": (
        "The flooded forest near our village was getting thin, and the fish had nowhere to spawn. Forty-one families "
        "gathered seeds, raised seedlings in plastic bags and planted 1,200 of them along the lake. We took turns to "
        "water them every evening. On the third day buffaloes trampled a whole row, so we built a bamboo fence and "
        "planted again."
    ),
    "impact": "More than 90% of the seedlings are alive, and the owners now tie their buffaloes away from the shore.",
    "message": "Start with one small seed. The forest we plant today is a home for our children's fish.",
    "voices": [
        {
            "code": "S-0042",
            "who": "a woman who fishes",
            "name": "Aunt Phalla",
            "quote": "When I saw the first leaf, I called my grandchild. I said: this is the home of your fish",
            "clip": "S-0042",
        },
        {
            "code": "S-0043",
            "who": "a young man of the village",
            "name": None,
            "quote": "I used to think planting was old people's work. Now I water the trees every evening.",
            "clip": None,
        },
    ],
    "sectors": ["fisheries"],
    "headlines": [
        {
            "title": "Fishers replant their flooded forest",
            "organizations": ["O Svay Community Fishery"],
            "place": "Ek Phnom district",
        },
        {"title": "Workers win their noon rest", "organizations": ["Group A", "Group B"], "place": None},
    ],
    "organization": {
        "name": "O Svay Community Fishery",
        "description": "Fishing families who look after a flooded forest together.",
        "members_total": 214,
        "members_women": 96,
        "place": "Ek Phnom district",
        "sectors": ["fisheries"],
    },
}

FACTS = {Language.KM: KM, Language.EN: EN}


@pytest.fixture(scope="session")
def editors() -> Path:
    """The editors' folder of this repository."""
    return SCRIPTS


@pytest.fixture(scope="session")
def all_facts() -> dict[Language, dict[str, Any]]:
    """Everything that templates are told, by language; not to be changed."""
    return FACTS


@pytest.fixture
def facts() -> Callable[[Language], dict[str, Any]]:
    """`facts(language)`: everything that templates are told about one invented community."""
    return lambda language: dict(FACTS[language])


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden(name, content)`: the content is what the golden file holds; STUDIO_GOLDEN=write writes it."""

    def check(name: str, content: str) -> None:
        path = GOLDEN / name
        if os.environ.get("STUDIO_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        assert path.is_file(), f"{name} is missing; look at the output, then run with STUDIO_GOLDEN=write"
        assert content == path.read_text(encoding="utf-8")

    return check
