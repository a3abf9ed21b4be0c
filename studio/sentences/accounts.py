"""Sentences of accounts: who may come in, and what is wrong with what they showed."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "accounts.unknown": Sentence(N_("Nobody has the sign-in name “{where}”."), N_("See who has one: studio user list")),
    "accounts.login-bad": Sentence(
        N_("“{where}” cannot be a sign-in name."),
        N_("Use a to z, 0 to 9, dots and dashes, at most 40 of them: sokha.btb"),
    ),
    "accounts.login-taken": Sentence(
        N_("Somebody has the sign-in name “{where}” already."),
        N_("Choose another, or give a new password: studio user reset"),
    ),
    "accounts.province-unknown": Sentence(
        N_("“{where}” is no province."), N_("Write its two digits, 01 to 25, as 02 for Battambang; or leave it out.")
    ),
    "accounts.last-admin": Sentence(
        N_("“{where}” is the last who can let others in."), N_("Make somebody else an admin first.")
    ),
    "accounts.sign-in-wrong": Sentence(
        N_("The name or the password is wrong, or it is no longer good."),
        N_("Try again; whoever keeps the accounts can give you a new password."),
    ),
    "accounts.too-often": Sentence(N_("That was tried too often."), N_("Wait ten minutes, then try again.")),
    "accounts.password-differs": Sentence(
        N_("The new password was not written the same twice."), N_("Write it again, both times.")
    ),
    "accounts.code-wrong": Sentence(
        N_("The code is wrong, or was used already."),
        N_("Wait for the next one. If none is taken, set the clock of the telephone."),
    ),
    "accounts.code-known": Sentence(
        N_("There is an authenticator already."), N_("Whoever keeps the accounts can take it away.")
    ),
    "accounts.password-short": Sentence(
        N_("The password is too short: at least {least} characters."), N_("Take four words that nobody would guess.")
    ),
    "accounts.password-long": Sentence(
        N_("The password is too long: at most {most} characters."), N_("Leave some of it out.")
    ),
    "accounts.password-plain": Sentence(
        N_("The password is nearly one letter only."), N_("Take four words that nobody would guess.")
    ),
    "accounts.password-known": Sentence(
        N_("The password holds “{word}”, which others know."), N_("Take words that have nothing to do with you.")
    ),
    "accounts.password-wrong": Sentence(N_("The password so far is wrong."), N_("Write it as you signed in with it.")),
    "accounts.password-same": Sentence(N_("The new password is the old one."), N_("Choose another.")),
    "accounts.session-unknown": Sentence(
        N_("Session {where} has ended, or is somebody else's."), N_("Load the list again.")
    ),
}
