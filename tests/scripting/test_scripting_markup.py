"""The round trip between lines and text, and the laws of parts."""

from __future__ import annotations

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from studio.errors import ScriptRefused
from studio.languages import Language
from studio.scripting.labels import listener_name, mark
from studio.scripting.markup import compose, parse, titled
from studio.scripting.values import LONGEST_PAUSE, Draft, Line, split
from studio.scripting.versions import short_lines, version_lines
from studio.units import Ms

KM, EN = Language.KM, Language.EN

CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"))
PLAIN = st.text(alphabet=st.one_of(st.sampled_from("កខាិ្ម។ៗ៖:«»“”()[] ab12#\"'"), CHARACTERS), min_size=1, max_size=40)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(["say", "clip", "cue", "pause"]))
    text, who = draw(PLAIN), draw(st.one_of(st.sampled_from(["presenter", "reader", "Aunt Sokhom", "អ៊ំ"]), PLAIN))
    try:
        if kind == "say":
            return Line("say", who, text)
        if kind == "clip":
            return Line("clip", who, text, draw(st.from_regex(r"[A-Z]-[0-9]{1,4}", fullmatch=True)))
        if kind == "cue":
            return Line("cue", text=text)
        return Line("pause", ms=Ms(draw(st.integers(1, LONGEST_PAUSE))))
    except ScriptRefused:
        reject()


SAY = Line("say", "presenter", "សួស្ដី។")


@given(st.lists(lines(), max_size=6), st.sampled_from(Language))
def test_round_trip(script: list[Line], language: Language) -> None:
    whole = (*script, SAY)
    text = compose(whole, language)
    assert parse(text) == whole
    assert compose(parse(text), language) == text


@given(st.lists(lines(), max_size=10))
def test_parts_hold_every_line_once_in_order(script: list[Line]) -> None:
    parts = split(tuple(script))
    heard = [line for line in script if line.kind in ("say", "clip")]
    if not heard:
        assert parts == ()
        return
    assert [line for part in parts for line in part.lines] == script
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    for part in parts:
        clips = [line for line in part.lines if line.kind == "clip"]
        says = [line for line in part.lines if line.kind == "say"]
        assert bool(clips) != bool(says)
        assert len(clips) <= 1
        assert part.clip == (clips[0].clip if clips else None)
    for before, after in zip(parts, parts[1:], strict=False):
        assert before.clip is not None or after.clip is not None
    assert not any(part.long_only for part in parts), "nothing was marked"


MARK = st.sampled_from(
    [Line("cue", text=one) for one in ("តែក្នុងរឿងវែង", "ក្នុងរឿងទាំងពីរ", "Long version only", "both versions")]
)


@given(st.lists(st.one_of(lines(), MARK), max_size=12))
def test_law_the_short_version_is_the_long_one_without_what_is_marked(script: list[Line]) -> None:
    parts = split(tuple(script))
    if parts:
        assert [line for part in parts for line in part.lines] == script
    marked, kept = False, []
    for line in script:
        marked = {True: True, False: False, None: marked}[mark(line.text) if line.kind == "cue" else None]
        if line.kind in ("say", "clip") and not marked:
            kept.append(line)
    short = short_lines(tuple(script))
    voices = [line for line in script if line.kind in ("say", "clip")]
    if kept == voices or not kept:
        assert short == ()
    else:
        assert [line for line in short if line.kind in ("say", "clip")] == kept
    assert version_lines(tuple(script), short=False) == tuple(script)
    assert version_lines(tuple(script), short=True) == (short or tuple(script))


def test_a_marked_passage_is_a_part_of_its_own_in_either_language() -> None:
    for before, after in (("[តែក្នុងរឿងវែង]", "[ក្នុងរឿងទាំងពីរ]"), ("[long version only]", "[Both versions]")):
        text = f"PRESENTER: one\n\n{before}\n\nPRESENTER: two\n\n{after}\n\nPRESENTER: three\n"
        parts = split(parse(text))
        assert [(part.number, part.long_only) for part in parts] == [(1, False), (2, True), (3, False)]
        assert [line.text for line in short_lines(parse(text)) if line.kind == "say"] == ["one", "three"]
        assert compose(parse(text), EN) == text


SCRIPT_KM = """អ្នកអាន៖ សួស្ដី។

[ភ្លេងខណ្ឌ]

[ឈប់ ១.៥ វិនាទី]

សំឡេង S-0042 (ស្ត្រីអ្នកនេសាទ)៖ «យើងជីក (ជ្រៅ): «ណាស់»។»

អ្នកអានជំនួស៖ «ពួកយើងដាំ។»
"""


def test_markup_of_both_languages() -> None:
    made = (
        Line("say", "presenter", "សួស្ដី។"),
        Line("cue", text="ភ្លេងខណ្ឌ"),
        Line("pause", ms=Ms(1500)),
        Line("clip", "ស្ត្រីអ្នកនេសាទ", "យើងជីក (ជ្រៅ): «ណាស់»។", "S-0042"),
        Line("say", "reader", "«ពួកយើងដាំ។»"),
    )
    assert parse(SCRIPT_KM) == made
    assert compose(made, KM) == SCRIPT_KM
    assert compose(made, EN).splitlines()[::2] == [
        "PRESENTER: សួស្ដី។",
        "[ភ្លេងខណ្ឌ]",
        "[pause 1.5 s]",
        "CLIP S-0042 (ស្ត្រីអ្នកនេសាទ): “យើងជីក (ជ្រៅ): «ណាស់»។”",
        "READER: «ពួកយើងដាំ។»",
    ]


def test_writers_may_be_careless() -> None:
    typed = 'presenter :  Hello   there.\n[ STING ]\r\nclip S-1(Uncle Saron): "Yes."\nPresenter: Bye.\n'
    assert parse(typed) == (
        Line("say", "presenter", "Hello there."),
        Line("cue", text="STING"),
        Line("clip", "Uncle Saron", "Yes.", "S-1"),
        Line("say", "presenter", "Bye."),
    )


def test_every_unreadable_line_is_named() -> None:
    with pytest.raises(ScriptRefused) as refused:
        parse("PRESENTER: Hello.\nno speaker here\n\n[pause 900 s]\nCLIP S-1 who said it\nPRESENTER:\n")
    assert [found.values["line"] for found in refused.value.faults] == [2, 4, 5, 6]
    assert {found.code for found in refused.value.faults} == {"scripting.line-unreadable"}


@pytest.mark.parametrize("text", ["", "\n\n", "[STING]\n[pause 1 s]"])
def test_a_script_in_which_nobody_is_heard_is_refused(text: str) -> None:
    with pytest.raises(ScriptRefused) as refused:
        parse(text)
    assert refused.value.faults[0].code == "scripting.script-empty"


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("say", {"speaker": "presenter", "text": "two\nlines"}, "text"),
        ("say", {"speaker": "presenter", "text": ""}, "text"),
        ("say", {"speaker": "PRESENTER", "text": "x"}, "speaker"),
        ("say", {"speaker": "CLIP S-1", "text": "x"}, "speaker"),
        ("say", {"speaker": "a: b", "text": "x"}, "speaker"),
        ("say", {"text": "x"}, "speaker"),
        ("clip", {"speaker": "who", "text": "x"}, "clip"),
        ("clip", {"speaker": "who (me)", "text": "x", "clip": "S-1"}, "speaker"),
        ("clip", {"speaker": "who", "text": "x", "clip": "../etc"}, "clip"),
        ("cue", {"text": "a ] b"}, "text"),
        ("cue", {"text": "pause 2 s"}, "text"),
        ("cue", {"text": "x", "speaker": "presenter"}, "speaker"),
        ("pause", {"ms": 0}, "ms"),
        ("pause", {}, "ms"),
        ("pause", {"ms": 100, "text": "x"}, "text"),
    ],
)
def test_lines_that_the_markup_cannot_carry_cannot_be_made(kind: str, fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(ScriptRefused) as refused:
        Line(kind, **fields)  # type: ignore[arg-type]
    assert refused.value.faults[0].values["reason"] == wrong


def test_parts_of_a_story() -> None:
    draft = Draft("story", KM, "x", parse(SCRIPT_KM), SCRIPT_KM)
    parts = draft.parts()
    assert [(part.number, part.clip, part.speaker, len(part.lines)) for part in parts] == [
        (1, None, "presenter", 3),
        (2, "S-0042", "ស្ត្រីអ្នកនេសាទ", 1),
        (3, None, "reader", 1),
    ]


def test_a_title_is_the_first_heading() -> None:
    assert titled("\n# The pond \nPRESENTER: x", "other") == ("The pond", "PRESENTER: x")
    assert titled("PRESENTER: x", "other") == ("other", "PRESENTER: x")


def test_listeners_read_names_not_labels() -> None:
    assert listener_name("presenter", EN) == "Presenter"
    assert listener_name("reader", KM) == "អ្នកអានជំនួស"
    assert listener_name("Aunt Sokhom", KM) == "Aunt Sokhom"
