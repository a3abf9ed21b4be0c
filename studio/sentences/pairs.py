"""Sentences of reports that tell the same, and of reports that belong to one activity."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "pipeline.pair-same": Sentence(N_("Both are the report {where}."), N_("Name another one.")),
    "pipeline.pair-merged": Sentence(
        N_("{where} was merged into another report."), N_("Name the one that is kept, or take {where} up again first.")
    ),
    "pipeline.pair-keeps": Sentence(
        N_("Other reports were merged into {where}: it is the one that is kept."),
        N_("Merge the other way round, or take those up again first."),
    ),
    "pipeline.pair-rejected": Sentence(
        N_("{where} is spiked: what is merged into it would be lost."), N_("Keep the other one.")
    ),
    "pipeline.pair-voices": Sentence(
        N_("{where} also speaks for {codes}, and {kept} does not."),
        N_("Mark them as one activity instead: then each community is heard itself."),
    ),
    "pipeline.pair-stricter": Sentence(
        N_("{where} asks for more care than {kept}: {field} is {own}, not {other}."),
        N_("Keep this one, or make the other as strict first."),
    ),
    "pipeline.pair-told": Sentence(
        N_("The text would tell whoever sent {where} the number of another report."), N_("Write it without the number.")
    ),
    "pipeline.pair-single": Sentence(N_("{where} was not merged into another report."), N_("Nothing was changed.")),
    "pipeline.pair-joined": Sentence(N_("{where} and {other} are one activity already."), N_("Nothing was changed.")),
    "pipeline.pair-activities": Sentence(
        N_("{where} and {other} belong to two activities: {activities}."), N_("Take one out of its activity first.")
    ),
    "pipeline.pair-community": Sentence(
        N_("{where} and {other} are both told by {codes}, whom one edition hears once."),
        N_("Where both tell the same, merge them."),
    ),
    "pipeline.pair-alone": Sentence(N_("{where} belongs to no activity."), N_("Nothing was changed.")),
}
