"""Sentences of scripting."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "scripting.show-missing": Sentence(
        N_("There is no show “{where}” in {folder}."),
        N_("Make the folder with its templates, or check the show's name: small letters, digits, - and _."),
    ),
    "scripting.template-missing": Sentence(
        N_("The template {where} is not there."),
        N_("Write {reason} in the show's folder, or copy one."),
    ),
    "scripting.template-outside": Sentence(
        N_("{where} is a link that leads out of the show's folder."), N_("Put the file itself into the folder.")
    ),
    "scripting.template-encoding": Sentence(
        N_("{where} cannot be read as UTF-8 text."), N_("Save the file again with the encoding UTF-8.")
    ),
    "scripting.template-syntax": Sentence(
        N_("{where}: the template is not well formed: {reason}."),
        N_("Check line {line}: every {{% if %}} and {{% for %}} needs its end, every {{{{ its }}}}."),
    ),
    "scripting.template-undefined": Sentence(
        N_("{where}: the template names something that does not exist: {reason}."),
        N_("Check the spelling; scripts/voices/README.md lists every fact and filter."),
    ),
    "scripting.template-forbidden": Sentence(
        N_("{where}: the template does something that templates may not do: {reason}."),
        N_("Templates print facts; take out what reaches further, and powers and repeated texts."),
    ),
    "scripting.template-failed": Sentence(
        N_("{where}: the template fails: {reason}."), N_("Check line {line} and the facts that it uses.")
    ),
    "scripting.template-too-slow": Sentence(N_("{where} took too long and was ended."), N_("Take out loops in loops.")),
    "scripting.renderer-failed": Sentence(
        N_("The process that renders templates failed at {where}: {reason}."),
        N_("Install Studio again with pip; if it happens again, send this message to the maintainers."),
    ),
    "scripting.template-too-big": Sentence(
        N_("{where} makes a text that is far too large, and was ended."), N_("Take out what repeats without end.")
    ),
    "scripting.line-unreadable": Sentence(
        N_("{where} is not a line of a script: “{text}”."),
        N_("Begin with who speaks and a colon (PRESENTER: …), or put an instruction in [square brackets]."),
    ),
    "scripting.line-unwritable": Sentence(
        N_("A line of kind {kind} cannot be written in a script: its {reason} does not fit: “{text}”."),
        N_("Names carry no brackets, colons or quotation marks; texts are one paragraph."),
    ),
    "scripting.script-empty": Sentence(
        N_("{where}: in this script nobody says anything."), N_("Write at least one line that is spoken or played.")
    ),
    "scripting.network-speaks": Sentence(
        N_("{where}: the Network speaks for a community (“{name} … {verb}”): {sentence}"),
        N_("Let the community say it: name the organization, or quote its members in quotation marks."),
    ),
    "scripting.words-absent": Sentence(
        N_("The word list {where} is not there."), N_("Copy it from a new workspace: studio init DIR.")
    ),
    "scripting.words-unreadable": Sentence(
        N_("The word list {where} cannot be read: {reason}."),
        N_("Words stand in double quotation marks with commas between; save as UTF-8."),
    ),
    "scripting.words-unknown": Sentence(N_("{where} has an unknown list “{key}”."), N_("The lists are: {known}.")),
    "scripting.words-missing": Sentence(N_("{where} lacks the list “{key}”."), N_('Add {key} = ["…"].')),
    "scripting.words-not-texts": Sentence(
        N_("In {where}, “{key}” is not a list of words."), N_('Write {key} = ["one", "another"].')
    ),
}
