"""Sentences of the store: database, vault, seal, audit chain, workspace."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "store.cache-lost": Sentence(
        N_("What was just made is gone from {where}."),
        N_("Check that the disk is not full and that no other program cleans that folder; then run the command again."),
    ),
    "store.cache-full": Sentence(
        N_("There is no room left in {where}."),
        N_("Make room on that disk, then run the command again: it goes on where it stopped."),
    ),
    "store.vault-missing": Sentence(
        N_("The vault has no file {where}."), N_("Restore it from a backup, or attach the recording again.")
    ),
    "store.vault-damaged": Sentence(
        N_("The file {path} in the vault is not what its name says: it was changed or damaged."),
        N_("Restore this one file from a backup, then run: studio vault verify"),
    ),
    "store.database-behind": Sentence(
        N_("The database {where} is at version {found}; this Studio needs {wanted}."),
        N_("Copy the workspace and its database to a safe place, then run in the workspace: studio init . --upgrade"),
    ),
    "store.database-unreachable": Sentence(
        N_("The database {where} cannot be opened: {reason}."),
        N_("Check STUDIO_DATABASE_URL, or bring the last backup back: studio restore BACKUP DIR"),
    ),
    "store.database-url-bad": Sentence(
        N_("{where} is no address of a SQLite or PostgreSQL database."),
        N_("Write it like postgresql://user:password@host:5432/studio, or leave it empty for SQLite."),
    ),
    "store.database-damaged": Sentence(
        N_("The database {where} is damaged: {reason}."), N_("Bring the last backup back: studio restore BACKUP DIR")
    ),
    "store.audit-broken": Sentence(
        N_("The audit chain breaks at event {event}: {reason}."),
        N_("Compare with the last backup; somebody changed the table outside Studio."),
    ),
    "store.backup-unreadable": Sentence(
        N_("The backup {where} cannot be read: {reason}."), N_("Choose another backup.")
    ),
    "store.backup-exists": Sentence(N_("{where} is already there."), N_("Name a file or folder that does not exist.")),
    "store.seal-without-recipients": Sentence(
        N_("{where} carries a name, and there is no custodian's key to seal it with."),
        N_('Put the custodian\'s public key into studio.toml: [seal] recipients = ["age1…"]'),
    ),
    "store.seal-recipient-bad": Sentence(
        N_("[seal] recipients holds “{value}”, which is no age public key."), N_("A public key begins with age1.")
    ),
    "store.seal-closed": Sentence(
        N_("The sealed identity of {where} does not open with this key."), N_("Use the custodian's own key file.")
    ),
}
