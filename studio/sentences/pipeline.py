"""Sentences of the corridor: what an edition still lacks."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "pipeline.never-cleared": Sentence(
        N_("Report {where} is not cleared."), N_("Read it, then: studio report clear {where}")
    ),
    "pipeline.changed-since-cleared": Sentence(
        N_("Report {where} changed after it was cleared."), N_("Read the change, then: studio report clear {where}")
    ),
    "pipeline.clearance-lost": Sentence(
        N_("{where} may no longer be aired."), N_("Propose the rundown again: the segment falls out of it.")
    ),
    "pipeline.slug-bad": Sentence(
        N_("“{where}” cannot name a station, an airtime or a folder."),
        N_("Use 2 to 40 small Latin letters, digits and hyphens: golden-river"),
    ),
    "pipeline.ceiling-odd": Sentence(
        N_("A station with a true-peak ceiling of {dbtp} dBTP cannot be meant ({where})."),
        N_("Choose a ceiling from -9 to 0 dBTP; EBU R 128 says -1."),
    ),
    "pipeline.loudness-odd": Sentence(
        N_("A station at {lufs} LUFS cannot be meant ({where})."), N_("Radio is delivered at about -23 LUFS.")
    ),
    "pipeline.clock-unknown": Sentence(N_("There is no clock “{where}”."), N_("The clocks are: {known}")),
    "pipeline.clock-length": Sentence(
        N_("The slot {where} is {slot} long, its clock {clock} is {length}."),
        N_("Buy as much as the clock fills, or write a clock of that length in scripts/clocks/."),
    ),
    "pipeline.price-negative": Sentence(N_("The price of {where} is negative."), N_("Give it as a positive number.")),
    "pipeline.script-missing": Sentence(N_("{where} has no script."), N_("Write it with: studio script write")),
    "pipeline.script-unapproved": Sentence(
        N_("The script {where} is not approved."),
        N_("Read it, then: studio script approve {where} --language {language}"),
    ),
    "pipeline.script-stale": Sentence(
        N_("What the script {where} tells has changed since it was written."),
        N_("Write it again: studio script write; then read and approve it."),
    ),
    "pipeline.changed-since-built": Sentence(
        N_("{where} was changed since it was built."), N_("Build the edition again to have that heard.")
    ),
    "pipeline.take-missing": Sentence(
        N_("Part {part} of {where} is not recorded."),
        N_("Record it, then: studio take add {where} {part} FILE --language {language}"),
    ),
    "pipeline.take-passed": Sentence(
        N_("Another take of part {part} is heard by now; nothing was done to it."),
        N_("Listen to it, then choose again what is to be done."),
    ),
    "pipeline.take-unreasoned": Sentence(
        N_("Take {take} of part {part} was not refused: no reason is given, or one of more than {most} letters."),
        N_("Say in a few words why it is not to be heard, so that it is recorded better."),
    ),
    "pipeline.clip-uncleared": Sentence(
        N_("The recording of {source} in {where} is not cleared."),
        N_("Write the script again: another voice then reads the words."),
    ),
    "pipeline.part-unknown": Sentence(
        N_("{where} has no part {part} that a presenter reads."), N_("Its parts to be read are: {known}")
    ),
    "pipeline.workers-lost": Sentence(
        N_("The process that made a piece of sound was ended {times} times before it was done."),
        N_("Look for lack of memory or disk; then run the command again, or set workers = 1 in studio.toml."),
    ),
    "pipeline.cluster-silent": Sentence(
        N_("No Dask scheduler answers at {where}."),
        N_("Start it, mend STUDIO_EXECUTOR, or leave that empty to work on this machine."),
    ),
    "pipeline.cluster-address": Sentence(
        N_("“{where}” is no address of a Dask scheduler."),
        N_("Write STUDIO_EXECUTOR like tcp://127.0.0.1:8786, or leave it empty to work on this machine."),
    ),
    "pipeline.cluster-certificate": Sentence(
        N_("Dask knows of no certificates for {where} that can be read."),
        N_("Name them in Dask's settings; docs/cluster.md shows how."),
    ),
    "pipeline.cluster-empty": Sentence(
        N_("The Dask scheduler at {where} has no worker."),
        N_("Start one a processor on each machine: dask worker {where} --nworkers auto --nthreads 1"),
    ),
    "pipeline.cluster-without-studio": Sentence(
        N_("The worker {where} has no Studio, or an older one."),
        N_("Install this Studio on that machine, and start the worker from there."),
    ),
    "pipeline.cluster-differs": Sentence(
        N_("The worker {where} has {package} {found}; this machine has {wanted}."),
        N_("Install the same Studio and the same pins on every machine: others make other bytes."),
    ),
    "pipeline.cluster-blind": Sentence(
        N_("The worker {where} does not see {folder}."),
        N_("Mount the workspace under the same path on every machine."),
    ),
    "pipeline.master-missing": Sentence(
        N_("Episode {where} has no master."), N_("Make it with: studio episode build {where}")
    ),
    "pipeline.recording-unusable": Sentence(
        N_("The recording {where} cannot be used: {reason}"), N_("The report is kept. Attach a better recording later.")
    ),
    "pipeline.report-ambiguous": Sentence(
        N_("“{where}” is the beginning of several reports."), N_("Write more of the one you mean: {known}")
    ),
    "pipeline.comment-empty": Sentence(
        N_("The text for report {where} is empty."), N_("Write what you ask, answer or give as the reason.")
    ),
    "pipeline.comment-long": Sentence(
        N_("The text for report {where} has {found} characters; {limit} are allowed."), N_("Shorten it.")
    ),
    "pipeline.comment-names": Sentence(
        N_("The name of {source} stands in the text for report {where}."), N_("Write the code instead: {source}")
    ),
    "pipeline.json-broken": Sentence(
        N_("{where} is no JSON: line {line}, column {column}."), N_("Mend it there, or ask for it to be sent again.")
    ),
    "pipeline.json-unreadable": Sentence(
        N_("{where} cannot be read as JSON in UTF-8."), N_("Save it again as JSON in UTF-8.")
    ),
    "pipeline.json-not-one-report": Sentence(
        N_("{where} does not hold one report."),
        N_("Write one object with the columns of: studio report template; several reports: studio report import"),
    ),
    "pipeline.rundown-aired": Sentence(
        N_("{where} was on the air ({outcome}); what aired stands."),
        N_("Change an edition that is still to come. If the note of its airing is wrong, note it anew."),
    ),
    "pipeline.rundown-begun": Sentence(
        N_("The airtime of {where} began at {starts}; its rundown stands."),
        N_(
            "Change an edition that is still to come, and note what was heard of this one: studio airtime aired {where}"
        ),
    ),
    "pipeline.rundown-passed": Sentence(
        N_("{where}: version {number} is not the newest any more; version {newest} is."),
        N_("Look at what changed since then, and do it again with the newest version."),
    ),
    "pipeline.proposal-passed": Sentence(
        N_("{where}: what would be proposed now is not what was shown."),
        N_("Something was cleared, approved or changed meanwhile. Look at the new proposal, and keep that one."),
    ),
    "pipeline.undo-none": Sentence(
        N_("{where}: there is no change that could be undone or done again."),
        N_("Look at the versions below the rundown."),
    ),
    "pipeline.undo-gone": Sentence(
        N_("{where} cannot come back: it may not be aired any more, or its script is not approved or not fresh."),
        N_("Mend that first, or go back to another version."),
    ),
    "pipeline.rundown-version-unknown": Sentence(
        N_("{where} has no version {number}; the newest is {newest}."), N_("Use the number that Studio shows.")
    ),
    "pipeline.sheet-large": Sentence(N_("{where} is larger than {most} MB."), N_("Send the exported table alone.")),
    "pipeline.sheet-other-edition": Sentence(
        N_("{where}: these rows are of {episode}, which was not named."),
        N_("Name every edition of the file, or take the rows out."),
    ),
    "pipeline.sheet-no-rows": Sentence(
        N_("{where} has no rows of {episode}."), N_("Export that edition, or do not name it.")
    ),
    "pipeline.story-other-days": Sentence(
        N_("{where} is to be aired from {since} to {until}, and this airtime is on {day}."),
        N_("Propose the rundown again, or change the days of its report."),
    ),
    "pipeline.season-newer": Sentence(
        N_("{where} was made from plan {number}; the newest is plan {newest}."),
        N_("Export it again, and make the changes there: studio season export"),
    ),
    "pipeline.sheet-number": Sentence(
        N_("{where}: “{value}” is not the version from which the rows were made."),
        N_("Leave the numbers as they were exported."),
    ),
    "pipeline.make-good-price": Sentence(
        N_("The airtime {where} takes the place of a lost one, and has a price."),
        N_("Leave --price out: what the station makes good costs nothing."),
    ),
    "pipeline.make-good-unbought": Sentence(
        N_("The airtime of {where} was not bought: nothing can be made good for it."),
        N_("Name the edition that was paid for and lost."),
    ),
    "pipeline.make-good-elsewhere": Sentence(
        N_("{where} was lost on another station."),
        N_("A station makes good what it lost itself: use airtime of that station."),
    ),
    "pipeline.make-good-itself": Sentence(
        N_("{where} cannot take its own place."),
        N_("Name the edition that was lost."),
    ),
    "pipeline.exception-no-airtime": Sentence(
        N_("The rule of {where} has no airtime on {day}."),
        N_("Days with airtime around it: {near}"),
    ),
    "pipeline.exception-empty": Sentence(
        N_("It is not said where the airtime of {where} on {day} is moved."),
        N_("Give a new start, a length or a clock."),
    ),
    "pipeline.exception-past": Sentence(
        N_("{where} cannot be moved to {starts}: that is over."),
        N_("Note what became of it instead: studio airtime aired"),
    ),
    "pipeline.airtime-overlaps": Sentence(
        N_("{where} would be on {station} at the same time as {other}."),
        N_("Choose another time, or move that one first."),
    ),
    "pipeline.aired-already": Sentence(
        N_("It is known what became of {where}: its airtime stays as it was."),
        N_("Note it again if that is wrong: studio airtime aired {where}"),
    ),
    "pipeline.airtime-cancelled": Sentence(
        N_("{where} has no airtime: it was cancelled."),
        N_("Look at studio airtime exceptions; take the exception back, or plan another edition."),
    ),
    "pipeline.airing-cancelled": Sentence(
        N_("{where} has no airtime, so it was not aired in it."),
        N_("If it was: studio airtime except {slot} {day} --undo"),
    ),
    "pipeline.airing-future": Sentence(
        N_("{where} is aired at {starts}: that is still to come."),
        N_("Note what became of it afterwards."),
    ),
    "pipeline.airing-when": Sentence(
        N_("It is not said when {where} was aired late."),
        N_('Give the time: --at 18:50, or --at "2012-05-18 07:00"'),
    ),
    "pipeline.airing-unheard": Sentence(
        N_("{where} is noted as {outcome}: then nothing was heard, at no time and in no other's place."),
        N_("Leave --at and --makes-good out, or note it as aired, partial or late."),
    ),
    "pipeline.airing-part-missing": Sentence(
        N_("It is not said which part of {where} was heard."),
        N_("Give --from or --to, for example: --to 7:30"),
    ),
    "pipeline.airing-part": Sentence(
        N_("{where} is noted as {outcome}: then --from and --to say nothing."),
        N_("Leave them out, or note it as partial or late."),
    ),
    "pipeline.airing-bounds": Sentence(
        N_("From {start} to {end} is no part of {where}, which is {length} long."),
        N_("Count from the start of the airtime; the end comes after the beginning."),
    ),
    "pipeline.promise-past": Sentence(
        N_("Nobody can be heard by {day} any more ({where})."),
        N_("Give a day to come."),
    ),
    "pipeline.wanted-gone": Sentence(
        N_("{where}: the published season wants {key} in {position}, but it cannot stand there. The reasons follow."),
        N_("Mend them, or plan the season anew: studio season propose"),
    ),
    "pipeline.season-none": Sentence(
        N_("There is no airtime to plan from {since} to {until}."),
        N_("Make editions first: studio airtime plan --weeks 13"),
    ),
    "pipeline.season-search-lost": Sentence(
        N_("The search for a plan of the season was cut short; nothing was kept."), N_("Search again.")
    ),
    "pipeline.evidence-kind": Sentence(
        N_("The file is no recording, picture, PDF or text."), N_("Send another file, or say it in words.")
    ),
    "pipeline.season-published": Sentence(
        N_("Season plan {where} is published already."),
        N_("Propose another one: studio season propose"),
    ),
    "pipeline.report-hidden": Sentence(
        N_("There is no report {where} that you may read."), N_("Look for it in the inbox.")
    ),
    "pipeline.recording-gone": Sentence(
        N_("What was attached to report {where} is not there any more."), N_("Load the page of the report again.")
    ),
    "pipeline.script-hidden": Sentence(
        N_("There is no script {where} that you may read."), N_("Look for it in the list of scripts.")
    ),
    "pipeline.script-newer": Sentence(
        N_("Somebody wrote version {number} of {where} meanwhile."),
        N_("Read it, and bring into it what you changed: nothing of yours was kept."),
    ),
    "pipeline.script-other-language": Sentence(
        N_("The script of {where} in the other language was changed after this one."),
        N_("Read both side by side, and change this one too where it says something else."),
    ),
    "pipeline.second-person": Sentence(
        N_("Whoever wrote {where} does not approve it: somebody in it must stay unknown."),
        N_("Ask a colleague to read and approve it."),
    ),
    "pipeline.share-over": Sentence(
        N_("This link opens nothing, or nothing any more."), N_("Ask whoever gave it to you for a new one.")
    ),
    "pipeline.share-days": Sentence(
        N_("A link to {where} lasts from 1 to {limit} days."), N_("Choose how long, and make a new one later.")
    ),
    "pipeline.trace-unknown": Sentence(
        N_("There is nothing called {where} whose way you may follow."),
        N_("Begin from a report, a script, a take, an airing or an edition."),
    ),
}
