"""Sentences of the demonstration."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "demo.voice-failed": Sentence(
        N_("The guide voice stopped while it spoke {where} (status {status})."),
        N_("Run the same command again; if it stops again: pip install --force-reinstall espeakng-loader"),
    ),
}
