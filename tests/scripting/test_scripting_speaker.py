"""The Network may report; it may not speak for a community."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import ScriptRefused
from studio.languages import Language
from studio.scripting.speaker import speaker_faults
from studio.scripting.values import Line
from studio.scripting.wordlist import WordList, load, read

KM, EN = Language.KM, Language.EN

REFUSED = {
    EN: [
        "The Network demands that the company return the land.",
        "The network DEMANDED an answer.",
        "Today CCHR condemned the arrests.",
        "The Network and the communities demand an answer.",
        "On behalf of the fishing families, the Network calls on the authorities to act.",
        "We demand fair wages.",
        "The arrest was condemned by the Network.",
        "The Network does not only report; it demands action.",
        "The Network, which has 30 members, urges the ministry to act.",
        "The Network’s director said that the land was taken.",
        "The Network strongly rejects the claim.",
        "For the communities the Network insists on an answer.",
        "We, the Network, want justice.",
        "The community met “our friends”, and the Network demands an answer.",
        "The Network demands “an answer”.",
        "The Network: “unclosed, it demands an answer.",
    ],
    KM: [
        "បណ្តាញទាមទារឱ្យក្រុមហ៊ុនប្រគល់ដីវិញ។",
        "បណ្ដាញសិទ្ធិមនុស្សសូមថ្កោលទោសចំពោះការចាប់ខ្លួន។",
        "បណ្តាញ ទាមទារចម្លើយ។",
        "យើងទាមទារប្រាក់ឈ្នួលសមរម្យ។",
        "បណ្ដាញ និងសហគមន៍ ទាមទារឱ្យមានចម្លើយ។",
        "ក្នុងនាមសហគមន៍ បណ្ដាញអំពាវនាវដល់អាជ្ញាធរ។",
        "មជ្ឈមណ្ឌលសិទ្ធិមនុស្សកម្ពុជា បានអះអាងថា ដីនេះជារបស់ប្រជាពលរដ្ឋ។",
        "ថ្ងៃនេះ បណ្ដាញស្នើឱ្យអាជ្ញាធរដោះស្រាយ។",
        "បណ្ដាញទាមទារ «ចម្លើយ» ពីក្រុមហ៊ុន។",
    ],
}

ALLOWED = {
    EN: [
        "The community told the Network that it demands an answer.",
        "The Network carries this report: the community demands an answer.",
        "The Network reports that villagers demand an answer.",
        "The community said: “We demand fair wages.”",
        "“The Network demands too much of us,” she laughed.",
        "Members of the Network demand an answer.",
        "The Network heard the demand of the community.",
        "The Network does not speak for the communities.",
        "The Network's hotline is one two nine three.",
        "We thank the community, which demanded an answer.",
        "Villagers asked the Network to call for a meeting.",
        "The community network demands an answer.",
        "The Network invites communities to demand their rights.",
        "We hear how the fishers demanded a fair price.",
        "This programme is made by the Network. The workers demand fair wages.",
        "The workers of the Network demanded fair wages.",
        "Hand in Hand Workers' Group, a member of the Network, demands fair wages.",
        "We now go to Battambang, where families claim land.",
    ],
    KM: [
        "សហគមន៍បានប្រាប់បណ្ដាញថា ពួកគាត់ទាមទារចម្លើយ។",
        "បណ្ដាញផ្សាយរបាយការណ៍នេះ៖ សហគមន៍ទាមទារចម្លើយ។",
        "សហគមន៍និយាយថា៖ «យើងទាមទារប្រាក់ឈ្នួលសមរម្យ»។",
        "បណ្ដាញបានស្ដាប់ការទាមទាររបស់សហគមន៍។",
        "បណ្ដាញមិននិយាយជំនួសសហគមន៍ទេ។",
        "បណ្ដាញសហគមន៍ព្រៃឈើទាមទារឱ្យបញ្ឈប់ការកាប់ឈើ។",
        "យើងសូមអរគុណសហគមន៍ ដែលបានទាមទារសិទ្ធិរបស់ខ្លួន។",
        "សមាជិកនៃបណ្ដាញទាមទារចម្លើយ។",
        "យើងស្ដាប់រឿងរបស់កម្មករដែលទាមទារប្រាក់ឈ្នួល។",
        "សូមទូរស័ព្ទមកយើង តាមលេខ ១២៩៣។",
        "ឥឡូវ យើងទៅខេត្តបាត់ដំបង ជាទីដែលអ្នកភូមិតវ៉ារឿងដី។",
        "ផ្សាយតាមបណ្ដាញ។ កម្មករទាមទារប្រាក់ឈ្នួល។",
    ],
}


@pytest.fixture(scope="module")
def words(editors: Path) -> dict[Language, WordList]:
    return {language: load(editors, language) for language in Language}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in Language for text in REFUSED[language]]
)
def test_the_network_does_not_speak_for_communities(
    words: dict[Language, WordList], language: Language, text: str
) -> None:
    (found,) = speaker_faults([Line("say", "presenter", text)], language, words[language])
    assert found.code == "scripting.network-speaks"
    assert found.values["line"] == 1
    assert found.values["verb"] and found.values["name"]


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language in Language for text in ALLOWED[language]]
)
def test_near_misses_are_left_alone(words: dict[Language, WordList], language: Language, text: str) -> None:
    assert speaker_faults([Line("say", "presenter", text)], language, words[language]) == ()


def test_recordings_readers_and_cues_are_not_checked(words: dict[Language, WordList]) -> None:
    text = "We demand fair wages."
    lines = [
        Line("clip", "a worker", text, "S-1"),
        Line("say", "reader", text),
        Line("cue", text=text),
        Line("say", "presenter", f"She said: “{text}”"),
    ]
    assert speaker_faults(lines, EN, words[EN]) == ()
    assert len(speaker_faults([*lines, Line("say", "presenter", text)], EN, words[EN])) == 1


def test_the_settings_own_names_count(words: dict[Language, WordList]) -> None:
    line = [Line("say", "presenter", "Voices of Rice demands land.")]
    assert speaker_faults(line, EN, words[EN]) == ()
    assert len(speaker_faults(line, EN, words[EN], ["Voices of Rice"])) == 1


def test_editors_can_extend_the_list(tmp_path: Path, editors: Path) -> None:
    text = (editors / "words" / "en.toml").read_text(encoding="utf-8").replace("verbs = [", 'verbs = [\n    "grumbl*",')
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text(text, encoding="utf-8")
    line = [Line("say", "presenter", "The Network grumbles.")]
    assert speaker_faults(line, EN, load(editors, EN)) == ()
    assert len(speaker_faults(line, EN, load(tmp_path, EN))) == 1


def test_every_fault_of_every_line_comes_at_once(words: dict[Language, WordList]) -> None:
    lines = [Line("say", "presenter", text) for text in REFUSED[EN]]
    found = speaker_faults(lines, EN, words[EN])
    assert [fault.values["line"] for fault in found] == list(range(1, len(lines) + 1))


@given(
    st.text(alphabet="abthe networkdmns.,“”:;'យើងទាមរ។«» ", min_size=1, max_size=80).map(
        lambda text: " ".join(text.split())
    )
)
def test_any_text_can_be_checked(editors: Path, text: str) -> None:
    if text:
        for language in Language:
            speaker_faults([Line("say", "presenter", text)], language, load(editors, language))


@given(st.sampled_from(REFUSED[EN]), st.sampled_from(ALLOWED[EN]))
def test_a_sentence_is_judged_by_itself(editors: Path, refused: str, allowed: str) -> None:
    if "unclosed" not in refused:
        lines = [Line("say", "presenter", f"{allowed} {refused} {allowed}")]
        assert len(speaker_faults(lines, EN, load(editors, EN))) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('names = ["a"]\nverbs = ["b"]\nverb = ["c"]', {"words-unknown"}),
        ('names = ["a"]', {"words-missing"}),
        ('names = "a"\nverbs = ["b", 1]', {"words-not-texts"}),
        ('names = ["a"]\nverbs = ["*"]', {"words-not-texts"}),
        ("names = [", {"words-unreadable"}),
        ("extra = 1", {"words-unknown", "words-missing"}),
    ],
)
def test_a_broken_word_list_is_explained(tmp_path: Path, text: str, codes: set[str]) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "km.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScriptRefused) as refused:
        load(tmp_path, KM)
    assert {found.code.removeprefix("scripting.") for found in refused.value.faults} == codes


def test_a_missing_word_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptRefused) as refused:
        load(tmp_path, KM)
    assert refused.value.faults[0].code == "scripting.words-absent"


def test_a_list_without_the_optional_words_works() -> None:
    words = read({"names": ["the Network"], "verbs": ["demand*"]}, "here")
    assert len(speaker_faults([Line("say", "presenter", "The Network demands it.")], EN, words)) == 1
