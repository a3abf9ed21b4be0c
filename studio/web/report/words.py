"""What the fields of the form are called, on the screen and on paper, to be translated there."""

from __future__ import annotations

from studio.languages import N_
from studio.pipeline.consent_words import CONSENTS

FIELDS: dict[str, str] = {
    "organizations": N_("Code of your community"),
    "event_title": N_("In one sentence"),
    "event_description": N_("What did the community do?"),
    "impact": N_("What did it change?"),
    "message": N_("What should other communities know?"),
    "initial_date": N_("First day"),
    "final_date": N_("Last day, if there were several"),
    "province": N_("Province"),
    "district": N_("District"),
    "commune": N_("Commune, if you wish"),
    "reached_women": N_("Women who took part"),
    "reached_men": N_("Men who took part"),
    "sectors": N_("What is it about?"),
    "channel": N_("How did the report reach you?"),
    "confidentiality": N_("Who may hear of it?"),
}

PERSON_FIELDS: dict[str, str] = {
    "code": N_("Code, if the person has one"),
    "sex": N_("Woman or man"),
    "role": N_("Who is it, without a name? (a fisher, a teacher)"),
    "quote": N_("In their own words"),
    "name_on_air": N_("Name to be said on air, only if wished"),
    "anonymous_from": N_("Who may know who it is?"),
    "minor": N_("Under 18"),
    "consent": N_("What the person agrees to"),
    "consent_method": N_("How did the person agree?"),
    "consent_on": N_("Day of the consent"),
    "consent_by": N_("Code of whoever asked, if there is one"),
    "upload": N_("Recording"),
    "picture": N_("Picture"),
}

WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "sectors": (("land", N_("Land")), ("labour", N_("Work")), ("fisheries", N_("Fishing"))),
    "channel": (("field", N_("I visited them")), ("phone", N_("By telephone")), ("hotline", N_("On the hotline")),
                ("paper", N_("On paper"))),
    "confidentiality": (
        ("public", N_("Everybody: on the radio and the internet, as far as each person agreed")),
        ("restricted", N_("Only the Network: it is not aired")),
        ("confidential", N_("Only those who check reports: it stays secret")),
    ),
    "sex": (("unstated", N_("Not said")), ("f", N_("Woman")), ("m", N_("Man"))),
    "anonymous_from": (
        ("public", N_("Listeners must not know who it is")),
        ("acquaintances", N_("Not even people who know them: another voice reads it")),
        ("none", N_("Everybody may know")),
    ),
    "consent_method": (
        ("oral_recorded", N_("Said aloud, and it is recorded")),
        ("written", N_("Signed")),
        ("thumbprint", N_("Thumbprint")),
        ("witnessed", N_("Said before a witness")),
    ),
    "consent": tuple(CONSENTS.items()),
    "media": (("air", N_("on the radio")), ("online", N_("on the internet")), ("print", N_("in print"))),
    "state": (
        ("received", N_("It arrived. An editor will read it.")),
        ("hasIssues", N_("It arrived. The editor asks you something: please answer below.")),
        ("edited", N_("It arrived. The editor is reading what changed.")),
        ("approved", N_("It arrived, and it may go on air.")),
        ("rejected", N_("It arrived. The editor decided not to use it.")),
        ("merged", N_("It arrived. Another report tells the same and is used; yours is kept with it.")),
    ),
}  # fmt: skip
"""Closed lists: each value with what it is called."""
