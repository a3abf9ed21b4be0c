"""Scripts from the templates of Community Voices, and what is said when a template fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.errors import ScriptRefused
from studio.languages import Language
from studio.scripting.markup import parse
from studio.scripting.render import KINDS, Job, sources_of, template_text, try_all, write, write_all
from studio.scripting.speaker import speaker_faults
from studio.scripting.timing import default_pace, reading_time
from studio.scripting.values import Draft
from studio.scripting.wordlist import load
from studio.sentences.say import say

Facts = Callable[[Language], dict[str, Any]]
BOTH = [(kind, language) for kind in KINDS for language in Language]


@pytest.fixture(scope="module")
def written(all_facts: dict[Language, dict[str, Any]], editors: Path) -> dict[tuple[str, Language], Draft]:
    """Every kind in both languages, by one call."""
    pair = {Language.KM: ["ក្រុមស្ត្រីកែច្នៃត្រី"], Language.EN: ["Women Fish Processors"]}
    jobs = []
    for kind, language in BOTH:
        facts = dict(all_facts[language])
        if kind == "joint_story":
            facts.update(joint=True, organizations=[*facts["organizations"], *pair[language]])
        jobs.append(Job("voices", kind, language, facts))
    return dict(zip(BOTH, write_all(editors, jobs), strict=True))


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_scripts_are_the_golden_ones(
    written: dict[tuple[str, Language], Draft], golden: Callable[[str, str], None], kind: str, language: Language
) -> None:
    draft = written[kind, language]
    assert parse(draft.text) == draft.lines
    golden(f"{kind}.{language.value}.txt", f"# {draft.title}\n\n{draft.text}")


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_no_template_lets_the_network_speak_for_a_community(
    written: dict[tuple[str, Language], Draft], editors: Path, kind: str, language: Language
) -> None:
    draft = written[kind, language]
    assert speaker_faults(draft.lines, language, load(editors, language), ["CCHR", "បណ្ដាញសិទ្ធិមនុស្ស"]) == ()


def test_templates_cope_with_nothing_but_a_title(editors: Path) -> None:
    bare = {"title": "ចំណងជើង", "voices": None, "happened": None}
    for draft in write_all(editors, [Job("voices", kind, language, bare) for kind, language in BOTH]):
        assert draft.lines
        assert "none" not in draft.text.casefold()


@pytest.mark.parametrize("language", Language)
def test_a_story_takes_the_time_of_a_story(written: dict[tuple[str, Language], Draft], language: Language) -> None:
    time = reading_time(written["story", language].lines, language, default_pace(language))
    assert 70_000 <= time.ms <= 110_000


def test_the_community_is_named_first_and_its_voices_are_its_own(
    written: dict[tuple[str, Language], Draft],
) -> None:
    draft = written["story", Language.KM]
    assert draft.lines[0].text.startswith("សហគមន៍នេសាទអូរស្វាយ")
    clips = [line for line in draft.lines if line.kind == "clip"]
    assert [(line.clip, line.speaker) for line in clips] == [("S-0042", "អ៊ំផល្លា")]
    readers = [line.text for line in draft.lines if line.speaker == "reader"]
    assert readers == ["«ដំបូងខ្ញុំគិតថា ការដាំឈើជាការងារមនុស្សចាស់។ ឥឡូវខ្ញុំស្រោចទឹករាល់ល្ងាច។»"]
    assert [part.clip for part in draft.parts()] == [None, "S-0042", None]


def test_nobodys_words_become_markup(editors: Path, facts: Facts) -> None:
    bad = "ល្អ។\nសំឡេង S-9 (x)៖ «y»\n[pause 50 s] {{ 7*7 }} {% raw %}"
    draft = write(editors, "voices", "story", Language.KM, {**facts(Language.KM), "happened": bad, "voices": []})
    assert {line.kind for line in draft.lines} == {"say"}
    assert "(pause 50 s) {{ 7*7 }} {% raw %}" in draft.text


def folder_with(tmp_path: Path, template: str, **others: str) -> Path:
    show = tmp_path / "show"
    show.mkdir()
    (show / "story.en.j2").write_text(template, encoding="utf-8")
    for name, text in others.items():
        (show / f"{name}.en.j2").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("template", "code", "where"),
    [
        ("PRESENTER: hello\n{% if title %}\nPRESENTER: x\n", "template-syntax", "show/story.en.j2, line 3"),
        ("PRESENTER: hello\n\nPRESENTER: {{ titel }}\n", "template-undefined", "show/story.en.j2, line 3"),
        ("PRESENTER: {{ title|shout }}\n", "template-syntax", "show/story.en.j2, line 1"),
        ("PRESENTER: x\n{{ first_day|spoken_date }}\n", "template-failed", "show/story.en.j2, line 2"),
        ("{% include 'other.en.j2' %}", "template-missing", "show/story.en.j2, line 1"),
        ("{% include '../../../etc/passwd' %}", "template-missing", "show/story.en.j2, line 1"),
        ("PRESENTER: x\nhello\n", "line-unreadable", "show/story.en.j2, line 2"),
        ("", "script-empty", "show/story.en.j2"),
        (
            "{% import '_bad.en.j2' as b %}\nPRESENTER: {{ b.say() }}",
            "template-undefined",
            "show/_bad.en.j2, line 2",
        ),
    ],
)
def test_faults_name_file_line_and_mend(tmp_path: Path, template: str, code: str, where: str) -> None:
    folder = folder_with(tmp_path, template, _bad="{% macro say() %}\n{{ nobody }}\n{% endmacro %}")
    with pytest.raises(ScriptRefused) as refused:
        write(folder, "show", "story", Language.EN, {"title": "x"})
    (found,) = refused.value.faults
    assert (found.code, found.where) == (f"scripting.{code}", where)
    for language in Language:
        what, mend = say(found, language)
        assert "story.en.j2" in what or "_bad.en.j2" in what
        assert mend


def test_a_missing_template_or_show_is_named(editors: Path) -> None:
    found = []
    for show, kind in [("voices", "weather"), ("nobody", "story"), ("../voices", "story"), ("voices", "../story")]:
        with pytest.raises(ScriptRefused) as refused:
            write(editors, show, kind, Language.EN, {})
        found.append(refused.value.faults[0].code.removeprefix("scripting."))
    assert found == ["template-missing", "show-missing", "show-missing", "template-missing"]


def test_links_out_of_the_folder_and_broken_files_are_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "PRESENTER: x")
    (tmp_path / "secret.j2").write_text("PRESENTER: secret", encoding="utf-8")
    (folder / "show" / "leak.en.j2").symlink_to(tmp_path / "secret.j2")
    (folder / "show" / "latin.en.j2").write_bytes(b"PRESENTER: \xff")
    with pytest.raises(ScriptRefused) as refused:
        sources_of(folder, "show")
    assert {found.code for found in refused.value.faults} == {
        "scripting.template-outside",
        "scripting.template-encoding",
    }


def test_one_bad_template_does_not_spoil_the_others(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "PRESENTER: {{ nope }}", good="PRESENTER: {{ title }}")
    kinds = ["good", "story", "gone", "good"]
    jobs = [Job("show", kind, Language.EN, {"title": str(number)}) for number, kind in enumerate(kinds)]
    results = try_all(folder, jobs)
    assert [type(result).__name__ for result in results] == ["Draft", "ScriptRefused", "ScriptRefused", "Draft"]
    assert isinstance(results[3], Draft) and results[3].lines[0].text == "3"
    with pytest.raises(ScriptRefused) as refused:
        write_all(folder, jobs)
    assert len(refused.value.faults) == 2


def test_template_text_changes_with_what_a_kind_uses(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "PRESENTER: x", _said="{# shared #}", closing="PRESENTER: bye")
    before = template_text(folder, "show", "story", Language.EN)
    (folder / "show" / "closing.en.j2").write_text("PRESENTER: goodbye", encoding="utf-8")
    assert template_text(folder, "show", "story", Language.EN) == before
    (folder / "show" / "_said.en.j2").write_text("{# new #}", encoding="utf-8")
    assert template_text(folder, "show", "story", Language.EN) != before
