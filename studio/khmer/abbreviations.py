"""What is written short and said long: titles, references, units, signs of money; and what is said of each."""

from __future__ import annotations

import re

from studio.languages import Language

TITLES = {
    Language.KM: {
        "។ល។": " ជាដើម។",
        "គ.ស": "គ្រិស្តសករាជ",
        "ព.ស": "ពុទ្ធសករាជ",
        "ឯ.ឧ": "ឯកឧត្ដម",
        "ល.រ": "លេខរៀង",
        "អ.ស.ប": "អង្គការសហប្រជាជាតិ",
        "គ.ជ.ប": "គណៈកម្មាធិការជាតិរៀបចំការបោះឆ្នោត",
    },
    Language.EN: {
        "Mr": "Mister",
        "Mrs": "Missis",
        "Ms": "Miz",
        "Dr": "Doctor",
        "H.E.": "Excellency",
        "e.g.": "for example",
        "i.e.": "that is",
        "etc.": "and so on",
        "vs.": "versus",
        "approx.": "approximately",
        "govt.": "government",
        "Prov.": "Province",
        "Dept.": "Department",
    },
}
"""Titles and other short forms, as they are said."""

BEFORE_NUMBERS = {
    "No.": "number",
    "Nos.": "numbers",
    "no.": "number",
    "#": "number ",
    "Art.": "Article",
    "p.": "page",
    "pp.": "pages",
    "St.": "Street",
    "c.": "about",
    "ca.": "about",
}
"""English short forms that are short forms only before a number: “No.” alone is an answer."""

CURRENCIES = {
    "US$": "USD", "$": "USD", "USD": "USD", "៛": "KHR", "KHR": "KHR", "฿": "THB", "THB": "THB",
    "€": "EUR", "EUR": "EUR",
}  # fmt: skip
"""Signs and codes of money."""

SCALES = {"thousand": "ពាន់", "million": "លាន", "billion": "ពាន់លាន"}
"""What an amount of money may be counted in, English and Khmer; ម៉ឺន and សែន only in Khmer."""

KHMER_SCALES = ("ពាន់លាន", "រយលាន", "លាន", "សែន", "ម៉ឺន", "ពាន់")

UNITS = {
    "km/h": ("គីឡូម៉ែត្រក្នុងមួយម៉ោង", "kilometre an hour", "kilometres an hour"),
    "km2": ("គីឡូម៉ែត្រការ៉េ", "square kilometre", "square kilometres"),
    "m2": ("ម៉ែត្រការ៉េ", "square metre", "square metres"),
    "m3": ("ម៉ែត្រគូប", "cubic metre", "cubic metres"),
    "km": ("គីឡូម៉ែត្រ", "kilometre", "kilometres"),
    "kg": ("គីឡូក្រាម", "kilogram", "kilograms"),
    "cm": ("សង់ទីម៉ែត្រ", "centimetre", "centimetres"),
    "mm": ("មីលីម៉ែត្រ", "millimetre", "millimetres"),
    "ml": ("មីលីលីត្រ", "millilitre", "millilitres"),
    "ha": ("ហិកតា", "hectare", "hectares"),
    "°C": ("អង្សាសេ", "degree Celsius", "degrees Celsius"),
    "m": ("ម៉ែត្រ", "metre", "metres"),
    "g": ("ក្រាម", "gram", "grams"),
}
"""Units by their sign: Khmer, English of one, English of many."""

KHMER_UNITS = {
    "គ.ម²": "km2", "គ.ម2": "km2", "គ.ម": "km", "គម": "km", "គ.ក្រ": "kg", "គក្រ": "kg", "ហ.ត": "ha", "ហត": "ha",
    "ស.ម": "cm", "ម.ម": "mm", "ម²": "m2", "ម2": "m2", "ម3": "m3", "ម³": "m3", "ម.ក្រ": "m2", "ម": "m",
}  # fmt: skip
"""Khmer signs of units, with figures as 0-9, by the sign that all know."""

_LETTERS = re.compile(r"(?<![A-Za-z])([A-Z]{2,6})(s?)(?![A-Za-z])")
_DOTTED = re.compile(r"(?<![A-Za-z])(?:[A-Z]\.){2,}")


def unabbreviated(text: str, language: Language) -> str:
    """The text with titles and short forms written out."""
    said = text
    for short, long in TITLES[language].items():
        if language is Language.KM:
            ending = "" if short.endswith("។") else r"\.?(?![\u1780-\u17b3])"
            said = re.sub(rf"(?<![\u1780-\u17d3.]){re.escape(short)}{ending}", long, said)
        else:
            ending = "" if short.endswith(".") else r"\b\.?"
            said = re.sub(rf"(?<![A-Za-z.]){re.escape(short)}{ending}(?![A-Za-z])", long, said)
    if language is Language.EN:
        for short, long in BEFORE_NUMBERS.items():
            said = re.sub(rf"(?<![A-Za-z.]){re.escape(short)}[ ]?(?=[0-9])", f"{long.strip()} ", said)
    return said


def lettered(text: str) -> str:
    """The text with initials letter by letter: CBO is C B O, NGOs is N G Os, U.N. is U N."""
    apart = _DOTTED.sub(lambda match: " ".join(match[0].rstrip(".").split(".")), text)
    return _LETTERS.sub(lambda match: " ".join(match[1]) + match[2], apart)
