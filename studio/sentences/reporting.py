"""Sentences of the report form, of uploads and of receipts, for people with a telephone."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "pipeline.upload-large": Sentence(
        N_("This file is empty or larger than {megabytes} MB."), N_("Choose a shorter recording or a smaller picture.")
    ),
    "pipeline.uploads-full": Sentence(
        N_("Many files are coming in just now."), N_("Keep this page open and send it again in a few minutes.")
    ),
    "pipeline.upload-gone": Sentence(
        N_("The file of {where} is no longer here."), N_("Choose or record it again, then send the form again.")
    ),
    "pipeline.upload-cut": Sentence(
        N_("Only a part of the file of {where} arrived."), N_("Send the form again: it goes on where it stopped.")
    ),
    "pipeline.upload-busy": Sentence(N_("This file is coming in already."), N_("Wait a moment and go on.")),
    "pipeline.upload-offset": Sentence(
        N_("This part of the file is not the next one."), N_("Ask how much arrived and go on from there.")
    ),
    "pipeline.report-taken": Sentence(
        N_("This form cannot change a report that came another way."), N_("Open a new form and fill it in.")
    ),
    "pipeline.receipt-slip": Sentence(
        N_("A receipt has ten digits, and one of these is not right."), N_("Read it again and type it once more.")
    ),
    "pipeline.receipt-unknown": Sentence(
        N_("No report with this number arrived."),
        N_("Read the number again. If it is right, send the form again: nothing is doubled."),
    ),
    "web.report-empty": Sentence(N_("“{where}”: nothing is filled in."), N_("Fill it in.")),
    "web.report-organization": Sentence(
        N_("“{where}”: nobody is known by this code."), N_("It looks like BTB-01. Ask the Network for yours.")
    ),
    "web.report-place": Sentence(
        N_("“{where}”: no place of this name is known there."),
        N_("Write its name as it is spelt there, or leave it out."),
    ),
    "web.report-long": Sentence(
        N_("“{where}”: the text has {found} characters; {limit} are allowed."), N_("Shorten it.")
    ),
    "web.report-name": Sentence(
        N_("“{where}”: a name is given, and no consent to say it."),
        N_("Ask, and tick it below; or leave the name out."),
    ),
    "web.report-often": Sentence(
        N_("Very many forms are coming in just now."),
        N_("What you typed is still here. Wait a few minutes, then send it again."),
    ),
    "web.receipt-often": Sentence(
        N_("Very many people are asking just now."), N_("Wait a few minutes, then ask again.")
    ),
    "web.report-large": Sentence(
        N_("This is more than can be sent at once."), N_("Choose a shorter recording or a smaller picture.")
    ),
}
"""Faults in words: what is wrong, and how to mend it."""
