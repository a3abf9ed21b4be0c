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
        N_("{where} cannot be fetched: {reason}."),
        N_("Look at the address, and run it again: it goes on. Addresses of this network need --allow-loopback."),
    ),
    "importing.status": Sentence(
        N_("{where} answers {status}."), N_("Put it back there, or leave it out with --skip.")
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
        N_("The imported episode {where} cannot be read: {reason}."),
        N_("Bring it back from a backup, or import the feed again."),
    ),
}
