"""Every fault of scheduling can be said, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from studio.languages import Language, translator
from studio.scheduling.slots.wishes import WISHES
from studio.sentences.scheduling import SENTENCES

ROOM = Path(__file__).parents[2] / "studio" / "scheduling"
MADE = {
    *(f"scheduling.why-{wish.name}" for wish in WISHES if wish.points > 0),
    *(f"scheduling.{name}-clash" for name in ("consent", "expiry", "embargo")),
    *(f"scheduling.clock-{of}too-{word}" for of in ("", "section-", "group-") for word in ("much", "little")),
}
READER = re.compile(r'note\(\s*"([a-z0-9-]+)"')
CODE = re.compile(r'"(scheduling\.[a-z0-9-]+)"')


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))
    found = {code for code in CODE.findall(source) if not code.endswith("-")} | MADE
    found |= {f"scheduling.clock-{name}" for name in READER.findall(source)}
    assert found - set(SENTENCES) == set()
    assert set(SENTENCES) - found == set()


def test_every_sentence_is_said_in_khmer_with_the_same_values() -> None:
    khmer = translator(Language.KM)
    for code, sentence in SENTENCES.items():
        for text in filter(None, (sentence.what, sentence.mend)):
            said = khmer(text)
            assert said != text, code
            assert any("\u1780" <= character <= "\u17b3" for character in said), code
            assert places(said) == places(text), code
            assert "\u200b" not in said and "\u17d2\u17d2" not in said, code
