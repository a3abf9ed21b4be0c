"""The columns of an organizations file, and every spelling of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, an example, other spellings in lower case with _ for gaps."""

    name: str
    km: str
    en: str
    example: str
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("code", "កូដខ្លីតែមួយគត់។", "A short code of its own.", "BTB-01", ("org_code", "cbo_code", "កូដ"), True),
    Column("name_km", "ឈ្មោះជាភាសាខ្មែរ។", "Name in Khmer.", "សហគមន៍នេសាទផ្កាស្នោ", ("name", "ឈ្មោះ", "ឈ្មោះ_(ខ្មែរ)"), True),
    Column("name_en", "ឈ្មោះជាភាសាអង់គ្លេស។", "Name in English.", "Phka Snao Community Fishery", ("english_name",)),
    Column(
        "description_km",
        "សហគមន៍ណែនាំខ្លួនឯង ជាភាសាខ្មែរ។",
        "How the community presents itself, in Khmer.",
        "គ្រួសារអ្នកនេសាទដែលថែរក្សាព្រៃលិចទឹករួមគ្នា។",
        ("description", "ការពិពណ៌នា"),
    ),
    Column(
        "description_en",
        "សហគមន៍ណែនាំខ្លួនឯង ជាភាសាអង់គ្លេស។",
        "How the community presents itself, in English.",
        "Fishing families who look after the flooded forest together.",
    ),
    Column(
        "place_code",
        "កូដស្រុក (៤ ខ្ទង់) ឬកូដខេត្ត (២ ខ្ទង់)។",
        "Code of the district (4 digits) or province (2 digits).",
        "0205",
        ("district_code", "district", "place", "កូដស្រុក"),
        True,
    ),
    Column(
        "sectors",
        "land labour fisheries ខណ្ឌដោយ ; ។",
        "land, labour, fisheries, separated by ;",
        "fisheries",
        ("sector", "វិស័យ"),
    ),
    Column("members_total", "ចំនួនសមាជិកទាំងអស់។", "Members in all.", "214", ("members", "សមាជិក")),
    Column("members_women", "ចំនួនស្ត្រី។", "Women among them.", "96", ("women", "ស្ត្រី")),
    Column("members_youth", "ចំនួនយុវជន។", "Young people among them.", "41", ("youth", "យុវជន")),
    Column(
        "participant_status",
        "identified assessed selected trained participant paused left ។",
        "identified, assessed, selected, trained, participant, paused or left.",
        "participant",
        ("status", "ស្ថានភាព"),
    ),
    Column("joined_on", "ថ្ងៃចូលរួម។", "The day it joined.", "2011-03-18", ("joined", "member_since", "ថ្ងៃចូលរួម")),
    Column(
        "directory_online",
        "yes បើសុំឱ្យចុះក្នុងបញ្ជីតាមអ៊ីនធឺណិត។",
        "yes where it wants to be in the online directory.",
        "yes",
        ("online",),
    ),
    Column(
        "directory_print",
        "yes បើសុំឱ្យចុះក្នុងបញ្ជីបោះពុម្ព។",
        "yes where it wants to be in the printed directory.",
        "no",
        ("print",),
    ),
)

NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
SPELLINGS: dict[str, tuple[str, int]] = {
    spelling: (column.name, rank)
    for column in reversed(COLUMNS)
    for rank, spelling in reversed(tuple(enumerate((column.name, *column.aliases))))
}
"""Each spelling of a column: our name for it, and how good the spelling is (0 best)."""
