"""Sentences of delivery: targets that get what is published."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "delivery.target-unknown": Sentence(
        N_("studio.toml names no target “{where}”. Known: {near}."),
        N_("Write it into studio.toml: [targets.NAME] with kind, and path, bucket or host."),
    ),
    "delivery.unpublished": Sentence(
        N_("There is no whole publication here ({where})."), N_("Run: studio publish, then send it.")
    ),
    "delivery.record-bad": Sentence(
        N_("The list {name} at {where} cannot be used: {reason}."),
        N_("Look at it there. Without it Studio takes nothing away, and sends what is missing."),
    ),
    "delivery.other-show": Sentence(
        N_("At {where} lies another podcast ({found}), by its list {name}."),
        N_("Give this show a folder or prefix of its own in [targets.NAME]."),
    ),
    "delivery.folder-inside": Sentence(
        N_("The target {where} and the published folder {found} lie in one another."),
        N_("Choose a folder outside the workspace."),
    ),
    "delivery.keys-inside": Sentence(
        N_("The keys of the target {where} lie inside the workspace ({path}), from which they could travel."),
        N_("Move the file elsewhere, for example into ~/.config/, readable by you alone."),
    ),
    "delivery.keys-missing": Sentence(
        N_("There are no keys for the target {where}."),
        N_("Set {names}, or name a file with them: credentials in [targets.NAME]"),
    ),
    "delivery.keys-unreadable": Sentence(
        N_("The keys of the target {where} cannot be read from {path} ({reason})."),
        N_("Write them as: [default], aws_access_key_id = …, aws_secret_access_key = …"),
    ),
    "delivery.storage-refuses": Sentence(
        N_("{where} refuses: {reason}."),
        N_("Look at bucket, region, endpoint and keys; then run it again: it goes on."),
    ),
    "delivery.meanwhile": Sentence(
        N_("{where} at {target} changed while it was being replaced: somebody else publishes there, too."),
        N_("Agree on who publishes, then run it again."),
    ),
    "delivery.tool-missing": Sentence(
        N_("{where} is not installed."), N_("On Debian: apt-get install rsync openssh-client")
    ),
    "delivery.remote-refuses": Sentence(
        N_("{where} refuses ({code}): {reason}"),
        N_("Try ssh to it by hand, look whether rsync is there, too; then run it again: it goes on."),
    ),
}
