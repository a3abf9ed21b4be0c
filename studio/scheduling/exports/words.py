"""The few words of a printed rundown, Khmer and English."""

from __future__ import annotations

from collections.abc import Mapping

from studio.languages import Language

HEADINGS: Mapping[Language, list[str]] = {
    Language.KM: ["ល.រ.", "ម៉ោង", "គម្រោង", "ថតបាន", "លើស/ខ្វះ", "ប្រភេទ", "ចំណងជើង"],
    Language.EN: ["#", "Time", "Planned", "Recorded", "Over", "Kind", "Title"],
}

TOTALS: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {"out": "ត្រូវចប់នៅម៉ោង", "over": "លើស", "under": "ខ្វះ", "exact": "ចប់ត្រឹមម៉ោងគត់", "short": "ខ្លី"},
    Language.EN: {
        "out": "Out at",
        "over": "over by",
        "under": "under by",
        "exact": "exactly on time",
        "short": "short",
    },
}

KINDS: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {
        "sound": "សំឡេង",
        "script": "អត្ថបទអាន",
        "music": "តន្ត្រី",
        "story": "រឿងសហគមន៍",
        "joint_story": "រឿងរួមគ្នា",
        "profile": "ប្រវត្តិសហគមន៍",
    },
    Language.EN: {
        "sound": "sound",
        "script": "script",
        "music": "music",
        "story": "story",
        "joint_story": "joint story",
        "profile": "profile",
    },
}

OVERVIEW: Mapping[Language, list[str]] = {
    Language.KM: ["លេខភាគ", "ចាប់ផ្តើម", "រយៈពេល", "ស្ថានីយ", "ស្ថានីយ", "ជំនាន់", "ចំនួនរឿង", "លើស/ខ្វះ (ms)"],
    Language.EN: ["edition", "starts", "length", "station (Khmer)", "station", "version", "segments", "over (ms)"],
}

PAGE: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {"rundown": "តារាងផ្សាយ", "version": "ជំនាន់", "station": "ស្ថានីយ", "length": "រយៈពេល",
                  "locked": "ចាក់សោ", "floated": "ទុកក្រៅម៉ោង", "ends": "ចប់"},
    Language.EN: {"rundown": "Rundown", "version": "version", "station": "Station", "length": "Length",
                  "locked": "locked", "floated": "floated", "ends": "Ends"},
}  # fmt: skip
