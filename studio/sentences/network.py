"""Sentences of the Network: organizations, their status, the directory."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "network.value-missing": Sentence(N_("{where} is empty."), N_("Fill it in.")),
    "network.value-unknown": Sentence(N_("{where}: “{found}” is not known."), N_("Did you mean: {near}?")),
    "network.text-long": Sentence(
        N_("{where}: the text has {found} characters; {limit} are allowed."), N_("Shorten it.")
    ),
    "network.code-bad": Sentence(
        N_("{where}: “{found}” is no code of an organization."), N_("Letters, a hyphen, digits: BTB-01")
    ),
    "network.code-twice": Sentence(
        N_("{where}: {found} stands in line {other} already."),
        N_("Every organization has a code and a row of its own."),
    ),
    "network.place-unknown": Sentence(
        N_("{where}: there is no province or district with the code {found}."),
        N_("A district has four digits, a province two: 0205, 02."),
    ),
    "network.number-bad": Sentence(
        N_("{where}: “{found}” is no number of people."), N_("Write digits only, 27 or ២៧.")
    ),
    "network.more-than-all": Sentence(
        N_("{where}: {found} of {total} members cannot be."), N_("Correct one of the two numbers.")
    ),
    "network.date-bad": Sentence(N_("{where}: “{found}” is no day."), N_("Write it like 2012-03-11 or 11/03/2012.")),
    "network.date-future": Sentence(N_("{where}: {found} has not come yet."), N_("Correct the day.")),
    "network.status-step": Sentence(
        N_("{where} is {before} and cannot become {after} in one step."), N_("From there it goes to: {known}")
    ),
}
