"""Sentences of publishing."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    # values that are not fit to be published
    "publishing.address-bad": Sentence(
        N_("“{value}” is no address that a site can have."),
        N_("Set base_url in studio.toml, for example https://radio.example.org/"),
    ),
    "publishing.text-missing": Sentence(N_("{where} has no {field}."), N_("Fill it in, in Khmer or in English.")),
    "publishing.category-unknown": Sentence(
        N_("“{value}” is no category that Apple Podcasts knows."),
        N_("Choose one of its list, for example “News” or “Society & Culture > Documentary”."),
    ),
    "publishing.cover-unfit": Sentence(
        N_("The cover of {where} is {found}, not a square PNG of {least} to {most} pixels."),
        N_("Give another picture, or none: Studio then draws the title."),
    ),
    "publishing.picture-unreadable": Sentence(N_("The picture of {where} is no PNG."), N_("Give another picture.")),
    "publishing.slug-bad": Sentence(
        N_("“{value}” in {where} cannot be part of an address."), N_("Use a to z, 0 to 9 and single hyphens.")
    ),
    "publishing.name-repeated": Sentence(
        N_("{where} has the {field} “{value}” more than once."), N_("Every one needs its own.")
    ),
    "publishing.date-without-zone": Sentence(
        N_("The date of {where} does not say its time zone."), N_("Give it with a zone, for example +07:00.")
    ),
    "publishing.time-outside": Sentence(
        N_("{name} in {where} lies at {start} to {end} ms, outside a sound of {length} ms."),
        N_("Master the episode again, so that its times and its sound agree."),
    ),
    "publishing.sound-unfit": Sentence(
        N_("The sound of {where} has {bytes} bytes, {ms} ms and the ending “{suffix}”; that cannot be published."),
        N_("Master the episode again."),
    ),
    "publishing.sound-differs": Sentence(
        N_("The sound {where} has {found} bytes where {wanted} were expected."), N_("Master the episode again.")
    ),
    "publishing.sound-changed": Sentence(
        N_("The sound {where} is not the one that was mastered ({wanted}…)."),
        N_("It was changed or damaged. Master the episode again."),
    ),
    "publishing.sentences-without-time": Sentence(
        N_("At {where} there are {sentences} sentences and only {ms} ms of sound."),
        N_("Check that the recording belongs to this script."),
    ),
    # rules of a feed
    "publishing.feed-unreadable": Sentence(
        N_("{where} cannot be read as a feed: {reason}."), N_("Publish again; if it is not ours, tell its publisher.")
    ),
    "publishing.feed-other-format": Sentence(
        N_("{where} is {found}, not an RSS 2.0 feed."),
        N_("Podcast apps read RSS 2.0: give the address of that feed, or publish one."),
    ),
    "publishing.feed-empty": Sentence(N_("{where} is empty."), N_("Publish the feed again.")),
    "publishing.feed-too-large": Sentence(
        N_("{where} is larger than {limit} MB."),
        N_("Keep the newest episodes in it, and the older ones in pages (RFC 5005)."),
    ),
    "publishing.feed-too-many": Sentence(
        N_("{where}: there are more than {elements} tags, or more than {floors} inside each other."),
        N_("Keep the newest episodes in it, and the older ones in pages (RFC 5005)."),
    ),
    "publishing.feed-entities": Sentence(
        N_("{where}: the document declares entities of its own ({source}); they are not read."),
        N_("Take the <!DOCTYPE …> out: a feed needs none."),
    ),
    "publishing.feed-encoding": Sentence(
        N_("{where}: the encoding is {found} ({source})."),
        N_('Write it in UTF-8 and say so: <?xml version="1.0" encoding="UTF-8"?>'),
    ),
    "publishing.feed-bytes-bad": Sentence(
        N_("{where}: there are bytes here that are no {found} ({source})."),
        N_("Save the text in the encoding that its first line names."),
    ),
    "publishing.prefix-unknown": Sentence(
        N_("{where}: a tag has a prefix that is not declared ({source})."),
        N_('Declare it in <rss>, for example xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'),
    ),
    "publishing.tag-missing": Sentence(
        N_("{where}: {tag} is missing ({source})."), N_("Add it, for example: {example}")
    ),
    "publishing.text-empty": Sentence(
        N_("{where}: {tag} is empty ({source})."), N_("Fill it in, for example: {example}")
    ),
    "publishing.tag-repeated": Sentence(
        N_("{where}: {tag} stands more than once ({source})."), N_("Keep one of them.")
    ),
    "publishing.tag-misplaced": Sentence(
        N_("{where}: {tag} may not stand in {parent} ({source})."), N_("Its place: {wanted}")
    ),
    "publishing.tag-unknown": Sentence(
        N_("{where}: no {tag} is known ({source})."), N_("Look at its spelling; apps pass over what they do not know.")
    ),
    "publishing.attribute-missing": Sentence(
        N_("{where}: {tag} has no {attribute} ({source})."), N_("Add it, for example: {example}")
    ),
    "publishing.value-bad": Sentence(N_("{where}: {tag} says “{value}” ({source})."), N_("Allowed here: {wanted}")),
    "publishing.namespace-bad": Sentence(
        N_("{where}: the namespace “{value}” is not written as it must be ({source})."), N_("Write: {wanted}")
    ),
    "publishing.guid-repeated": Sentence(
        N_("{where}: the guid {guid} is that of line {first} too ({source})."),
        N_("Every episode has its own guid, and keeps it."),
    ),
    "publishing.enclosure-repeated": Sentence(
        N_("{where}: the sound {value} is that of line {first} too ({source})."),
        N_("Every episode has a sound at an address of its own."),
    ),
    "publishing.too-many-bytes": Sentence(
        N_("{where}: {tag} has {bytes} bytes; {limit} are allowed ({source})."),
        N_("Shorten it; one Khmer letter takes three bytes."),
    ),
    "publishing.too-many-letters": Sentence(
        N_("{where}: {tag} has {found} letters; {limit} are allowed ({source})."),
        N_("Shorten it; apps cut what is longer."),
    ),
    # what a feed points at, and its server
    "publishing.fetch-scheme": Sentence(
        N_("{where}: {url} is not http or https, and is not fetched."), N_("Give an address with https.")
    ),
    "publishing.fetch-private": Sentence(
        N_("{where}: {url} lies in a private network ({host}), and is not fetched."),
        N_("Give an address that everybody can reach."),
    ),
    "publishing.fetch-failed": Sentence(
        N_("{where}: {url} cannot be reached: {reason}."), N_("Look at the address and its server, and try again.")
    ),
    "publishing.fetch-slow": Sentence(
        N_("{where}: {url} did not answer within {seconds} seconds."),
        N_("Try again; a listener's app does not wait longer."),
    ),
    "publishing.fetch-circle": Sentence(
        N_("{where}: {url} leads on more than {hops} times."), N_("Give the address at which it ends.")
    ),
    "publishing.fetch-status": Sentence(
        N_("{where}: {url} answers {status}."), N_("Put it back, or give another address.")
    ),
    "publishing.fetch-insecure": Sentence(
        N_("{where}: {url} leads from https to {target}."), N_("Lead on to https only.")
    ),
    "publishing.fetch-plain": Sentence(
        N_("{where}: {url} goes over plain http: anybody on the way can read and change it."),
        N_("Serve it over https, and give that address."),
    ),
    "publishing.fetch-no-head": Sentence(
        N_("{where}: {url} does not answer HEAD as it should ({status})."),
        N_("Let the server answer HEAD like GET, without the body."),
    ),
    "publishing.fetch-no-range": Sentence(
        N_("{where}: {url} does not give a part of itself: {status} instead of 206."),
        N_("Let the server answer Range, so that listeners can seek and go on after a break."),
    ),
    "publishing.fetch-type": Sentence(N_("{where}: {url} is served as {found}."), N_("Let the server say {wanted}")),
    "publishing.fetch-not-sound": Sentence(
        N_("{where}: what is at {url} is no {wanted}."), N_("Put the sound there, or say in the feed what it is.")
    ),
    "publishing.fetch-length": Sentence(
        N_("{where}: {url} has {found} bytes; the feed says {wanted}."),
        N_("Write the exact number of bytes into the feed."),
    ),
    "publishing.fetch-digest": Sentence(
        N_("{where}: {url} is not the file that podcast:integrity speaks of."),
        N_("It was changed or damaged: put the right file there, or write its digest into the feed."),
    ),
    "publishing.fetch-cut": Sentence(
        N_("{where}: of {url} only the first {bytes} bytes were read."), N_("Give the check more room: --megabytes")
    ),
    "publishing.fetch-picture-format": Sentence(
        N_("{where}: the picture {url} is none of {wanted}."), N_("Save it in one of these formats.")
    ),
    "publishing.fetch-picture-size": Sentence(
        N_("{where}: the artwork {url} has {found} pixels."), N_("Make it square, {least} to {most} pixels wide.")
    ),
    "publishing.fetch-chapters-bad": Sentence(
        N_("{where}: the chapters {url} are wrong at {reason}."),
        N_("Write them as JSON chapters 1.2, in the order of their times."),
    ),
    "publishing.fetch-transcript-bad": Sentence(
        N_("{where}: the transcript {url} is no good {mime}: {reason}."), N_("Write it again in that format, in UTF-8.")
    ),
    "publishing.fetch-left": Sentence(
        N_("{where}: {count} addresses were not looked at within {seconds} seconds and {megabytes} MB."),
        N_("Give the check more room: --seconds, --megabytes"),
    ),
    "publishing.server-packed": Sentence(
        N_("{where}: the feed comes packed, and the server does not say so."),
        N_("Let the server say Content-Encoding: gzip"),
    ),
    "publishing.server-unpacked": Sentence(
        N_("{where}: the feed comes unpacked, {bytes} bytes at every poll."), N_("Let the server pack it with gzip.")
    ),
    "publishing.server-no-version": Sentence(
        N_("{where}: the server names no version of the feed (ETag)."),
        N_("Let it send an ETag: apps then fetch only what is new."),
    ),
    "publishing.server-not-modified": Sentence(
        N_("{where}: asked again, the server answers {status} instead of 304."),
        N_("Let it answer 304 as long as nothing is new."),
    ),
    "publishing.server-no-redirect": Sentence(
        N_("{where}: over plain http the server answers without leading to https."),
        N_("Lead from http to https with 301 or 308."),
    ),
    "publishing.server-moved": Sentence(
        N_("{where}: the feed has moved for good to {target}."), N_("Tell listeners and directories the new address.")
    ),
    # what is published
    "publishing.feed-missing": Sentence(N_("There is no {where} here."), N_("Run: studio publish")),
    "publishing.file-missing": Sentence(
        N_("{where} points at {target}, which is not there."), N_("Run: studio publish --mend")
    ),
    "publishing.file-changed": Sentence(
        N_("{where} is not what was published: it was changed or damaged."), N_("Run: studio publish --mend")
    ),
    "publishing.length-wrong": Sentence(
        N_("{where}: the feed says {said} bytes; the sound has {found}."), N_("Run: studio publish --mend")
    ),
    "publishing.transcript-bad": Sentence(
        N_("The transcript {where} is wrong at {reason}."), N_("Run: studio publish --mend")
    ),
    "publishing.chapters-bad": Sentence(N_("The chapters {where} cannot be read."), N_("Run: studio publish --mend")),
    "publishing.id-repeated": Sentence(
        N_("The page {where} has the id “{value}” more than once."), N_("Every id may stand once a page.")
    ),
    "publishing.manifest-bad": Sentence(
        N_("The list of published files {where} cannot be used: {reason}."),
        N_("Move the folder away and publish into an empty one."),
    ),
}
