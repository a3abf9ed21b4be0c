"""What a template may do with a fact besides printing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from studio.khmer import spoken
from studio.khmer.digits import to_khmer
from studio.languages import Language

Filter = Callable[..., str]

_ENDS = "។៕?!.…"
_CLOSING = "»”\"'’)"


def joined(parts: Iterable[object], language: Language) -> str:
    """A list as it is said: ក ខ និងគ; a, b and c."""
    texts = [str(part) for part in parts if part]
    if len(texts) < 2:
        return "".join(texts)
    if language is Language.KM:
        return f"{' '.join(texts[:-1])} និង{texts[-1]}"
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def sentence(text: object, language: Language) -> str:
    """The text with a full stop where its last sentence has no mark."""
    plain = str(text or "").strip()
    if not plain or plain.rstrip(_CLOSING)[-1:] in tuple(_ENDS):
        return plain
    return f"{plain}។" if language is Language.KM else f"{plain}."


def unended(text: object) -> str:
    """The text without the full stop at its end, to be followed by more."""
    return str(text or "").strip().rstrip("។៕. ")


def named(text: object) -> str:
    """Who is heard, as the markup of a clip can carry it: without brackets, colons and quotation marks."""
    return " ".join(re.sub(r"[:៖()\[\]#«»“”]", " ", str(text or "")).split())[:80].strip()


def province(name: object, language: Language) -> str:
    """A province as it is said: ខេត្តបាត់ដំបង, រាជធានីភ្នំពេញ; Battambang province, Phnom Penh."""
    plain = str(name or "").strip()
    if language is Language.KM:
        if not plain or plain.startswith(("ខេត្ត", "រាជធានី", "ក្រុង")):
            return plain
        return f"រាជធានី{plain}" if plain == "ភ្នំពេញ" else f"ខេត្ត{plain}"
    if not plain or plain.casefold().endswith("province") or plain.casefold().startswith("phnom penh"):
        return plain
    return f"{plain} province"


def filters(language: Language) -> dict[str, Filter]:
    """The filters of templates in a language, by name."""

    def spoken_date(day: str, weekday: bool = True, year: bool = True) -> str:
        return spoken.spoken_date(date.fromisoformat(day), language, with_weekday=weekday, with_year=year)

    def written_date(day: str) -> str:
        return spoken.written_date(date.fromisoformat(day), language)

    def spoken_days(first: str, last: str) -> str:
        return spoken.spoken_days(date.fromisoformat(first), date.fromisoformat(last), language)

    def spoken_number(number: object) -> str:
        return spoken.number_words(str(number), language)

    def phone(number: object) -> str:
        return spoken.phone(str(number), language)

    def written_number(number: object) -> str:
        return to_khmer(str(number)) if language is Language.KM else str(number)

    def join_list(parts: Iterable[object]) -> str:
        return joined(parts, language)

    def month(day: str) -> str:
        return spoken.month(date.fromisoformat(day).month, language)

    def province_name(name: object) -> str:
        return province(name, language)

    def full_stop(text: object) -> str:
        return sentence(text, language)

    return {
        "spoken_date": spoken_date,
        "written_date": written_date,
        "spoken_days": spoken_days,
        "spoken_number": spoken_number,
        "written_number": written_number,
        "phone": phone,
        "joined": join_list,
        "sentence": full_stop,
        "unended": unended,
        "named": named,
        "month": month,
        "province": province_name,
    }
