"""Sentences of clearance: what is missing, and what an editor can do."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

LEAVE_OUT = N_("Ask again and record the consent, or leave it out: --without {source}:{purpose}")

SENTENCES: dict[str, Sentence] = {
    "clearance.duplicate": Sentence(
        N_("{where} tells the same as a report that is kept."),
        N_("To air it itself, take it up again first: studio report part {where}"),
    ),
    "clearance.missing": Sentence(N_("{source} gave no consent for {purpose} in {medium}."), LEAVE_OUT),
    "clearance.withdrawn": Sentence(
        N_("{source} withdrew consent for {purpose} in {medium} on {on}."),
        N_("It stays withdrawn. Leave the person out: --without {source}:words"),
    ),
    "clearance.expired": Sentence(N_("Consent of {source} for {purpose} in {medium} ended on {on}."), LEAVE_OUT),
    "clearance.minor-without-caregiver": Sentence(
        N_("{source} is a minor, and no caregiver consented to {purpose} in {medium}."), LEAVE_OUT
    ),
    "clearance.review-open": Sentence(
        N_("Report {where} is {state}."), N_("Settle the editor's questions first: studio report show {where}")
    ),
    "clearance.confidential": Sentence(
        N_("Report {where} is confidential and is never aired."), N_("Only the community itself can change that.")
    ),
    "clearance.restricted": Sentence(
        N_("Report {where} is restricted: the community sent it to the Network only."),
        N_("Ask the community; where it agrees to be heard, the report comes in again as public."),
    ),
    "clearance.without-unknown": Sentence(
        N_("“{where}” names nothing in this report."),
        N_("Write CODE:words, CODE:voice, CODE:name or CODE:place with one of: {known}"),
    ),
    "clearance.jigsaw-unsigned": Sentence(
        N_("{source} must stay unknown even to acquaintances, and nobody signed the jigsaw check of {where}."),
        N_("Read the whole script as a neighbour would, then: --jigsaw-checked-by YOUR-CODE"),
    ),
    "clearance.name-in-text": Sentence(
        N_("The name of {source} stands in the text of {where}, and it is not cleared."),
        N_("Ask the sender to write the code or the role instead."),
    ),
    "clearance.place-in-text": Sentence(
        N_("{km} ({en}) stands in the text of {where}, and {source} may not be placed so exactly."),
        N_("Ask the sender to write the province instead, or leave the person out: --without {source}:words"),
    ),
    "clearance.commune-in-text": Sentence(
        N_("The commune {km} ({en}) stands in the text of {where}. People agree to their district at most."),
        N_("Ask the sender to write the district or the province instead."),
    ),
}
