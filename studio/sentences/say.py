"""Faults in words: what is wrong, and how to mend it."""

from __future__ import annotations

from studio.errors import Fault, Scalar
from studio.languages import Language, translator
from studio.sentences import (
    accounts,
    archive,
    audio,
    clearance,
    delivery,
    demo,
    desk,
    ground,
    importing,
    intake,
    network,
    pairs,
    pipeline,
    publishing,
    reporting,
    scheduling,
    scripting,
    store,
    web,
    withdrawal,
)
from studio.sentences.sentence import Sentence

TABLE: dict[str, Sentence] = {
    code: sentence
    for room in (
        ground,
        store,
        intake,
        clearance,
        scripting,
        scheduling,
        audio,
        publishing,
        reporting,
        network,
        pipeline,
        pairs,
        web,
        demo,
        withdrawal,
        archive,
        delivery,
        importing,
        accounts,
        desk,
    )
    for code, sentence in room.SENTENCES.items()
}


class Said(dict[str, Scalar]):
    """The values of a fault; one that a sentence asks for in vain is shown as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def say(fault: Fault, language: Language = Language.EN) -> tuple[str, str]:
    """What is wrong and how to mend it, in a language; a code without a sentence is shown as it is."""
    sentence = TABLE.get(fault.code)
    if sentence is None:
        details = ", ".join(f"{key}={value}" for key, value in fault.values.items())
        return f"{fault.where}: {fault.code} {details}".strip(": "), ""
    return worded(sentence.what, fault, language), worded(sentence.mend, fault, language)


def worded(text: str, fault: Fault, language: Language) -> str:
    """A text of a sentence with the values of a fault, in a language."""
    return translator(language)(text).format_map(Said({"where": fault.where, **fault.values}))
