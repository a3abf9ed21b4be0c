"""Sentences of a withdrawal: what it touches, what was done, what cannot be; read by people under pressure."""

from __future__ import annotations

from collections.abc import Mapping

from studio.languages import N_
from studio.sentences.sentence import Sentence

HEADINGS: Mapping[str, str] = {
    "receipt": N_("Receipt of withdrawal {code}"),
    "notice": N_("Notice to a radio station: withdrawal {code}"),
    "asked": N_("What was asked"),
    "changed": N_("What was changed"),
    "unchangeable": N_("What cannot be taken back"),
    "by_hand": N_("What somebody has to do by hand"),
}
"""Titles and headings of what is left to read."""

NOTICES: Mapping[str, str] = {
    "part": N_(
        "On {day} a part was taken out of this programme, because the consent to publish it was taken back. Sound, "
        "text and chapters are without it. If you kept an older copy, please delete it."
    ),
    "whole": N_(
        "On {day} the programme of {aired} was taken out, because the consent to publish it was taken back. If you "
        "kept a copy, please delete it."
    ),
}
"""What everybody may read of it: neither words nor names."""

SENTENCES: dict[str, Sentence] = {
    "withdrawal.unknown": Sentence(
        N_("“{where}” is no person, organization, segment or report."),
        N_("Look the code up: studio report list, studio script list, studio org list"),
    ),
    "withdrawal.reason-empty": Sentence(N_("No reason was given for withdrawing {where}."), N_("Give it: --reason …")),
    "withdrawal.reason-names": Sentence(
        N_("The reason names somebody whose name is being withdrawn ({where})."),
        N_("Write codes: the reason is kept, and the name must not be."),
    ),
    "withdrawal.title": Sentence(N_("{where} is called: {title}")),
    "withdrawal.published": Sentence(
        N_("{where} is published. It leaves the feed now and comes back without the segment, under a new address."),
        N_("Stories that stay in it: {left}."),
    ),
    "withdrawal.leaves": Sentence(N_("{where} is published and has no other story: it leaves the feed.")),
    "withdrawal.coming": Sentence(N_("{where} is to be aired on {at} by {station}: it loses the segment.")),
    "withdrawal.headlines": Sentence(
        N_("{where}: its own parts that announce or name it go, too: {parts}."),
    ),
    "withdrawal.delivery": Sentence(
        N_("{station} may hold {file} for {at}: a notice is written."), N_("Telephone the station as well.")
    ),
    "withdrawal.addresses": Sentence(
        N_(
            "Public addresses that are taken down: {count}. They answer “410 Gone” from now on; only the sound of "
            "another story may come back at one, the same as it was."
        )
    ),
    "withdrawal.naming": Sentence(
        N_("The script of {where} names it, too. That segment goes as well."),
        N_("Its report is to be read and cleared again."),
    ),
    "withdrawal.segment": Sentence(
        N_("Segment {where}: gone from every edition, page, transcript, chapter and search.")
    ),
    "withdrawal.scripts": Sentence(N_("Versions of scripts that are erased: {scripts}.")),
    "withdrawal.recordings": Sentence(N_("People's own recordings that are erased, originals too: {count}.")),
    "withdrawal.takes": Sentence(N_("Presenters' takes that are erased: {count}.")),
    "withdrawal.masters": Sentence(N_("Masters that are erased from the vault: {count}.")),
    "withdrawal.consents": Sentence(N_("Consents that end today: {count}.")),
    "withdrawal.report": Sentence(
        N_("Report {where}: its texts and what everybody said are erased ({people}). Code, dates and figures stay.")
    ),
    "withdrawal.person": Sentence(N_("Report {where}: words and voice of {people} are erased.")),
    "withdrawal.name": Sentence(N_("{where}: the name for the air is erased. What the custodian sealed stays sealed.")),
    "withdrawal.organization": Sentence(N_("{where} leaves the directory; its name is erased.")),
    "withdrawal.staying": Sentence(
        N_("Consent {consent} of {where} stays: it is for what that person says elsewhere.")
    ),
    "withdrawal.bag": Sentence(
        N_("The bag {where} is removed."), N_("Make it again afterwards, without what was withdrawn.")
    ),
    "withdrawal.file": Sentence(N_("The file {where} is removed.")),
    "withdrawal.aired": Sentence(N_("{where} was on the air on {at} ({station}, {outcome}).")),
    "withdrawal.maybe-aired": Sentence(
        N_("{where} was to be on the air on {at} ({station}); nobody noted what was heard."),
        N_("Ask the station, and note it: studio airtime aired {where}"),
    ),
    "withdrawal.downloaded": Sentence(N_("Whoever downloaded {where} before keeps that copy.")),
    "withdrawal.printed": Sentence(N_("Printed scripts and rundowns are out of reach: collect and destroy them.")),
    "withdrawal.backups": Sentence(
        N_(
            "Only this workspace and its targets are looked into: bags, backups, exports and copies elsewhere still "
            "hold it."
        ),
        N_("Make a new backup and destroy the old ones: studio backup DIR"),
    ),
    "withdrawal.by-hand": Sentence(N_("{where} holds it, and Studio did not make that file: edit or destroy it.")),
    "withdrawal.asked": Sentence(N_("{where} was withdrawn on {at}, noted by {by}. Reason: {reason}")),
    "withdrawal.filled": Sentence(N_("{where}: rundown version {number} fills its airtime without the segment.")),
    "withdrawal.short": Sentence(
        N_("{where}: rundown version {number} misses its airtime by {seconds} s: it is to be proposed again."),
        N_("studio rundown propose {where}; one that is published: studio rundown insert {where} …"),
    ),
    "withdrawal.will-miss": Sentence(
        N_("{where}: without it {seconds} s of the airtime are not filled; no music in its clock is long enough."),
        N_("Afterwards: studio rundown propose {where}; one that is published: studio rundown insert {where} …"),
    ),
    "withdrawal.will-change": Sentence(
        N_("{where}: its clock has changed since; its rundown is to be proposed again."),
        N_("Afterwards: studio rundown propose {where}"),
    ),
    "withdrawal.air-short": Sentence(
        N_(
            "{where}: the podcast goes on without it, and lasts {lasts}. The station bought {wanted}: do not deliver "
            "that file."
        ),
        N_("Fill the rundown, then: studio episode build {where}"),
    ),
    "withdrawal.target": Sentence(
        N_("Target {where} ({place}): what it holds of it is taken away there, too."),
    ),
    "withdrawal.target-done": Sentence(
        N_("Target {where} ({place}) has what is published now; {count} files were taken away there."),
    ),
    "withdrawal.target-unreached": Sentence(
        N_("Target {where} ({place}) could not be brought up to date ({reason}) and may still hold it."),
        N_("Do it as soon as it can be reached: studio publish --to {where}"),
    ),
    "withdrawal.target-404": Sentence(
        N_("Target {where} ({place}) answers “404 Not Found” and not “410 Gone”: storage knows no other."),
    ),
    "withdrawal.remade": Sentence(
        N_("{where} was mastered again without it, under a new address; its guid is the same.")
    ),
    "withdrawal.left-feed": Sentence(N_("{where} left the feed: it has no other story.")),
    "withdrawal.unmade": Sentence(
        N_("{where} could not be mastered again ({reason}) and left the feed."),
        N_("See what it lacks, then: studio episode build {where}"),
    ),
    "withdrawal.publish-refused": Sentence(
        N_("Publishing was refused at first ({reason}); media and pages of the segment were removed all the same."),
        N_("Run: studio check feed"),
    ),
    "withdrawal.notice-written": Sentence(N_("A notice was written: {where}.")),
    "withdrawal.notice": Sentence(
        N_("To {where}: somebody took back the consent to be heard. Do not air what is named here; delete every copy."),
    ),
    "withdrawal.notice-file": Sentence(N_("{where}, for {at}")),
    "withdrawal.notice-digest": Sentence(N_("SHA-256 of a file to delete: {where}")),
    "withdrawal.notice-next": Sentence(N_("A new file for {where} follows. Until it comes, play your own programme.")),
    "withdrawal.interrupted": Sentence(
        N_("The withdrawal of {where} was interrupted and is not finished."),
        N_("Finish it: studio withdraw {where} --yes"),
    ),
}
