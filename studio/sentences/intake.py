"""Sentences of intake: what is wrong in a file or a row, and how its sender can mend it."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "intake.file-empty": Sentence(
        N_("{where} holds no table."), N_("Begin with the columns of: studio report template")
    ),
    "intake.file-large": Sentence(
        N_("{where} is larger than {limit_mb} megabytes."), N_("Split it, or raise [limits] file_mb in studio.toml.")
    ),
    "intake.file-old-excel": Sentence(
        N_("{where} is an old Excel file (.xls)."),
        N_("Save it as “Excel Workbook (.xlsx)” or as “CSV UTF-8” and import that."),
    ),
    "intake.file-unreadable": Sentence(
        N_("{where} cannot be read as a workbook ({reason})."),
        N_("Open it in a spreadsheet program, save it again as .xlsx, and import that."),
    ),
    "intake.encoding-wrong": Sentence(
        N_("{where}: the column names are not in UTF-8."), N_("Save the file as “CSV UTF-8” and import that.")
    ),
    "intake.bytes-broken": Sentence(
        N_("{where}: the text is damaged or not in UTF-8."),
        N_("Type this cell again and save the file as “CSV UTF-8”."),
    ),
    "intake.column-missing": Sentence(
        N_("{where} lacks the column {column}."),
        N_('Add it, or say which of your columns it is: --map "Your column={column}"'),
    ),
    "intake.column-unknown": Sentence(
        N_("{where}: the column “{column}” is not known and was left out."),
        N_('Did you mean {near}? Say so: --map "{column}={near}"'),
    ),
    "intake.column-strange": Sentence(
        N_("{where}: the column “{column}” is not known and was left out."),
        N_('If Studio needs it, say which column it is: --map "{column}=…"'),
    ),
    "intake.column-untaken": Sentence(
        N_("{where}: the column “{column}” was not read: Studio keeps no device, no map position, no legal status."),
        N_("You may delete it from the file."),
    ),
    "intake.column-twice": Sentence(
        N_("{where}: two columns mean {ours}; “{column}” was left out."),
        N_('Keep one of them, or choose: --map "Your column={ours}"'),
    ),
    "intake.map-their-column": Sentence(N_("{where} has no column “{column}”."), N_("Did you mean: {near}?")),
    "intake.map-our-column": Sentence(
        N_("Studio has no column {column}."),
        N_("Did you mean {near}? All of them are explained in: studio report template"),
    ),
    "intake.row-quotes": Sentence(
        N_("{where}: the row cannot be read up to line {last}: a quotation mark opens and does not close rightly."),
        N_("Close it, or write a quotation mark inside a text twice."),
    ),
    "intake.row-cells": Sentence(
        N_("{where}: the row has {found} cells, the header {wanted}."),
        N_("Put texts with a comma or a new line into quotation marks."),
    ),
    "intake.row-twice": Sentence(
        N_("{where}: line {other} is the same report."), N_("Nothing to do: it was taken once.")
    ),
    "intake.row-superseded": Sentence(
        N_("{where}: line {other} is the same report, sent later; that one was taken."),
        N_("Nothing to do, unless this row was the right one."),
    ),
    "intake.row-contradicts": Sentence(
        N_("{where}: line {other} has the same number and says something else; that one was taken."),
        N_("Give this row a number of its own, or a later submitted_at if it is the newer version."),
    ),
    "intake.report-stale": Sentence(
        N_("Report {where} was sent before the version that is stored; nothing was changed."),
        N_("Give it a later submitted_at if it is the newer version."),
    ),
    "intake.cell-long": Sentence(
        N_("{where}: the text has {found} characters; {limit} are allowed."),
        N_("Shorten it, or raise [limits] cell_characters in studio.toml."),
    ),
    "intake.text-long": Sentence(
        N_("{where}: {found} characters; a title has at most {limit}."),
        N_("Shorten it to what a listener can take in at once."),
    ),
    "intake.export-long": Sentence(
        N_("{where}: a text of {found} characters does not fit into a cell of a workbook ({limit})."),
        N_("Export as CSV instead."),
    ),
    "intake.cell-formula": Sentence(
        N_("{where}: a formula stands in the cell."),
        N_("Write its value instead: copy the cell and paste values only."),
    ),
    "intake.cell-error": Sentence(
        N_("{where}: the spreadsheet shows an error in the cell."), N_("Write the right value there.")
    ),
    "intake.control-characters": Sentence(
        N_("{where}: invisible control characters were taken out."), N_("Look whether the text still reads well.")
    ),
    "intake.value-missing": Sentence(N_("{where} is empty."), N_("Fill it in.")),
    "intake.value-unknown": Sentence(N_("{where}: “{found}” is not known."), N_("Did you mean: {near}?")),
    "intake.value-bad": Sentence(
        N_("{where} holds a value that cannot be used."), N_("Compare it with the example of: studio report template")
    ),
    "intake.uuid-bad": Sentence(
        N_("{where}: “{found}” is no report number."),
        N_("A number looks like 6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11; forms make it themselves."),
    ),
    "intake.date-bad": Sentence(N_("{where}: “{found}” is no day."), N_("Write it like 2012-03-11 or 11/03/2012.")),
    "intake.moment-bad": Sentence(N_("{where}: “{found}” is no day and hour."), N_("Write it like 2012-03-13 09:20.")),
    "intake.date-month-first": Sentence(
        N_("{where}: “{found}” has the month first."), N_("Day before month, or year-month-day: {iso}")
    ),
    "intake.date-ambiguous": Sentence(
        N_("{where}: “{found}” can be {iso} or {other}, since this file writes the month first elsewhere."),
        N_("Write it as year-month-day."),
    ),
    "intake.date-short-year": Sentence(
        N_("{where}: “{found}” has a year of two digits."), N_("Write the year with four digits.")
    ),
    "intake.date-buddhist": Sentence(
        N_("{where}: {year} looks like a year of the Buddhist era."),
        N_("Write the common year, {common} or the one before."),
    ),
    "intake.date-future": Sentence(N_("{where}: {found} has not come yet."), N_("Correct the day.")),
    "intake.date-order": Sentence(
        N_("{where}: {found} is before the first day, {first}."), N_("Correct one of the two.")
    ),
    "intake.airing-order": Sentence(
        N_("{where}: it may be aired until {found} only, before the first day on which it may be, {first}."),
        N_("Correct one of the two."),
    ),
    "intake.number-bad": Sentence(N_("{where}: “{found}” is no number of people."), N_("Write digits only, 27 or ២៧.")),
    "intake.organization-unknown": Sentence(
        N_("{where}: there is no organization {found}."),
        N_("Did you mean {near}? List all of them with: studio org list"),
    ),
    "intake.place-unknown": Sentence(
        N_("{where}: there is no province, district or commune with the code {found}."),
        N_("A commune has six digits, a district four, a province two: 020503, 0205, 02."),
    ),
    "intake.joint-mismatch": Sentence(
        N_("{where} says {found}, and the report names {number} organizations."),
        N_("One organization is individual, several are joint."),
    ),
    "intake.name-in-text": Sentence(
        N_("{where}: the real name of a person in this file stands in the text."),
        N_("Write the person's role or code instead."),
    ),
    "intake.name-without-consent": Sentence(
        N_("{where}: {source} is to be called by a name on air and gave no consent for that."),
        N_("Ask and add name:air name:online to the consent, or leave the name empty."),
    ),
    "intake.person-without-code": Sentence(
        N_("{where} is empty, and other cells speak of this person."), N_("Give the person a code such as S-0042.")
    ),
    "intake.person-twice": Sentence(
        N_("{where}: {source} stands in this row twice."), N_("One person, one place: put both quotes together.")
    ),
    "intake.code-bad": Sentence(
        N_("{where} holds no code."), N_("Letters, a hyphen, digits: S-0042, ST-03. Never a name.")
    ),
    "intake.recording-outside": Sentence(
        N_("{where}: the path leads out of the folder of the file."),
        N_("Put the recording into that folder and write its path from there: recordings/S-0042.m4a"),
    ),
    "intake.recording-kind": Sentence(
        N_("{where}: {found} is no kind of recording that Studio takes."), N_("One of: {known}")
    ),
    "intake.scope-unknown": Sentence(
        N_("{where}: “{found}” is no consent."), N_("Write what, a colon, where — words:air — out of: {known}")
    ),
    "intake.consent-by-other": Sentence(
        N_("{where}: somebody else cannot consent for a person."), N_("Ask the person, or for a child its caregiver.")
    ),
    "intake.consent-order": Sentence(
        N_("{where}: {found} is before the day of the consent, {first}."), N_("Correct one of the two days.")
    ),
    "intake.withdrawal-of-nothing": Sentence(
        N_("{where} is empty, and a withdrawal is noted: of which consent?"), N_("Write what the person had agreed to.")
    ),
    "intake.anonymity-kept": Sentence(
        N_("{source} is better protected in another report ({kept}); report {where} did not loosen that."),
        N_("If the person wants it otherwise, change it in every report of theirs."),
    ),
    "intake.picture-bad": Sentence(
        N_("The picture of {where} cannot be used."),
        N_("Your report arrived. Send the picture again as JPEG, PNG or WebP."),
    ),
}
