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
    "publishing.tag-missing": Sentence(N_("{where}: {tag} is missing ({source})."), N_("Add {tag}.")),
    "publishing.tag-repeated": Sentence(
        N_("{where}: {tag} stands more than once ({source})."), N_("Keep one of them.")
    ),
    "publishing.attribute-missing": Sentence(
        N_("{where}: {tag} has no {attribute} ({source})."), N_("Add the attribute {attribute}.")
    ),
    "publishing.value-bad": Sentence(N_("{where}: {tag} says “{value}” ({source})."), N_("Allowed here: {wanted}.")),
    "publishing.guid-repeated": Sentence(
        N_("{where}: the guid {guid} belongs to more than one episode ({source})."),
        N_("Every episode has its own guid, and keeps it."),
    ),
    "publishing.description-too-long": Sentence(
        N_("{where}: the description has {bytes} bytes; {limit} are allowed ({source})."),
        N_("Shorten it; one Khmer letter takes three bytes."),
    ),
    # what is published
    "publishing.feed-missing": Sentence(N_("There is no {where} here."), N_("Run: studio publish")),
    "publishing.file-missing": Sentence(
        N_("{where} points at {target}, which is not there."), N_("Run: studio publish")
    ),
    "publishing.file-changed": Sentence(
        N_("{where} is not what was published: it was changed or damaged."), N_("Remove it and run: studio publish")
    ),
    "publishing.length-wrong": Sentence(
        N_("{where}: the feed says {said} bytes; the sound has {found}."), N_("Run: studio publish")
    ),
    "publishing.transcript-bad": Sentence(
        N_("The transcript {where} is wrong at {reason}."), N_("Run: studio publish")
    ),
    "publishing.chapters-bad": Sentence(N_("The chapters {where} cannot be read."), N_("Run: studio publish")),
    "publishing.id-repeated": Sentence(
        N_("The page {where} has the id “{value}” more than once."), N_("Every id may stand once a page.")
    ),
    "publishing.manifest-bad": Sentence(
        N_("The list of published files {where} cannot be used: {reason}."),
        N_("Move the folder away and publish into an empty one."),
    ),
}
