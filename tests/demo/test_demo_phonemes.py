"""Khmer text becomes the syllables that a Khmer speaker says."""

from __future__ import annotations

import csv
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import studio.demo
from studio.demo.voice.lexicon import RESPELT, UNSTRESSED, respelt
from studio.demo.voice.notation import CODAS, ONSETS, VOWELS, espeak_word
from studio.demo.voice.phonemes import espeak_text, phrases, spelled_out, syllable_count
from studio.demo.voice.syllables import Syllable, syllables_of

REPORTS = Path(studio.demo.__file__).parent / "reports.csv"

BY_RULE = (
    """
ខ្មែរ khmae|ខ្ញុំ khɲom|យើង jəːŋ|ផ្ទះ phteəh|ទឹក tɨk|ស្រុក srok|ខេត្ត kheːt|មិត្ត mit|សិទ្ធិ sət|ធម៌ thɔː|ឱ្យ ʔaoj|ឲ្យ ʔaoj|ញ័រ ɲoə|ក៏ kɑ
ប្រទេស prɑ.teːh|បន្ទប់ bɑn.tup|បង្រៀន bɑŋ.riən|សម្រាប់ sɑm.rap|បង្កើត bɑŋ.kaət|វិទ្យា wit.jiə|ជនបទ cun.bɑːt|រដូវ rɔ.dəw
ទទួល tɔ.tuəl|ពពក pɔ.pɔːk|ដំណើរ dɑm.naə|រលក rɔ.lɔːk|ក្រសួង krɑ.suəŋ|កន្លែង kɑn.laeŋ|ប៉ុន្តែ pon.tae|ដើម្បី daəm.bəj
ប្រជុំ prɑ.cum|អាស្រ័យ ʔaː.sraj|កម្ពុជា kɑm.pu.ciə|កសិករ kɑ.se.kɑː|សមាជិក sɑ.maː.cik|ប្រក្រតី prɑ.krɑ.təj|អនុញ្ញាត ʔɑ.noɲ.ɲaːt
ផលប្រយោជន៍ phɑːl.prɑ.jaoc|ពិភាក្សា pi.phiə.ksaː|ការដ្ឋាន kaː.ruət.thaːn|ជាមួយគ្នា ciə.muəj.kniə
ភូមិ phuːm|ជាតិ ciət|ហេតុ heːt|ពិគ្រោះ pi.kruəh|សុវត្ថិភាព so.wɑt.the.phiəp
ប្រជាជន prɑ.ciə.cun|ឧស្សាហ៍ ʔoh.saː|ផ្លូវ phləw|ទាំង teəŋ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

BY_LEXICON = (
    """
អ្នក neək|សហគមន៍ sa.ha.kum|អង្គការ ʔɑŋ.kaː|កម្មករ kam.ma.kɑː|ព័ត៌មាន poə.da.miən|សាលា saː.laː|តម្លៃ dɑm.laj|សាមគ្គី saː.mak.kiː
អភិវឌ្ឍន៍ ʔa.phi.woət|សេចក្តី sac.kdəj|បន្ត bɑn.tɑː|យុវជន ju.wə.cun|រដ្ឋ roət|អ្នកនេសាទ neək.neː.saːt
""".replace("\n", "|")
    .strip("|")
    .split("|")
)

KHMER_LETTERS = st.text(alphabet=[chr(code) for code in range(0x1780, 0x17DE)], max_size=25)


def said(word):
    return ".".join(str(one) for part in respelt(word) for one in syllables_of(part))


def by_rule(word):
    return ".".join(map(str, syllables_of(word)))


@pytest.mark.parametrize("line", BY_RULE)
def test_spelling_rules_give_the_spoken_syllables(line):
    word, spoken = line.split(" ")
    assert by_rule(word) == spoken


@pytest.mark.parametrize("line", BY_LEXICON)
def test_words_that_break_the_rules_are_respelt(line):
    word, spoken = line.split(" ")
    assert said(word) == spoken


def test_every_respelling_changes_what_is_said_of_the_word_or_of_a_compound():
    compounds = {word: [word, f"{word}ព្រៃ", f"{word}ខាង"] for word in RESPELT}
    idle = [word for word, all_of in compounds.items() if all(said(one) == by_rule(one) for one in all_of)]
    assert idle == []


def test_a_part_is_respelt_only_where_a_letter_ends():
    assert respelt("រដ្ឋាភិបាល") == ["រដ្ឋាភិបាល"]
    assert respelt("អ្នករដ្ឋ") == [RESPELT["អ្នក"], RESPELT["រដ្ឋ"]]


@given(KHMER_LETTERS)
def test_any_row_of_khmer_signs_is_spoken_in_sounds_the_voice_has(text):
    for syllable in syllables_of(text):
        assert all(sound in ONSETS for sound in syllable.onset)
        assert syllable.vowel in VOWELS
        assert syllable.coda in CODAS


@given(KHMER_LETTERS)
def test_no_consonant_is_spoken_twice(text):
    syllables = syllables_of(text)
    spoken = sum(len(one.onset) + bool(one.coda) for one in syllables)
    signs = sum(1 for sign in text if unicodedata.category(sign) == "Lo")
    closings = sum(text.count(sign) for sign in "\u17b7\u17b9\u17bb\u17c6\u17c7\u17c8")
    independent = sum(1 for sign in text if "\u17a3" <= sign <= "\u17b3")
    assert spoken <= signs + closings + independent


@given(st.text(max_size=60))
def test_any_text_gives_brackets_that_close(text):
    written = espeak_text(text)
    assert written.count("[[") == written.count("]]") == len(phrases(text))
    assert re.fullmatch(r"(?:\[\[[^\[\]]+\]\][.,] ?)*", written)


@given(st.text(alphabet="កខគងចដតបមយរលសា ិីុូេំ។ ", max_size=30), st.text(alphabet="កខគងចដតបមយរលសា ិីុូេំ។ ", max_size=30))
def test_sentences_said_one_after_the_other_are_the_sum_of_both(one, other):
    assert syllable_count(f"{one}។ {other}") == syllable_count(one) + syllable_count(other)


def test_a_repeated_word_is_said_again():
    assert syllable_count("ម្នាក់ៗ") == 2 * syllable_count("ម្នាក់")


def test_numbers_are_said_in_words_whatever_their_digits():
    words = [[str(word) for word in phrase.words] for phrase in phrases("ឆ្នាំ ២០១២")]
    assert words == [[str(word) for word in phrase.words] for phrase in phrases("ឆ្នាំ 2012")]
    assert " ".join(spelled_out("១២,៣៤៥").split()) == "មួយម៉ឺនពីរពាន់បីរយសែសិបប្រាំ"
    assert syllable_count("១២,៣៤៥") == syllable_count("មួយម៉ឺនពីរពាន់បីរយសែសិបប្រាំ")


def test_a_telephone_number_is_said_digit_by_digit():
    assert syllable_count("012 345") == syllable_count("សូន្យ មួយ ពីរ បី បួន ប្រាំ")


def test_signs_and_latin_letters_are_said():
    assert syllable_count("៥%") == syllable_count("ប្រាំ ភាគរយ")
    assert syllable_count("៣០៛") == syllable_count("សាមសិប រៀល")
    assert syllable_count("CBO") == 3


def test_a_space_is_a_breath_and_a_khan_ends_a_sentence():
    spoken = phrases("យើងជួបគ្នា ហើយយើងនិយាយ។ យើងទៅ។")
    assert [phrase.stop for phrase in spoken] == [False, True, True]


def test_the_last_syllable_of_a_word_carries_the_stress_and_light_words_carry_none():
    assert espeak_word((Syllable(("p", "r"), "ɑ"), Syllable(("c",), "u", "m"))) == "p|*O|c'u|m"
    stressed = {str(word.syllables[0]): word.stressed for phrase in phrases("ទឹកនៅស្រុក") for word in phrase.words}
    assert stressed == {"tɨk": True, "nəw": False, "srok": True}
    assert all(syllable_count(word) for word in UNSTRESSED)


def test_letters_that_would_run_into_another_sound_are_kept_apart():
    word = espeak_word((Syllable(("t",), "a"), Syllable(("s",), "iː"), Syllable(("ch",), "a", "t")))
    for one, other in pairwise(word.split("|")):
        assert one
        assert other
    assert "t|s" not in espeak_word((Syllable(("ch",), "a"),))


def demo_texts():
    with REPORTS.open(encoding="utf-8", newline="") as source:
        return [row["event_description_km"] for row in csv.DictReader(source)]


def test_every_khmer_word_of_the_pilots_reports_is_said():
    silent = [text for text in demo_texts() if len(text) > 20 and syllable_count(text) < len(text) / 6]
    assert demo_texts()
    assert silent == []


def test_written_length_tells_the_syllables_of_real_texts_within_bounds():
    ratios = [len(text) / syllable_count(text) for text in demo_texts() if len(text) > 100]
    assert min(ratios) > 2.3
    assert max(ratios) < 4.0
