"""The few words of a printed rundown, Khmer and English."""

from __future__ import annotations

from collections.abc import Mapping

from studio.languages import Language

HEADINGS: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {"index": "ល.រ.", "time": "ម៉ោង", "planned": "គម្រោង", "estimated": "ប៉ាន់ស្មាន", "recorded": "ថតបាន",
                  "aired": "បានផ្សាយ", "over": "លើស/ខ្វះ", "gap": "ចន្លោះ", "kind": "ប្រភេទ", "title": "ចំណងជើង"},
    Language.EN: {"index": "#", "time": "Time", "planned": "Planned", "estimated": "Estimated", "recorded": "Recorded",
                  "aired": "Aired", "over": "Over", "gap": "Gap", "kind": "Kind", "title": "Title"},
}  # fmt: skip

TOTALS: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {
        "out": "ត្រូវចប់នៅម៉ោង",
        "over": "លើស",
        "under": "ខ្វះ",
        "exact": "ចប់ត្រឹមម៉ោងគត់",
        "short": "ខ្លី",
        "estimated": "តាមការប៉ាន់ស្មាន",
        "even": "តាមគម្រោង",
        "group": "ក្រុម",
        "section": "ផ្នែក",
    },
    Language.EN: {
        "out": "Out at",
        "over": "over by",
        "under": "under by",
        "exact": "exactly on time",
        "short": "short",
        "estimated": "by estimate",
        "even": "as planned",
        "group": "Group",
        "section": "Section",
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

SEASON: Mapping[Language, Mapping[str, str]] = {
    Language.KM: {"season": "រដូវកាល", "plan": "គម្រោងទី", "airtime": "ម៉ោងផ្សាយ", "title": "រឿង",
                  "length": "រយៈពេល", "empty": "មិនទាន់មានអ្វីទេ", "short": "ខ្លី", "gone": "មិនអាចផ្សាយទៀតទេ"},
    Language.EN: {"season": "Season", "plan": "plan", "airtime": "Airtime", "title": "Segment",
                  "length": "Length", "empty": "nothing yet", "short": "short", "gone": "may not be aired any more"},
}  # fmt: skip
