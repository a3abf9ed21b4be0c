"""Where sentences end in both languages, and that marked silence counts to the millisecond."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.khmer.digits import to_khmer
from studio.languages import Language
from studio.scripting.counting import counted, read_aloud, split_sentences
from studio.scripting.markup import parse
from studio.scripting.render import write
from studio.scripting.timing import default_pace, line_times, reading_time
from studio.scripting.values import Line
from studio.units import Ms

KM, EN = Language.KM, Language.EN
ROOT = Path(__file__).resolve().parents[2]
FACTS = {"show": "សំឡេងសហគមន៍", "hotline": "000 111 222", "presenter": "សុភា", "station": "វិទ្យុ", "date": "2012-05-17"}

SENTENCES = [
    ("We met e.g. at noon. Then we left.", ["We met e.g. at noon.", "Then we left."]),
    ("Rice, fish, etc. were sold. We left.", ["Rice, fish, etc. were sold.", "We left."]),
    ("We sold rice, etc. Then we left.", ["We sold rice, etc.", "Then we left."]),
    ("The U.N. came. We spoke.", ["The U.N. came.", "We spoke."]),
    ("It cost approx. 5 dollars. We paid.", ["It cost approx. 5 dollars.", "We paid."]),
    ("No. 5 won. No. We lost.", ["No. 5 won.", "No.", "We lost."]),
    ("Art. 44 says so. Good.", ["Art. 44 says so.", "Good."]),
    ("On 3 Sept. 2012 we met. Fine.", ["On 3 Sept. 2012 we met.", "Fine."]),
    ("At 6 p.m. we met. Fine.", ["At 6 p.m. we met.", "Fine."]),
    ("We met at 6 p.m. Then we left.", ["We met at 6 p.m.", "Then we left."]),
    ("Ms. Bopha and Prof. Chan spoke.", ["Ms. Bopha and Prof. Chan spoke."]),
    ("H.E. Sok came. See p. 5. Then go.", ["H.E. Sok came.", "See p. 5.", "Then go."]),
    ("Wait… what? Wait… What?", ["Wait… what?", "Wait…", "What?"]),
    ("(We left.) They stayed.", ["(We left.)", "They stayed."]),
    ("It is 3.5 km. We walk.", ["It is 3.5 km.", "We walk."]),
    ("What?! No... Yes!", ["What?!", "No...", "Yes!"]),
    ("One fish vs. Two fish. Good.", ["One fish vs. Two fish.", "Good."]),
    ("យើងជីក។ល។ និងដាំ។", ["យើងជីក។ល។", "និងដាំ។"]),
    ("ត្រី បង្កង ។ល។ យើងលក់៕", ["ត្រី បង្កង ។ល។", "យើងលក់៕"]),
    ("យើងជីក ។ គាត់សួរ ៕", ["យើងជីក ។", "គាត់សួរ ៕"]),
    ("តើបានទេ? បាន! «ល្អណាស់។» គាត់ថា។", ["តើបានទេ?", "បាន!", "«ល្អណាស់។»", "គាត់ថា។"]),
    ("ឯ.ឧ. សុខ មកដល់។ យើងជួប។", ["ឯ.ឧ. សុខ មកដល់។", "យើងជួប។"]),
    ("ឆ្នាំ ២៥៥៦ ព.ស. យើងជួប។", ["ឆ្នាំ ២៥៥៦ ព.ស. យើងជួប។"]),
    ("ម៉ោង ៦.៣០ យើងទៅ។ តម្លៃ ១.៥០០ រៀល។", ["ម៉ោង ៦.៣០ យើងទៅ។", "តម្លៃ ១.៥០០ រៀល។"]),
    ("យើងទៅ។យើងមក។", ["យើងទៅ។", "យើងមក។"]),
    ("មែនទេ?! មែន។", ["មែនទេ?!", "មែន។"]),
]


@pytest.mark.parametrize(("text", "pieces"), SENTENCES)
def test_short_forms_end_no_sentence_and_marks_do(text: str, pieces: list[str]) -> None:
    assert list(split_sentences(text)) == pieces


def told(language: Language) -> list[str]:
    """Every text of the pilot's reports in a language."""
    with (ROOT / "studio" / "demo" / "reports.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    ending = f"_{language.value}"
    long = ("event_description", "impact", "message", "quote")
    return [row[name] for row in rows for name in row if name.endswith(ending) and any(part in name for part in long)]


@pytest.mark.parametrize(("language", "marks"), [(KM, "[។៕?!]+"), (EN, '[.?!]+(?=[”’"]*(?:\\s|$))')])
def test_the_reports_of_the_demo_have_a_sentence_for_each_of_its_marks(language: Language, marks: str) -> None:
    texts = [text for text in told(language) if text]
    assert len(texts) > 100
    for text in texts:
        pieces = split_sentences(text)
        assert "".join("".join(pieces).split()) == "".join(text.split())
        assert len(pieces) == max(1, len(re.findall(marks, text))), text


@pytest.mark.parametrize(("language", "kind"), [(KM, "hotline"), (EN, "hotline"), (KM, "opening"), (KM, "closing")])
def test_pauses_of_the_shows_own_scripts_count_exactly(language: Language, kind: str) -> None:
    draft = write(ROOT / "scripts", "voices", kind, language, FACTS)
    marked = [one.ms for one in draft.lines if one.kind == "pause"]
    whole = reading_time(draft.lines, language, default_pace(language))
    assert whole.pauses == sum(one or 0 for one in marked)
    spoken = [one for one in draft.lines if one.kind != "pause"]
    assert reading_time(spoken, language, default_pace(language)).ms == whole.ms - whole.pauses
    assert parse(draft.text) == draft.lines


@pytest.mark.parametrize(
    ("marked", "length"),
    [
        ("[pause 1 s]", 1_000),
        ("[Pause 0.25 s]", 250),
        ("[pause 1,5 seconds]", 1_500),
        ("[pause 2 sec]", 2_000),
        ("[pause 3s]", 3_000),
        ("[ឈប់ ២ វិនាទី]", 2_000),
        ("[ឈប់ ០,៥ វិនាទី]", 500),
        ("[ឈប់ ០.១២៥វិនាទី]", 125),
        ("[pause]", 0),
        ("[slowly]", 0),
    ],
)
def test_a_pause_is_marked_as_people_write_it(marked: str, length: int) -> None:
    assert counted(f"We met. {marked} We left.", EN).pauses == length
    assert counted(f"យើងជួប។ {marked} យើងទៅ។", KM).pauses == length
    (line, _) = parse(f"{marked}\n\nPRESENTER: We met.")
    assert (line.kind, line.ms) == (("pause", length) if length else ("cue", None))


PARTS = {
    KM: ["យើងជួបគ្នា", "សហគមន៍នេសាទ ", "១២ នាក់។ ", "តើបានទេ? ", "«ខ្ញុំ» ", "៖ "],
    EN: ["we met ", "At 5. ", "Who? ", "12 "],
}


@given(st.sampled_from(Language), st.data())
def test_law_marked_pauses_add_their_own_length_and_change_nothing_else(
    language: Language, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(PARTS[language]), min_size=1, max_size=8))
    silences = data.draw(st.lists(st.integers(1, 60_000), min_size=len(words), max_size=len(words)))
    plain = "".join(words)
    with_pauses = ""
    for word, silence in zip(words, silences, strict=True):
        seconds = f"{silence / 1000:.3f}"
        mark = f"[ឈប់ {to_khmer(seconds)} វិនាទី]" if language is KM else f"[pause {seconds} s]"
        with_pauses += f"{mark}{word}"
    assert read_aloud(with_pauses) == read_aloud(plain)
    assert counted(with_pauses, language) == counted(plain, language)._replace(pauses=Ms(sum(silences)))


@given(st.lists(st.integers(1, 60_000), min_size=1, max_size=6), st.sampled_from(Language))
def test_law_pauses_between_lines_count_exactly(silences: list[int], language: Language) -> None:
    lines = [Line("say", "presenter", "យើងជួប។"), *(Line("pause", ms=Ms(one)) for one in silences)]
    pace = default_pace(language)
    assert reading_time(lines, language, pace).ms == line_times(lines, language, pace)[0].ms + sum(silences)
