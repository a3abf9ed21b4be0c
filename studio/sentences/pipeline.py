"""Sentences of the corridor: what an edition still lacks."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "pipeline.never-cleared": Sentence(
        N_("Report {where} was never cleared."), N_("Read it, then: studio report clear {where}")
    ),
    "pipeline.changed-since-cleared": Sentence(
        N_("Report {where} changed after it was cleared."), N_("Read the change, then: studio report clear {where}")
    ),
    "pipeline.clearance-lost": Sentence(
        N_("{where} may no longer be aired."), N_("Propose the rundown again: the segment falls out of it.")
    ),
    "pipeline.script-missing": Sentence(N_("{where} has no script."), N_("Write it with: studio script write")),
    "pipeline.script-unapproved": Sentence(
        N_("The script {where} is not approved."), N_("Read it, then: studio script approve {where} --language {language}")
    ),
    "pipeline.script-stale": Sentence(
        N_("What the script {where} tells has changed since it was written."),
        N_("Write it again: studio script write; then read and approve it."),
    ),
    "pipeline.take-missing": Sentence(
        N_("Part {part} of {where} is not recorded."),
        N_("Record it, then: studio take add {where} {part} FILE --language {language}"),
    ),
    "pipeline.clip-uncleared": Sentence(
        N_("The recording of {source} in {where} is not cleared."),
        N_("Write the script again: another voice then reads the words."),
    ),
    "pipeline.part-unknown": Sentence(
        N_("{where} has no part {part} that a presenter reads."), N_("Its parts to be read are: {known}")
    ),
    "pipeline.master-missing": Sentence(
        N_("Episode {where} has no master."), N_("Make it with: studio episode build {where}")
    ),
    "pipeline.recording-unusable": Sentence(
        N_("The recording {where} cannot be used: {reason}"), N_("The report is kept. Attach a better recording later.")
    ),
}
