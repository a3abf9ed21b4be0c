"""Faults in the words of a page: whoever reads it has buttons, and no command line."""

from __future__ import annotations

import re

from studio.errors import Fault
from studio.languages import N_, Language
from studio.sentences.say import TABLE, say, worded

COMMAND = re.compile(r"\bstudio [a-z]|(?<!\S)--[a-z]|\bpip install\b|\bSTUDIO_|\bdask\b|\{command\}")
"""What names a command, an option or a variable, or has room for one."""
DO_WITHOUT = N_("Ask again and record the consent, or do without it.")
PROPOSE = N_("Afterwards propose its rundown anew; where it is published, put a segment in by hand.")
HOST = N_("Whoever runs this server can mend it.")

MENDS: dict[str, str] = {
    "accounts.login-taken": N_("Choose another, or give that person a new password."),
    "clearance.duplicate": N_("To air it itself, take it up again first."),
    "clearance.missing": DO_WITHOUT,
    "clearance.expired": DO_WITHOUT,
    "clearance.minor-without-caregiver": DO_WITHOUT,
    "clearance.withdrawn": N_("It stays withdrawn. Do without the words of {source}."),
    "clearance.review-open": N_("Settle the editor's questions first."),
    "clearance.jigsaw-unsigned": N_("Read the whole script as a neighbour would, then give your code."),
    "clearance.place-in-text": N_("Ask the sender to write the province instead, or do without the words of {source}."),
    "ground.not-found": N_("Look it up once more; it may be spelt otherwise, or be gone."),
    "intake.organization-unknown": N_("Did you mean {near}?"),
    "pipeline.airing-cancelled": N_("If it was aired, take the exception back first."),
    "pipeline.airing-part-missing": N_("Say from when or up to when it was heard."),
    "pipeline.airing-unheard": N_("Leave the time and what it makes good out, or note it as aired, partial or late."),
    "pipeline.airing-when": N_("Give the day and the time."),
    "pipeline.aired-already": N_("Note it again if that is wrong."),
    "pipeline.airtime-cancelled": N_("Take the exception back, or plan another edition."),
    "pipeline.changed-since-cleared": N_("Read the change, then clear it again."),
    "pipeline.exception-past": N_("Note what became of it instead."),
    "pipeline.make-good-price": N_("Leave the price out: what the station makes good costs nothing."),
    "pipeline.master-missing": N_("Build the edition first."),
    "pipeline.never-cleared": N_("Read it, then clear it."),
    "pipeline.rundown-begun": N_("Change an edition that is still to come, and note what was heard of this one."),
    "pipeline.rundown-none": N_("Propose it first."),
    "pipeline.script-missing": N_("Write its script first."),
    "pipeline.script-stale": N_("Write it again, then read and approve it."),
    "pipeline.script-unapproved": N_("Read it, then approve it."),
    "pipeline.season-none": N_("Buy airtime for these days first."),
    "pipeline.season-published": N_("Search for another plan."),
    "pipeline.take-missing": N_("Record it."),
    "pipeline.wanted-gone": N_("Mend them, or plan the season anew."),
    "publishing.feed-missing": N_("Publish first."),
    "publishing.file-missing": HOST,
    "publishing.file-changed": HOST,
    "publishing.length-wrong": HOST,
    "publishing.transcript-bad": HOST,
    "publishing.chapters-bad": HOST,
    "store.database-behind": HOST,
    "store.database-damaged": HOST,
    "store.database-unreachable": HOST,
    "store.vault-damaged": N_("Whoever runs this server can bring this one file back from a backup."),
    "withdrawal.air-short": N_("Fill the rundown, then build it again."),
    "withdrawal.backups": N_("Whoever runs this server makes a new backup and destroys the old ones."),
    "withdrawal.interrupted": N_("Finish it: withdraw it once more."),
    "withdrawal.maybe-aired": N_("Ask the station, and note it."),
    "withdrawal.publish-refused": HOST,
    "withdrawal.reason-empty": N_("Give a reason."),
    "withdrawal.short": N_("Propose its rundown anew; where it is published, put a segment in by hand."),
    "withdrawal.target-unreached": N_("Whoever runs this server sends it as soon as that can be reached."),
    "withdrawal.unknown": N_("Look the code up in the lists of reports and scripts."),
    "withdrawal.unmade": N_("See what it lacks, then build it again."),
    "withdrawal.will-change": N_("Afterwards propose its rundown anew."),
    "withdrawal.will-miss": PROPOSE,
}
"""How to mend on a page what is mended by a command elsewhere."""


def say_on_page(fault: Fault, language: Language) -> tuple[str, str]:
    """What is wrong and how to mend it where there are pages alone; no mend where only a command would help."""
    what, mend = say(fault, language)
    own = MENDS.get(fault.code)
    if own is not None:
        return what, worded(own, fault, language)
    sentence = TABLE.get(fault.code)
    return what, "" if sentence and COMMAND.search(sentence.mend) else mend
