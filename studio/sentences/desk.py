"""Sentences of the desk: long work, airtimes moved and noted too far away, who may hear of a report."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "pipeline.rundown-none": Sentence(
        N_("{where} has no rundown yet."), N_("Propose it first: studio rundown propose {where}")
    ),
    "pipeline.work-stopped": Sentence(
        N_("The work at {where} was stopped. What was finished stays."), N_("Begin it again to go on.")
    ),
    "pipeline.work-lost": Sentence(
        N_("The work at {where} was cut short. What was finished stays."), N_("Begin it again to go on.")
    ),
    "pipeline.work-unstoppable": Sentence(
        N_("The withdrawal of {where} cannot be stopped: what is out has to go."), N_("Wait until it is done.")
    ),
    "pipeline.confidentiality-same": Sentence(
        N_("{where} is open to the same already ({who})."), N_("Nothing was changed.")
    ),
    "web.seen-other": Sentence(
        N_("What it does has changed since the page was shown; nothing was done."), N_("Read it again, then say yes.")
    ),
    "web.withdrawal-empty": Sentence(
        N_("It is not said what is to be withdrawn, or why."), N_("Fill in both fields; codes only, never names.")
    ),
    "web.withdrawal-unsure": Sentence(
        N_("Nothing was withdrawn: nobody said that they read what it touches."), N_("Tick the box below the list.")
    ),
    "pipeline.exception-far": Sentence(
        N_("{where}: the airtime of {day} cannot be moved as far as {starts}."), N_("Give a day within a year of it.")
    ),
    "pipeline.airing-far": Sentence(
        N_("{where} cannot have been on the air on {on}: it was planned for {day}."),
        N_("Give a day within a year of it."),
    ),
}
