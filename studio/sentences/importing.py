"""Sentences of taking a podcast over."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "importing.unreadable": Sentence(
        N_("{where}: only {found} of {wanted} episodes can be read."),
        N_("Look at it with: studio check feed; then mend the feed, or take it over from a mended file."),
    ),
    "importing.no-episodes": Sentence(
        N_("{where} has no episode with a sound."), N_("Give the address of the podcast's RSS feed.")
    ),
    "importing.no-title": Sentence(
        N_("{where}: the episode has no title."), N_("Mend it in a copy of the feed, or leave it out with --skip.")
    ),
    "importing.no-date": Sentence(
        N_("{where}: “{title}” has no date that can be read."),
        N_("Mend it in a copy of the feed, or leave it out with --skip."),
    ),
    "importing.no-address": Sentence(
        N_("{where}: the sound of “{title}” has no address with http or https."),
        N_("Mend it in a copy of the feed, or leave it out with --skip."),
    ),
    "importing.guid-repeated": Sentence(
        N_("{where}: the guid {guid} is that of another episode, too."),
        N_("Apps take them for one. Mend it in a copy of the feed, or leave them out with --skip."),
    ),
    "importing.unreached": Sentence(
        N_("{where} cannot be reached: no server of that name answers."),
        N_("Look at the address and at the network, and run it again: it goes on where it stopped."),
    ),
    "importing.slow": Sentence(
        N_("{where} did not come whole within {seconds} seconds."),
        N_("Run it again: it goes on where it stopped. Or give it more time: --seconds"),
    ),
    "importing.leads-on": Sentence(
        N_("{where} leads on to other addresses more than {hops} times, and ends nowhere."),
        N_("Open it in a browser, and give the address at which it ends."),
    ),
    "importing.leads-away": Sentence(
        N_("{where} has neither http nor https, or leads to an address without them, and is not fetched."),
        N_("Give an address that begins with https."),
    ),
    "importing.private": Sentence(
        N_("{where} lies on this machine or inside a private network, and is not fetched."),
        N_("Give its public address; for a server of your own near by: --allow-loopback"),
    ),
    "importing.never-fetched": Sentence(
        N_("{where} lies in a network that is never fetched from, whatever is allowed."),
        N_("Give its public address, or take the podcast over from a file."),
    ),
    "importing.status": Sentence(
        N_("The server does not give {where} out: it answers with the status {status}."),
        N_("See that the file is there, and run it again; or leave the episode out with --skip."),
    ),
    "importing.feed-status": Sentence(
        N_("The server does not give the feed {where} out: it answers with the status {status}."),
        N_("See that the address is that of the podcast's RSS feed, and that everybody may read it."),
    ),
    "importing.too-large": Sentence(N_("{where} is larger than {limit} MB."), N_("Give it more room: --megabytes")),
    "importing.cut": Sentence(
        N_("Of {where} came {found} of {wanted} bytes."), N_("Run it again: it goes on where it stopped.")
    ),
    "importing.not-sound": Sentence(
        N_("{where} is no sound that podcasts have ({found})."), N_("Put the sound there, or leave it out with --skip.")
    ),
    "importing.guid-differs": Sentence(
        N_("This show is known to apps as {found}; the feed is {wanted}."),
        N_("Take it over in a workspace of its own: studio init DIR"),
    ),
    "importing.settings": Sentence(
        N_("There is no [show] in {where} to write into."), N_("Write there yourself: {line}")
    ),
    "importing.kept-bad": Sentence(
        N_("The file of the imported episode {where} is damaged, and cannot be read."),
        N_("Bring it back from a backup, or import the feed again."),
    ),
}
