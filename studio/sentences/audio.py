"""Sentences of audio."""

from __future__ import annotations

from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {}
