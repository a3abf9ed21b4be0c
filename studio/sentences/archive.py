"""Sentences of the archive: bags, and what is not kept in them."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "archive.bag-missing": Sentence(
        N_("“{where}” is neither a bag, nor a published folder, nor an edition that was put into a bag."),
        N_("Make one with: studio archive bag EPISODE"),
    ),
    "archive.bag-lacks": Sentence(N_("{where} is missing."), N_("Take the bag from another copy, or make it again.")),
    "archive.bag-changed": Sentence(
        N_("{where} is not what it was: it was changed or damaged."),
        N_("Take the bag from another copy, or make it again."),
    ),
    "archive.bag-unlisted": Sentence(
        N_("{where} is in the bag and not in its lists."),
        N_("Take it out of the bag: somebody put it there afterwards."),
    ),
    "archive.bag-unreadable": Sentence(
        N_("{where} cannot be read (line {line})."), N_("Take the bag from another copy, or make it again.")
    ),
    "archive.bag-oxum": Sentence(
        N_("{where} says {said} bytes and files; there are {found}."),
        N_("Take the bag from another copy, or make it again."),
    ),
    "archive.clip-unconsented": Sentence(
        N_("The recording {where} is not kept: {source} did not agree to it, or no longer does."),
        N_("What was published of it stays in the master. Ask the person, if it matters."),
    ),
    "archive.take-cut": Sentence(
        N_("The recording {where} is not kept: something was cut out of it, perhaps for somebody's safety."),
        N_("What was published of it stays in the master."),
    ),
}
