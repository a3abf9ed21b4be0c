"""Sentences of the web door."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "web.port-taken": Sentence(
        N_("Another program is listening at {where} already."), N_("Stop it, or choose another port: --port 8001")
    ),
    "web.port-forbidden": Sentence(
        N_("You may not open {where}."), N_("Choose a port from 1024 up, and let nginx or Caddy stand in front of it.")
    ),
    "web.address-unknown": Sentence(
        N_("{where} is no address of this machine."), N_("Write a host of this machine and a port up to 65535.")
    ),
    "web.withdrawn-unreadable": Sentence(
        N_("{where}, the list of what was withdrawn, cannot be read: {reason}."),
        N_("Mend it: a JSON array of paths. Until then nothing is served, so that nothing withdrawn is."),
    ),
    "web.unreadable": Sentence(
        N_("{where} is published and may not be read by the server."),
        N_("Give the user who serves the right to read feeds/ and all that is below."),
    ),
    "web.forbidden": Sentence(
        N_("You may not do this, or the page was open for too long."),
        N_("Load the page again; whoever keeps the accounts can change what you may do."),
    ),
    "web.form-cut": Sentence(N_("Only a part of this form arrived."), N_("Send it again; nothing of it was kept.")),
    "web.length-unreadable": Sentence(N_("“{value}” is no length."), N_("Write it like 7:30 or 45 s.")),
    "web.number-unreadable": Sentence(N_("“{value}” is no number."), N_("Write it like 3, -1.5 or 80.")),
    "web.cut-unreadable": Sentence(
        N_("“{value}” is nothing to leave out."), N_("Write from and to, like 1:02.5-1:04.")
    ),
    "web.take-none": Sentence(
        N_("No recording came with the form."), N_("Record one, or choose a file, then send it.")
    ),
    "web.form-bad": Sentence(
        N_("The form came with something that it cannot hold."), N_("Load the page again and fill it in anew.")
    ),
}
