"""Sentences of the ground: settings, workspace, records that are not there."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "ground.workspace-missing": Sentence(
        N_("There is no studio.toml in {where} or above it."), N_("Make a workspace with: studio init DIR")
    ),
    "ground.workspace-exists": Sentence(
        N_("{where} is a workspace already."), N_("Name another folder, or use this one as it is.")
    ),
    "ground.settings-unreadable": Sentence(
        N_("{where} cannot be read: {reason}."), N_("Mend that line; the file is TOML in UTF-8.")
    ),
    "ground.settings-unknown": Sentence(N_("{where} has an unknown key {key}."), N_("Did you mean: {near}?")),
    "ground.settings-bad": Sentence(
        N_("{where}: {key} cannot be “{found}” ({reason})."), N_("Correct the value in studio.toml.")
    ),
    "ground.master-name": Sentence(
        N_("{where}: {key} cannot be the name of a master."), N_("Use small letters a to z, digits and hyphens.")
    ),
    "ground.master-rate": Sentence(
        N_("{where}: {key} cannot be {found}; {codec} is always written at 48000."),
        N_("Leave the rate away, or choose flac or wav."),
    ),
    "ground.master-bitrate": Sentence(
        N_("{where}: {key} cannot be {found}; MP3 does not have this bitrate."), N_("Choose one of {known}.")
    ),
    "ground.high-pass": Sentence(
        N_("{where}: {key} cannot be {found}; that would harm the voice, or do nothing."),
        N_("Choose {least} to {most} Hz, or 0 to turn it off."),
    ),
    "ground.target-name": Sentence(
        N_("{where}: {key} cannot be the name of a target."), N_("Use small letters a to z, digits and hyphens.")
    ),
    "ground.target-lacks": Sentence(
        N_("{where}: {key} has the kind {kind} and lacks {lacking}."), N_("Add it under that table.")
    ),
    "ground.target-foreign": Sentence(
        N_("{where}: {key} has the kind {kind}, which knows no {found}."), N_("It may have: {known}.")
    ),
    "ground.target-plain": Sentence(
        N_("{where}: {key} would send its keys unprotected to {found}."), N_("Give the endpoint with https://")
    ),
    "ground.moment-bad": Sentence(
        N_("“{where}” is no moment with a time zone."), N_("Write it like 2012-05-17T18:30:00+07:00.")
    ),
    "ground.not-found": Sentence(N_("There is no {kind} “{where}”."), N_("List what there is with: {command}")),
    "ground.conflict": Sentence(
        N_("{where} was changed by somebody else in the meantime."), N_("Look at it again and repeat your change.")
    ),
    "ground.extra-missing": Sentence(
        N_("{where} needs an optional part of Studio that is not installed."), N_("Install it with: {command}")
    ),
    "ground.file-missing": Sentence(N_("There is no file {where}."), N_("Check the path.")),
    "ground.busy": Sentence(
        N_("Another studio command is working in {where}."), N_("Wait until it is done, then run this again.")
    ),
}
