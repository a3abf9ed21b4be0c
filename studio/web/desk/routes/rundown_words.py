"""What is done with a rundown and what is heard in it, as pages call it; to be translated there."""

from __future__ import annotations

from studio.languages import N_

ACTIONS: dict[str, str] = {
    "": N_("changed"),
    "rundown.proposed": N_("proposed"),
    "rundown.moved": N_("taken to another place"),
    "rundown.locked": N_("locked"),
    "rundown.unlocked": N_("unlocked"),
    "rundown.floated": N_("floated"),
    "rundown.unfloated": N_("put back into time"),
    "rundown.lengthened": N_("length changed"),
    "rundown.removed": N_("taken out"),
    "rundown.inserted": N_("put in"),
    "rundown.swapped": N_("swapped"),
    "rundown.imported": N_("brought back from a table"),
    "rundown.undone": N_("undone"),
    "rundown.redone": N_("done again"),
    "rundown.restored": N_("back to an earlier version"),
}
"""What was done in a version, as the audit chain calls it."""

KINDS: dict[str, str] = {
    "sound": N_("sound"),
    "script": N_("script to read"),
    "music": N_("music"),
    "story": N_("story"),
    "joint_story": N_("joint story"),
    "profile": N_("profile"),
}
"""What is heard in an entry."""
