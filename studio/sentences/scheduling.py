"""Sentences of scheduling."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "scheduling.clock-missing": Sentence(
        N_("There is no clock {where} in {folder}."), N_("Look into scripts/clocks/ for the clocks there are.")
    ),
    "scheduling.clock-not-utf8": Sentence(
        N_("{where} is not UTF-8 text (byte {byte})."), N_("Save the file again as UTF-8.")
    ),
    "scheduling.clock-not-toml": Sentence(
        N_("{where} cannot be read as TOML: {reason}."), N_("Compare the line that is named with another clock.")
    ),
    "scheduling.clock-no-positions": Sentence(
        N_("{where}: the clock has no positions."), N_("Write at least one [[position]].")
    ),
    "scheduling.clock-name-twice": Sentence(
        N_("{where}: another clock is called {name} as well."), N_("Give each clock its own name.")
    ),
    "scheduling.clock-unknown-key": Sentence(
        N_("{where}: “{key}” is not known here. Nearest: {near}."), N_("The keys here are: {known}")
    ),
    "scheduling.clock-key-missing": Sentence(N_("{where} is missing."), N_("Write for example: {key} = {example}")),
    "scheduling.clock-not-text": Sentence(
        N_("{where}: “{value}” is not a text."), N_("Write for example: {key} = {example}")
    ),
    "scheduling.clock-not-words": Sentence(
        N_("{where}: “{value}” is not a list of words."), N_("Write for example: {key} = {example}")
    ),
    "scheduling.clock-not-number": Sentence(
        N_("{where}: “{value}” is not a whole number from 0 to {most}."), N_("Write for example: {key} = {example}")
    ),
    "scheduling.clock-not-length": Sentence(
        N_("{where}: “{value}” is not a length of time."), N_("Write for example: {key} = {example}")
    ),
    "scheduling.clock-role": Sentence(N_("{where}: there is no role “{value}”."), N_("The roles are: {roles}")),
    "scheduling.clock-sound-or-script": Sentence(
        N_("{where}: a fixed position needs either a sound or a script."), N_("Write one of the two: sound, or script.")
    ),
    "scheduling.clock-position-twice": Sentence(
        N_("{where}: two positions are called {name}."), N_("Give each position its own name.")
    ),
    "scheduling.clock-length-none": Sentence(
        N_("{where}: the slot has no length."), N_('Write the airtime that was bought, for example length = "15:00"')
    ),
    "scheduling.clock-hard-out": Sentence(
        N_("{where}: the hard out at {seconds} s is not within the slot of {length} s."),
        N_("Write a hard out after the start and not after the end of the slot."),
    ),
    "scheduling.clock-nothing-flexible": Sentence(
        N_("{where}: nothing in this clock is flexible, so it cannot be filled exactly."),
        N_('Add a position of music with role = "flexible".'),
    ),
    "scheduling.clock-open-end": Sentence(
        N_("{where}: the last position, {name}, may be empty, so nothing is sure to end the show."),
        N_("End with a position that is always heard."),
    ),
    "scheduling.clock-shortest": Sentence(
        N_("{where}: the shortest, {shortest} s, is longer than the longest, {longest} s."),
        N_("Exchange the two, or correct one."),
    ),
    "scheduling.clock-gap": Sentence(
        N_("{where}: the gap of {seconds} s lies outside of its own bounds, {shortest} to {longest} s."),
        N_("Write a shortest that is not longer than the gap, and a longest that is not shorter."),
    ),
    "scheduling.clock-longest-none": Sentence(
        N_("{where}: nothing can be heard in no time at all."), N_("Write a longest of more than 0 s.")
    ),
    "scheduling.clock-shortest-none": Sentence(
        N_("{where}: music of no length cannot be heard."),
        N_("Write a shortest of more than 0 s, or count_min = 0 where it may be left out."),
    ),
    "scheduling.clock-count": Sentence(
        N_("{where}: from {count_min} to {count_max} entries cannot be."),
        N_("Write a count_max that is at least 1 and at least count_min."),
    ),
    "scheduling.clock-flexible-count": Sentence(
        N_("{where}: a flexible position is heard once at most."),
        N_("Write a second position for a second piece of music."),
    ),
    "scheduling.clock-too-much": Sentence(
        N_("{where}: even at its shortest this clock is {seconds} s longer than its slot."),
        N_("Take a position out, or make the shortest lengths shorter."),
    ),
    "scheduling.clock-too-little": Sentence(
        N_("{where}: even at its longest this clock leaves {seconds} s of its slot empty."),
        N_("Add a position, or make the longest lengths longer."),
    ),
    "scheduling.candidate-twice": Sentence(N_("{where} is offered twice."), N_("Offer each segment once.")),
    "scheduling.candidate-named-as-position": Sentence(
        N_("The segment {where} has the name of a position of the clock."),
        N_("Rename the position in scripts/clocks/."),
    ),
    "scheduling.fixed-unknown": Sentence(
        N_("A length is given for {where}, which is no fixed position of {clock}."),
        N_("Compare the name with the clock."),
    ),
    "scheduling.fixed-missing": Sentence(
        N_("Nobody knows how long {where} in {clock} is."),
        N_("Write and approve its script, or give it a length in the clock."),
    ),
    "scheduling.fixed-bounds": Sentence(
        N_("{where} lasts {seconds} s; the clock allows {shortest} to {longest} s."),
        N_("Shorten or lengthen its script, or change the clock."),
    ),
    "scheduling.lock-unknown": Sentence(
        N_("{where} is locked into the rundown, but it is not among the segments that may be aired."),
        N_("Clear, write and approve it first, or take the lock away."),
    ),
    "scheduling.lock-position": Sentence(
        N_("{where} is locked to {position}, where {clock} chooses nothing."),
        N_("Lock it to a position that takes segments."),
    ),
    "scheduling.lock-misfit": Sentence(
        N_("{where} is locked to {position}, which takes no segment of its kind, theme or length."),
        N_("Lock it elsewhere, or change the position in the clock."),
    ),
    "scheduling.lock-place": Sentence(
        N_("{where} is locked to place {place}, which no position has."), N_("Count from 0 within its position.")
    ),
    "scheduling.lock-twice": Sentence(N_("{where} is locked twice."), N_("Keep one of its locks.")),
    "scheduling.lock-same-place": Sentence(
        N_("{where} are locked to the same place: {position}, number {place}."), N_("Move one of them.")
    ),
    "scheduling.lock-too-many": Sentence(
        N_("{where} holds {count_max} segments; the locks of {keys} need {needed}."),
        N_("Move a lock to another position, or take one away."),
    ),
    "scheduling.slot-too-full": Sentence(
        N_("{where}: what must be heard is {seconds} s too long, with {music} s for music at its shortest."),
        N_("Take a lock away, use a short version, or shorten a script."),
    ),
    "scheduling.slot-too-empty": Sentence(
        N_("{where}: {seconds} s stay empty, with {music} s for music at its longest."),
        N_("Approve more segments, or let the music be longer in the clock."),
    ),
    "scheduling.slot-unfilled": Sentence(
        N_("{where}: {seconds} s are left, and flexible positions cannot take just that."),
        N_("Propose the rundown again."),
    ),
    "scheduling.too-few": Sentence(
        N_("{where} need at least {wanted} segments; {possible} can be had."),
        N_("Approve more segments, or ask for fewer in the clock."),
    ),
    "scheduling.too-many": Sentence(
        N_("{where} hold at most {allowed} segments; {needed} would be needed."),
        N_("Allow more in the clock, or take a lock away."),
    ),
    "scheduling.lock-clash": Sentence(
        N_("{where} is locked, and it cannot stay together with the other demands named here."),
        N_("Take this lock away, or give way elsewhere."),
    ),
    "scheduling.community-clash": Sentence(
        N_("{where}: no community is heard twice in one edition (shared here: {communities})."),
        N_("Keep one of the segments for another edition."),
    ),
    "scheduling.consent-clash": Sentence(
        N_("{where}: consent has ended by {airs_on} for {count} segments ({keys})."),
        N_("Ask the people again, or choose other segments."),
    ),
    "scheduling.expiry-clash": Sentence(
        N_("{where}: {count} segments ({keys}) may not be aired any more on {airs_on}."),
        N_("Choose other segments, or correct their last day in the report."),
    ),
    "scheduling.together-clash": Sentence(
        N_("{where}: the segments of one activity ({activities}: {keys}) stand in an edition all or none."),
        N_("Keep all of them for another edition, or let the reports stand by themselves."),
    ),
    "scheduling.embargo-clash": Sentence(
        N_("{where}: {count} segments ({keys}) may not be aired yet at {starts_at}."),
        N_("Wait for the embargo to pass, or choose other segments."),
    ),
    "scheduling.search-ended": Sentence(
        N_("{where}: the search ended before it found a rundown among {candidates} segments."),
        N_("Lock some segments by hand, or offer fewer."),
    ),
    "scheduling.naive-time": Sentence(
        N_("The time {moment} has no time zone."), N_("Write it with its zone, for example 2012-04-07T18:30+07:00")
    ),
    "scheduling.span-needs-two": Sentence(
        N_("Two of start, end and duration are needed."), N_("Give two of the three.")
    ),
    "scheduling.span-disagrees": Sentence(
        N_("From {start} to {end} is not a duration of {duration}."), N_("Leave one of the three out, or correct it.")
    ),
    "scheduling.length-negative": Sentence(
        N_("A duration of {duration} cannot be."), N_("Give a duration of 0 or more.")
    ),
    "scheduling.length-none": Sentence(
        N_("{where} was recorded with a length of {length} ms."), N_("Record it again.")
    ),
    "scheduling.key-unknown": Sentence(
        N_("A recorded length is given for {key}, which is not in the rundown."),
        N_("Compare it with the rundown; it may have been taken out."),
    ),
    "scheduling.drift-over": Sentence(
        N_("{where}: the recordings run {drift} s over; {seconds} s of that cannot be absorbed."),
        N_("Use a short version, or take a segment out."),
    ),
    "scheduling.drift-under": Sentence(
        N_("{where}: the recordings run {drift} s under; {seconds} s of that stay empty."),
        N_("Add a segment of about that length, or use a long version."),
    ),
    "scheduling.flexible-drops": Sentence(N_("{where} can give {seconds} s.")),
    "scheduling.flexible-stretches": Sentence(N_("{where} can take {seconds} s more.")),
    "scheduling.gaps-drops": Sentence(N_("The gaps in {where} can give {seconds} s together.")),
    "scheduling.gaps-stretches": Sentence(N_("The gaps in {where} can take {seconds} s more together.")),
    "scheduling.use-short": Sentence(N_("The short version of {where} saves {seconds} s.")),
    "scheduling.take-out": Sentence(N_("Without {where} {seconds} s are free.")),
    "scheduling.place-unknown": Sentence(
        N_("{where} has {count} entries and no number {place}."), N_("Choose a number from the rundown.")
    ),
    "scheduling.position-unknown": Sentence(
        N_("The clock {clock} has no position {where}."), N_("Choose a position of the clock.")
    ),
    "scheduling.move-target": Sentence(
        N_("{where} cannot move to number {place}: {position} takes no segments."),
        N_("Choose the number of a segment."),
    ),
    "scheduling.edit-fixed": Sentence(
        N_("{where} belongs to the clock and stays where it is."), N_("Change the clock to move or remove it.")
    ),
    "scheduling.edit-inflexible": Sentence(
        N_("{where} is as long as it is: only music can be made longer or shorter."),
        N_("Choose a position of the clock that stretches, or another segment."),
    ),
    "scheduling.edit-length": Sentence(
        N_("{where} cannot last {seconds} s: the clock allows {shortest} to {longest} s."),
        N_("Give a length between the two, or change the clock."),
    ),
    "scheduling.edit-twice": Sentence(N_("{where} is in this rundown already."), N_("Move it instead.")),
    "scheduling.edit-misfit": Sentence(
        N_("{position} does not take {where} ({kind}) in this version."), N_("Choose another position or version.")
    ),
    "scheduling.json-format": Sentence(
        N_("{where} is not a rundown in the format {wanted}."), N_("Choose a rundown.json that Studio wrote.")
    ),
    "scheduling.json-unreadable": Sentence(
        N_("{where} cannot be read: {reason}."), N_("Propose the rundown again, or restore the file.")
    ),
    "scheduling.zone-unknown": Sentence(
        N_("{where}: there is no time zone “{zone}”."), N_("Write for example Asia/Phnom_Penh")
    ),
    "scheduling.starts-aware": Sentence(
        N_("{where}: the start {starts} carries an offset of its own."),
        N_("Write the local time alone; the zone stands beside it."),
    ),
    "scheduling.period-backwards": Sentence(
        N_("{where}: the period ends on {until}, before it begins on {since}."), N_("Exchange the two days.")
    ),
    "scheduling.rrule-unreadable": Sentence(
        N_("{where}: the rule “{rule}” cannot be read ({reason})."), N_("Write for example FREQ=WEEKLY;BYDAY=SA")
    ),
    "scheduling.rrule-count": Sentence(
        N_("{where}: {name}={value} in the rule cannot be."), N_("Write a whole number from 1 to 99999.")
    ),
    "scheduling.rrule-until": Sentence(
        N_("{where}: the end of the rule, {value}, is not told in UTC."), N_("Write UNTIL={wanted}")
    ),
    "scheduling.rrule-never": Sentence(
        N_("{where}: the rule “{rule}” never gives a day."), N_("Look at its days, months and end.")
    ),
    "scheduling.rule-clock": Sentence(
        N_("{where} was made for the clock {other}, not for {clock} as it is now."), N_("Propose the rundown again.")
    ),
    "scheduling.rule-position": Sentence(
        N_("{where} stands at {position}, which {clock} does not have."), N_("Propose the rundown again.")
    ),
    "scheduling.rule-order": Sentence(
        N_("{where} at number {place} is not in the order of the clock ({position})."), N_("Move it to its position.")
    ),
    "scheduling.rule-start": Sentence(
        N_("{where} starts at {at} s; it should at {wanted} s."), N_("Time the rundown again.")
    ),
    "scheduling.rule-over": Sentence(
        N_("{where} runs {seconds} s over."), N_("Fit the music again, use a short version, or take a segment out.")
    ),
    "scheduling.rule-under": Sentence(
        N_("{where} leaves {seconds} s empty."), N_("Fit the music again, or add a segment.")
    ),
    "scheduling.rule-fixed-once": Sentence(
        N_("{where} is heard {count} times or not as the clock says; it must be heard once."),
        N_("Propose the rundown again."),
    ),
    "scheduling.rule-fixed-length": Sentence(
        N_("{where} is planned with {seconds} s and lasts {wanted} s."), N_("Propose the rundown again.")
    ),
    "scheduling.rule-flexible-once": Sentence(
        N_("{where} is heard {count} times, other than the clock allows."), N_("Propose the rundown again.")
    ),
    "scheduling.rule-flexible-bounds": Sentence(
        N_("{where} lasts {seconds} s; the clock allows {shortest} to {longest} s."), N_("Fit the music again.")
    ),
    "scheduling.rule-pause": Sentence(
        N_("The gap after {where} lasts {seconds} s; the clock allows {shortest} to {longest} s."),
        N_("Fit the music again; the gaps are fitted with it."),
    ),
    "scheduling.rule-count": Sentence(
        N_("{where} has {count} segments; the clock asks for {count_min} to {count_max}."),
        N_("Add or take out a segment."),
    ),
    "scheduling.rule-unknown": Sentence(
        N_("{where} is not among the segments that may be aired."), N_("Clear, write and approve it, or take it out.")
    ),
    "scheduling.rule-misfit": Sentence(
        N_("{position} does not take {where} ({kind})."), N_("Move it, or choose another segment.")
    ),
    "scheduling.rule-length-bounds": Sentence(
        N_("{where} is planned with {seconds} s; its position takes {shortest} to {longest} s."),
        N_("Use its other version, or another segment."),
    ),
    "scheduling.rule-planned": Sentence(
        N_("{where} is planned with {seconds} s, which is the length of neither version."),
        N_("Replace it with the version that is meant."),
    ),
    "scheduling.rule-twice": Sentence(N_("{where} is heard {count} times."), N_("Take it out once.")),
    "scheduling.rule-community": Sentence(
        N_("The community {where} is heard more than once: {keys}."), N_("Keep one of these for another edition.")
    ),
    "scheduling.rule-consent": Sentence(
        N_("Consent for {where} ends on {ends_on}; it would be aired on {airs_on}."),
        N_("Take it out, or ask the people again."),
    ),
    "scheduling.rule-expired": Sentence(
        N_("{where} may be aired until {ends_on}; it would be aired on {airs_on}."),
        N_("Take it out, or correct its last day in the report."),
    ),
    "scheduling.rule-together": Sentence(
        N_("Of the activity “{where}” {keys} is in, and {others} is not."),
        N_("Put all of them in, or none."),
    ),
    "scheduling.rule-embargo": Sentence(
        N_("{where} may not be aired before {until}."), N_("Take it out, or move the edition.")
    ),
    "scheduling.rule-lock": Sentence(
        N_("{where} is not where it was locked: {position}."), N_("Move it back, or take the lock away.")
    ),
    "scheduling.why-consent-ends": Sentence(
        N_("Its consent ends on {ends_on}, before it could be aired on {airs_on}.")
    ),
    "scheduling.why-expired": Sentence(N_("It may be aired until {ends_on} only; this is aired on {airs_on}.")),
    "scheduling.why-together": Sentence(N_("It belongs together with {others}: all of them are heard, or none.")),
    "scheduling.change-together": Sentence(
        N_("It can be in when {others} can be in as well, or when its report stands by itself.")
    ),
    "scheduling.change-expiry": Sentence(N_("Move its last day to {airs_on} or later to let it in.")),
    "scheduling.why-embargo": Sentence(N_("It may not be aired before {until}; the slot starts at {starts_at}.")),
    "scheduling.why-no-position": Sentence(
        N_("No position of {clock} takes a segment like it ({kind}; {themes}; {seconds} s)."),
        N_("Change the kinds, themes or lengths of a position in scripts/clocks/."),
    ),
    "scheduling.why-community-heard": Sentence(N_("Its community ({communities}) is already heard in {by}.")),
    "scheduling.why-position-full": Sentence(N_("{position} is full with {count_max} segments.")),
    "scheduling.why-no-room": Sentence(N_("It needs {seconds} s more than is left ({needed} s; {left} s are free).")),
    "scheduling.why-less-wanted": Sentence(N_("In the place of {by} it would be worth {points} points less.")),
    "scheduling.why-tie": Sentence(N_("It is worth as much as {by}; the earlier key decided.")),
    "scheduling.why-better": Sentence(
        N_(
            "In the place of {by} it would be worth {points} points more: lengths, or what else is heard, were others "
            "when that was chosen."
        ),
        N_("Put it there by hand, or propose the rundown again, to let it in."),
    ),
    "scheduling.why-community": Sentence(N_("{count} communities fewer would be heard than with {by}.")),
    "scheduling.why-province": Sentence(N_("{count} provinces fewer would be heard than with {by}.")),
    "scheduling.why-women": Sentence(N_("{count} segments with women's voices fewer would be heard than with {by}.")),
    "scheduling.why-fresh": Sentence(N_("It is {count} days less fresh than {by}.")),
    "scheduling.why-unaired": Sentence(N_("It was aired before; {by} never was.")),
    "scheduling.why-long": Sentence(N_("Only its short version would fit; {by} is heard in full.")),
    "scheduling.all-needed": Sentence(N_("These {count} changes are needed together:")),
    "scheduling.change-consent": Sentence(N_("Have its consent renewed to {airs_on} or later to let it in.")),
    "scheduling.change-embargo": Sentence(N_("Let its embargo end by {starts_at} to let it in.")),
    "scheduling.change-take-out": Sentence(N_("Take {key} out to let it in.")),
    "scheduling.change-use-short": Sentence(N_("Use the short version of {key} to let it in.")),
    "scheduling.change-own-short": Sentence(N_("Use its own short version, at {position}.")),
    "scheduling.change-longer-slot": Sentence(N_("Make the slot {seconds} s longer to let it in.")),
    "scheduling.change-add": Sentence(N_("It can be added at {position} as the rundown stands; the music gives way.")),
    "scheduling.change-none": Sentence(
        N_("No single change lets it in: a lock stands in its way, or the slot could not be filled."),
        N_("Take the lock away, or offer more segments."),
    ),
    "scheduling.export-no-master": Sentence(
        N_("{where} has no master that a playlist could point at."), N_("Build the edition first.")
    ),
    "scheduling.export-short-master": Sentence(
        N_("The master of {where} lasts {master} ms; its last entry begins at {start} ms."),
        N_("Build the edition again."),
    ),
    "scheduling.export-tracks": Sentence(
        N_("{where} has {count} entries; a cue sheet holds {most}."), N_("Choose another format, for example m3u8.")
    ),
    "scheduling.anchor-first": Sentence(
        N_("{where}: at {seconds} s something would have to be heard before it, and it is the first position."),
        N_("Let the first position start at 0:00, or write another before it."),
    ),
    "scheduling.anchor-order": Sentence(
        N_("{where}: {seconds} s does not lie between {after} s, the fixed time before it, and the out at {out} s."),
        N_("Correct the time, or change the order of the positions."),
    ),
    "scheduling.anchor-none": Sentence(
        N_(
            "{where} is to start {past} past a full hour; from {starts_at} to {ends_at} there is no such moment for it."
        ),
        N_("Move the slot, or use a clock without this anchor."),
    ),
    "scheduling.clock-not-anchor": Sentence(
        N_("{where}: “{value}” does not say when something starts."),
        N_('Write at = "15:00" from the start, at = "-1:30" before the hard out, or at = "*:30" at the half hour.'),
    ),
    "scheduling.clock-anchor-open": Sentence(
        N_("{where}: what starts at a given moment must always be heard."),
        N_("Write count_min = 1 or more, or take the anchor away."),
    ),
    "scheduling.clock-section-rigid": Sentence(
        N_("{where}: nothing is flexible from here to the next fixed time, so this part cannot be filled exactly."),
        N_('Add a position of music with role = "flexible", or lengths that add up.'),
    ),
    "scheduling.clock-section-too-much": Sentence(
        N_("{where}: even at its shortest this part is {seconds} s longer than its time."),
        N_("Take a position out, make the shortest lengths shorter, or pin the next part later."),
    ),
    "scheduling.clock-section-too-little": Sentence(
        N_("{where}: even at its longest this part leaves {seconds} s of its time empty."),
        N_("Add a position, make the longest lengths longer, or pin the next part earlier."),
    ),
    "scheduling.clock-spots": Sentence(
        N_("{where}: a spot is heard {most} times at most."),
        N_("Write a smaller count_max, or a second position for another spot."),
    ),
    "scheduling.clock-group-table": Sentence(
        N_("{where} is not a list of groups."), N_("Write each group as a table of its own, [[group]].")
    ),
    "scheduling.clock-group-unknown": Sentence(
        N_("{where}: there is no group called {name}."), N_("Write a [[group]] with that name, or correct the name.")
    ),
    "scheduling.clock-group-empty": Sentence(
        N_("{where}: no position belongs to this group."), N_("Write its name into a position, or take the group out.")
    ),
    "scheduling.clock-group-too-much": Sentence(
        N_("{where}: even at their shortest its positions take {seconds} s more than its budget."),
        N_("Raise the longest of the group, or ask for fewer segments."),
    ),
    "scheduling.clock-group-too-little": Sentence(
        N_("{where}: even at their longest its positions take {seconds} s less than its budget asks for."),
        N_("Lower the shortest of the group, or allow more segments."),
    ),
    "scheduling.group-too-long": Sentence(
        N_("{where} is {seconds} s above its budget of {shortest} to {longest} s."),
        N_("Take a lock away, use a short version, or raise the budget in the clock."),
    ),
    "scheduling.group-too-short": Sentence(
        N_("{where} is {seconds} s below its budget of {shortest} to {longest} s."),
        N_("Approve more segments for it, or lower the budget in the clock."),
    ),
    "scheduling.rule-group": Sentence(
        N_("{where} takes {seconds} s; its budget is {shortest} to {longest} s."),
        N_("Add or take out a segment, or use its other version."),
    ),
    "scheduling.rule-spots": Sentence(
        N_("{where} is heard {count} times, or as another sound; the clock asks for {count_min} to {count_max} times."),
        N_("Change how often it is heard, or propose the rundown again."),
    ),
    "scheduling.why-group-full": Sentence(
        N_("It needs {seconds} s more than the budget of {group} has left ({needed} s; {left} s are free).")
    ),
    "scheduling.edit-aired": Sentence(
        N_("{where} has aired and stays as it was heard."), N_("Change what comes after it.")
    ),
    "scheduling.edit-before-aired": Sentence(
        N_("Nothing at number {place} can change any more: {where}, which comes after it, has aired."),
        N_("Choose a number behind what has aired."),
    ),
    "scheduling.aired-floated": Sentence(
        N_("{where} takes no time in this rundown, so it cannot have aired."), N_("Let it take its time again first.")
    ),
    "scheduling.edit-spots": Sentence(
        N_("{where} cannot be heard {count} times: the clock allows {count_min} to {count_max}."),
        N_("Choose a number that the clock allows, at a position of spots."),
    ),
    "scheduling.rule-aired": Sentence(
        N_("{where}, number {place}, has aired and is not as it was heard."), N_("Leave what has aired as it is.")
    ),
    "scheduling.mend-drop": Sentence(N_("Drop {where} to {to} s: {seconds} s less.")),
    "scheduling.mend-stretch": Sentence(N_("Stretch {where} to {to} s: {seconds} s more.")),
    "scheduling.mend-gaps-longer": Sentence(
        N_("Let the gaps in {where} be {seconds} s longer together than the clock's room.")
    ),
    "scheduling.mend-gaps-shorter": Sentence(
        N_("Let the gaps in {where} be {seconds} s shorter together than the clock's room.")
    ),
    "scheduling.mend-gaps-back": Sentence(N_("Let the gaps in {where} be as the clock has them again.")),
    "scheduling.mend-trim": Sentence(N_("Trim the silence at the end of {where}: {seconds} s less.")),
    "scheduling.mend-long": Sentence(N_("Use the long version of {where}: {seconds} s more.")),
    "scheduling.mend-drop-spot": Sentence(N_("Hear {where} {count} times fewer: {seconds} s less.")),
    "scheduling.mend-add-spot": Sentence(N_("Hear {where} {count} times more: {seconds} s more.")),
    "scheduling.mend-short": Sentence(N_("Use the short version of {where}: {seconds} s less.")),
    "scheduling.mend-add": Sentence(N_("Add {where} at {position}: it takes {seconds} s.")),
    "scheduling.mend-out": Sentence(N_("Take {where} out: {seconds} s are free.")),
    "scheduling.mend-none-over": Sentence(
        N_("{where}: {seconds} s over stay, whatever is cut."),
        N_("Lower a least number of segments in the clock, or take a lock away."),
    ),
    "scheduling.mend-none-under": Sentence(
        N_("{where}: {seconds} s stay empty, whatever is stretched or added."),
        N_("Approve more segments, or let the music be longer in the clock."),
    ),
    "scheduling.export-stations": Sentence(
        N_("The editions are of several stations ({stations}); each station has a calendar of its own."),
        N_("Export one station at a time."),
    ),
    "scheduling.diff-in": Sentence(N_("{where} comes in at number {place} ({position}).")),
    "scheduling.diff-out": Sentence(N_("{where} is taken out.")),
    "scheduling.diff-place": Sentence(N_("{where}: number {before} → {after}.")),
    "scheduling.diff-position": Sentence(N_("{where}: position {before} → {after}.")),
    "scheduling.diff-locked": Sentence(N_("{where} is locked.")),
    "scheduling.diff-unlocked": Sentence(N_("{where} is no longer locked.")),
    "scheduling.diff-floated": Sentence(N_("{where} is floated and takes no time.")),
    "scheduling.diff-back": Sentence(N_("{where} takes its time again.")),
    "scheduling.diff-version": Sentence(N_("{where}: version {before} → {after}.")),
    "scheduling.diff-length": Sentence(N_("{where}: {before} s → {after} s.")),
    "scheduling.season-diff-in": Sentence(N_("{where} comes into {slot} ({position}).")),
    "scheduling.season-diff-out": Sentence(N_("{where} leaves {slot}.")),
    "scheduling.season-diff-way": Sentence(N_("{where} in {slot}: {before} → {after}.")),
    "scheduling.season-rule-count": Sentence(
        N_("{where}: {count} segments in {position}; it takes {least} to {most}."),
        N_("Move some of them, or add some."),
    ),
    "scheduling.season-by-hand-empty": Sentence(
        N_("Nothing is chosen for {where}, and music alone cannot fill it."), N_("Give it segments.")
    ),
    "scheduling.season-sheet-episode": Sentence(
        N_("{where}: the season has no airtime “{value}”."), N_("Airtimes are made by: studio airtime plan")
    ),
    "scheduling.season-sheet-frozen": Sentence(
        N_("{where}: {episode} is built or aired; {key} cannot be changed in it."), N_("Leave its rows as they were.")
    ),
    "scheduling.season-sheet-key": Sentence(
        N_("{where}: “{key}” is no segment that could be aired."),
        N_("It must be cleared, written and approved: studio script list"),
    ),
    "scheduling.season-sheet-language": Sentence(
        N_("{where}: {key} has no approved script in the language of this airtime ({language})."),
        N_("Write and approve it, or choose another airtime."),
    ),
    "scheduling.sheet-unreadable": Sentence(
        N_("{where} is no table that can be read ({reason})."), N_("Save it again as CSV in UTF-8, or as XLSX.")
    ),
    "scheduling.sheet-large": Sentence(
        N_("{where} is larger than {most} MB, or has too many rows."), N_("Send the exported table alone.")
    ),
    "scheduling.sheet-empty": Sentence(N_("{where} has no rows."), N_("Export the rundown again.")),
    "scheduling.sheet-column-missing": Sentence(
        N_("{where}: the column {column} is missing."), N_("Keep every column of the exported table.")
    ),
    "scheduling.sheet-column-twice": Sentence(
        N_("{where}: the column {column} is there twice."), N_("Take one of the two out.")
    ),
    "scheduling.sheet-formula": Sentence(N_("{where}: {column} holds a formula."), N_("Write the value itself.")),
    "scheduling.sheet-key-unknown": Sentence(
        N_("{where}: “{key}” is not in this rundown."), N_("Segments come in with: studio rundown insert")
    ),
    "scheduling.sheet-key-twice": Sentence(
        N_("{where}: {key} stands in {first} already."), N_("Keep one of the two rows.")
    ),
    "scheduling.sheet-row-missing": Sentence(
        N_("{where}: the row of {key} is missing."),
        N_("Put it back; write 1 under floated, or use: studio rundown remove"),
    ),
    "scheduling.sheet-value": Sentence(N_("{where}: “{value}” is not known here."), N_("Write one of: {wanted}")),
    "scheduling.sheet-length": Sentence(
        N_("{where}: {value} ms is not its length, which is {planned} ms."),
        N_("Lengths come from scripts and takes; change the version instead."),
    ),
    "scheduling.sheet-fixed": Sentence(
        N_("{where}: {key} belongs to the clock and cannot be changed so."), N_("Write what stood there before.")
    ),
    "scheduling.sheet-misfit": Sentence(
        N_("{where}: {position} does not take {key}."), N_("Choose another position of the clock.")
    ),
    "scheduling.sheet-version": Sentence(
        N_("{where}: there is no {value} version of {key}."), N_("Write the other version.")
    ),
    "scheduling.sheet-order": Sentence(
        N_("{where}: {key} stands too late for {position}."),
        N_("Move the row up, or write the position among whose rows it stands."),
    ),
    "scheduling.sheet-aired": Sentence(
        N_("{where}: what has aired stands as it was; {key} cannot be changed."), N_("Change only what comes later.")
    ),
    "scheduling.season-slot-twice": Sentence(
        N_("Two airtimes of the season are called {where}."), N_("Give each airtime its own name.")
    ),
    "scheduling.season-story-twice": Sentence(
        N_("The segment {where} is in the season twice."), N_("Give each segment its own key.")
    ),
    "scheduling.season-wish": Sentence(N_("“{where}” is not a wish for a season."), N_("The wishes are: {known}")),
    "scheduling.season-scarce": Sentence(
        N_("{where} cannot be filled: of the {count} segments for it, other airtimes hold what it needs."),
        N_("File more segments, or let a segment be aired more often."),
    ),
    "scheduling.season-stopped": Sentence(
        N_("The search was stopped before it came to {where}."), N_("Propose the season again and let it go on.")
    ),
    "scheduling.season-rule-slot": Sentence(
        N_("The plan has something in {where}, which is no airtime of the season.")
    ),
    "scheduling.season-rule-unfilled": Sentence(N_("{where} is said to be unfilled and holds segments.")),
    "scheduling.season-rule-together": Sentence(
        N_("{where} has {count} of the {members} segments of {activity}: all of them belong into one edition, or none.")
    ),
    "scheduling.season-rule-frozen": Sentence(N_("{where} is frozen and does not hold what stood there.")),
    "scheduling.season-why-language": Sentence(N_("It is not told in the language of {slot} ({language}).")),
    "scheduling.season-why-presenter": Sentence(N_("{presenter}, whose voice it needs, is not there for {slot}.")),
    "scheduling.season-why-consent": Sentence(N_("Consent ends on {ends_on}; {slot} is on {day}.")),
    "scheduling.season-why-embargo": Sentence(N_("It may not be aired before {until}; {slot} is earlier.")),
    "scheduling.season-why-expired": Sentence(N_("It is worth airing until {ends_on}; {slot} is on {day}.")),
    "scheduling.season-why-airings": Sentence(
        N_("{station} has aired it {count} times by {slot}; {most} are allowed.")
    ),
    "scheduling.season-why-spacing": Sentence(
        N_("{station} airs it on {day} already; until {slot} there must be {spacing} days between.")
    ),
    "scheduling.season-why-no-room": Sentence(
        N_("It needs {seconds} s more than is left in {slot} on {day} ({left} s are free).")
    ),
    "scheduling.season-why-no-room-together": Sentence(
        N_("With {others} it needs {seconds} s more than is left in {slot} on {day} ({left} s are free).")
    ),
    "scheduling.season-why-full": Sentence(N_("{slot} on {day} has its {count} segments of this kind already.")),
    "scheduling.season-why-community": Sentence(N_("{communities} is heard in {slot} on {day} already, in {by}.")),
    "scheduling.season-why-together": Sentence(N_("It is aired together with {others} or not at all.")),
    "scheduling.season-why-no-position": Sentence(
        N_("No airtime has a position for its kind, theme and length ({seconds} s).")
    ),
    "scheduling.season-why-outweighed": Sentence(N_("It would fit into {slot}; {by} is wanted more there.")),
    "scheduling.season-change-add": Sentence(N_("Lock it into {slot} ({version}): it fits beside what is there.")),
    "scheduling.season-change-lock": Sentence(N_("Lock it into {slot} ({version}) in the place of {out}.")),
    "scheduling.season-change-together": Sentence(N_("Lock it and {others} into {slot}, in the place of: {out}.")),
    "scheduling.season-change-none": Sentence(N_("No change of one airtime lets it in.")),
}
