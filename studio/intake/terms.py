"""What people write for the closed lists, in Khmer and English, and what it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from studio.intake.text import key
from studio.languages import Language
from studio.records.kinds import (
    AnonymousFrom,
    Channel,
    Confidentiality,
    ConsentMethod,
    Medium,
    ParticipantStatus,
    Purpose,
    Scope,
    Sector,
    Sensitivity,
    Sex,
)


class Subject(StrEnum):
    """Who answered when consent was asked. Source: Primero, interview_subject."""

    INDIVIDUAL = "individual"
    CAREGIVER = "caregiver"
    OTHER = "other"


class Answer(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


ALSO: Mapping[type[StrEnum], Mapping[str, str]] = {
    Answer: {
        "yes": "y true 1 x បាទ ចាស ចាស៎ មែន មាន ពិត ✓ ✔",
        "no": "n false 0 - ទេ អត់ អត់ទេ គ្មាន មិនមែន",
    },
    Sex: {"f": "female woman girl w ស្រី ស្ត្រី នារី", "m": "male man boy ប្រុស បុរស", "unstated": "unknown មិនបញ្ជាក់"},
    Sector: {
        "land": "ដី ដីធ្លី housing",
        "labour": "labor work workers ការងារ ពលកម្ម កម្មករ",
        "fisheries": "fishery fishing fish fishers នេសាទ ជលផល ការនេសាទ",
    },
    Channel: {
        "field": "visit នៅមូលដ្ឋាន មូលដ្ឋាន ចុះមូលដ្ឋាន",
        "phone": "call telephone ទូរស័ព្ទ",
        "hotline": "ខ្សែទូរស័ព្ទបន្ទាន់ ខ្សែបន្ទាន់",
        "web": "website online គេហទំព័រ",
        "paper": "ក្រដាស",
    },
    Scope: {"individual": "single alone តែឯង ម្នាក់ឯង", "joint": "together shared រួម រួមគ្នា"},
    Confidentiality: {"public": "open សាធារណៈ", "restricted": "internal កម្រិត ផ្ទៃក្នុង", "confidential": "secret សម្ងាត់"},
    Sensitivity: {"low": "ទាប", "medium": "middle normal មធ្យម", "high": "ខ្ពស់"},
    AnonymousFrom: {
        "none": "no nobody named មិនលាក់",
        "public": "listeners សាធារណជន សាធារណៈ",
        "acquaintances": "everybody everyone all អ្នកស្គាល់ ទាំងអស់",
    },
    ConsentMethod: {
        "oral_recorded": "oral recorded verbal ផ្ទាល់មាត់ ថតសំឡេង",
        "written": "signature signed លាយលក្ខណ៍អក្សរ ហត្ថលេខា",
        "thumbprint": "fingerprint ផ្ដិតមេដៃ ស្នាមមេដៃ",
        "witnessed": "witness សាក្សី មានសាក្សី",
    },
    Subject: {
        "individual": "self person សាមីខ្លួន ខ្លួនឯង",
        "caregiver": "parent guardian mother father ឪពុកម្ដាយ អាណាព្យាបាល អ្នកអាណាព្យាបាល",
        "other": "leader chief ផ្សេង មេដឹកនាំ",
    },
    Language: {"km": "khmer khm ខ្មែរ ភាសាខ្មែរ", "en": "english eng អង់គ្លេស ភាសាអង់គ្លេស"},
    Purpose: {
        "words": "quote word សម្ដី",
        "voice": "recording sound សំឡេង",
        "name": "ឈ្មោះ",
        "place": "location ទីកន្លែង",
        "picture": "photo image រូបភាព រូបថត",
    },
    Medium: {"air": "radio fm broadcast វិទ្យុ", "online": "web internet podcast អនឡាញ", "print": "paper បោះពុម្ព"},
    ParticipantStatus: {"participant": "member active"},
}


def plain(text: str) -> str:
    """A term without case and with _ for its gaps."""
    return key(text).replace(" ", "_").replace("-", "_")


@cache
def terms(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    """Everything that may be written for a closed list, in plain form."""
    known = {plain(one.value): one for one in kind}
    for value, others in ALSO.get(kind, {}).items():
        for other in others.split():
            known.setdefault(plain(other) or other, kind(value))
    return known


def meant(kind: type[StrEnum], text: str) -> StrEnum | None:
    """What a text means in a closed list; None where it means nothing there."""
    known = terms(kind)
    return known.get(text) or known.get(plain(text)) or known.get(text.strip())


def near(kind: type[StrEnum], text: str) -> str:
    """The value that somebody probably meant; the whole list where none is near."""
    known = terms(kind)
    found = difflib.get_close_matches(plain(text), known, n=1, cutoff=0.6)
    return known[found[0]].value if found else listed(one.value for one in kind)


def listed(values: Iterable[str]) -> str:
    """Values side by side."""
    return ", ".join(values)
