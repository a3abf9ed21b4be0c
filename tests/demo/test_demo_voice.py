"""The guide voice: the same text, the same sound; as fast as people speak; away from our own process."""

from __future__ import annotations

import sys
import wave

import numpy as np
import pytest

from studio.demo.sound.levels import spoken_level
from studio.demo.voice.phonemes import syllable_count
from studio.demo.voice.speak import GRID, Spoken, on_grid, speak, voiced
from studio.demo.voice.speakers import PRESENTERS, participant
from studio.errors import ExtraMissing, SoundRefused
from studio.languages import Language
from studio.sentences.demo import SENTENCES

KHMER = "ខ្ញុំបោសសម្អាតបន្ទប់អស់រយៈពេលប្រាំឆ្នាំហើយ តែមិនដែលហ៊ានសួររឿងលុយនេះទេ។ ឥឡូវរៀងរាល់ចុងខែ ខ្ញុំដើរទៅមើលតារាងនៅលើជញ្ជាំង ហើយខ្ញុំយល់គ្រប់តួលេខ។"
ENGLISH = (
    "I have cleaned rooms for five years and never dared ask about this money. "
    "When we laid our notebooks side by side on the table, I saw that my section got the least."
)
WITHOUT = (
    sys.executable,
    "-c",
    "import sys, runpy; sys.modules['espeakng_loader'] = None; "
    "runpy.run_module('studio.demo.voice.child', run_name='__main__')",
)


@pytest.fixture(autouse=True, scope="module")
def installed(required):
    required("python:espeakng_loader", "pip install 'studio-radio[voice]'")


def people():
    return [
        *(
            Spoken(f"p{number}-{language}", language, one, text(language))
            for number, one in enumerate(PRESENTERS)
            for language in Language
        ),
        *(
            Spoken(f"S-{number}", Language.KM, participant(f"S-{number}", "fm"[number % 2]), KHMER)
            for number in range(12)
        ),
    ]


def text(language):
    return KHMER if language is Language.KM else ENGLISH


@pytest.fixture(scope="module")
def heard():
    return voiced(people())


def test_the_sound_of_a_text_does_not_depend_on_what_was_spoken_before_or_by_how_many(heard):
    again = voiced(people()[::-1], children=1)
    assert sorted(again) == sorted(heard)
    assert [key for key in heard if not np.array_equal(heard[key], again[key])] == []


def test_every_length_is_a_multiple_of_half_a_second(heard):
    assert {len(sound) % GRID for sound in heard.values()} == {0}


def test_khmer_is_spoken_at_the_pace_of_radio(heard):
    rates = [syllable_count(KHMER) * 48_000 / len(heard[one.key]) for one in people() if one.language is Language.KM]
    assert 3.9 < sum(rates) / len(rates) < 4.5
    assert min(rates) > 3.4
    assert max(rates) < 4.9


def test_english_is_spoken_at_the_pace_of_radio(heard):
    for one in people():
        if one.language is Language.EN:
            assert 140 < len(ENGLISH.split()) * 60 * 48_000 / len(heard[one.key]) < 190


def test_no_voice_reaches_full_scale_and_none_is_lost(heard):
    assert max(float(np.abs(sound).max()) for sound in heard.values()) < 0.97
    assert all(-30 < spoken_level(sound) < -12 for sound in heard.values())


def test_people_sound_different(heard):
    sounds = [heard[one.key] for one in people() if one.language is Language.KM]
    alike = sum(np.array_equal(one, other) for number, one in enumerate(sounds) for other in sounds[:number])
    assert alike == 0


def test_a_participant_keeps_the_voice_and_women_and_men_share_none():
    women = {participant(f"S-{number}", "f").variant for number in range(60)}
    men = {participant(f"S-{number}", "m").variant for number in range(60)}
    assert participant("S-7", "f") == participant("S-7", "f")
    assert min(len(women), len(men)) >= 5
    assert not women & men
    assert PRESENTERS[0].variant not in women | men


def test_what_cannot_be_spoken_is_silence():
    quiet = voiced([Spoken("none", Language.KM, PRESENTERS[0], "— …")])["none"]
    assert len(quiet) % GRID == 0
    assert len(quiet) > 0
    assert np.abs(quiet).max() < 0.01


def test_the_files_are_48_khz_mono(tmp_path):
    paths = speak([Spoken("one", Language.KM, PRESENTERS[0], "សួស្តី។")], tmp_path)
    with wave.open(str(paths["one"]), "rb") as source:
        assert (source.getframerate(), source.getnchannels(), source.getsampwidth()) == (48_000, 1, 2)
        assert source.getnframes() % GRID == 0
    assert [path.name for path in tmp_path.iterdir()] == ["one.wav"]


def test_our_own_process_never_loads_the_voice(heard):
    assert heard
    assert "espeakng_loader" not in sys.modules


def test_without_the_extra_the_error_tells_the_command(tmp_path):
    with pytest.raises(ExtraMissing) as caught:
        speak(people()[:1], tmp_path, command=WITHOUT)
    assert caught.value.faults[0].code == "ground.extra-missing"
    assert caught.value.faults[0].values["command"] == "pip install 'studio-radio[voice]'"
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_dies_is_told_with_the_text_it_was_at(tmp_path):
    with pytest.raises(SoundRefused) as caught:
        speak(people()[:1], tmp_path, command=(sys.executable, "-c", "import sys; sys.stdin.read(); sys.exit(9)"))
    fault = caught.value.faults[0]
    assert (fault.code, fault.where, fault.values["status"]) == ("demo.voice-failed", people()[0].key, 9)
    assert fault.code in SENTENCES


@pytest.mark.parametrize("count", [0, 1, 21_600, 21_601, 24_000, 100_000])
def test_a_sound_keeps_its_samples_and_gains_a_tail(count):
    padded = on_grid(np.ones(count))
    assert padded[:count].all()
    assert not padded[count:].any()
    assert len(padded) % GRID == 0
    assert 2_400 <= len(padded) - count < 2_400 + GRID
