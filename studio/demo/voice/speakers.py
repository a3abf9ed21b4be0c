"""Who speaks: a voice of espeak-ng with its pitch and pace, by name or by a participant's code."""

from __future__ import annotations

from dataclasses import dataclass

from studio.languages import Language
from studio.units import digest_of

KHMER_BASE = "th"
ENGLISH_BASE = "en"

KHMER_PACE = 246
"""espeak-ng's words a minute that make about 4.2 Khmer syllables a second, breaths included."""

ENGLISH_PACE = 146
"""espeak-ng's words a minute that make about 165 English words a minute, breaths included."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: espeak-ng's variant, pace in percent of the language's, pitch and its range from 0 to 99."""

    variant: str
    pace: int
    pitch: int
    range: int

    def voice(self, language: Language) -> str:
        """The name of espeak-ng's voice for a language."""
        return f"{KHMER_BASE if language is Language.KM else ENGLISH_BASE}+{self.variant}"

    def words_a_minute(self, language: Language) -> int:
        """espeak-ng's rate for a language."""
        return round((KHMER_PACE if language is Language.KM else ENGLISH_PACE) * self.pace / 100)


PRESENTER = Speaker("Annie", 102, 40, 56)
"""The first presenter, a woman."""

SECOND_PRESENTER = Speaker("m3", 100, 42, 50)
"""The second presenter, a man."""

PRESENTERS = (PRESENTER, SECOND_PRESENTER)

# No variant with espeak-ng's `breath`: its noise differs from one run to the next.
_WOMEN = ("f1", "f4", "aunty", "belinda", "linda")
_MEN = ("m1", "m2", "m4", "m6", "m7", "max", "michel")


def participant(code: str, sex: str) -> Speaker:
    """The voice of a participant, always the same for the same code; sex is "f" or "m"."""
    seed = bytes.fromhex(digest_of(f"{code}/{sex}".encode()))
    variants = _WOMEN if sex == "f" else _MEN
    pace = 94 + seed[1] % 11
    pitch = 34 + seed[2] % 25
    return Speaker(variants[seed[0] % len(variants)], pace, pitch, 45 + seed[3] % 20)
