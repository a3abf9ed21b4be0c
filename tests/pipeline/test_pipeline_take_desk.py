"""Takes as they are worked with: measured once, told with what is wrong, also when a sound is gone."""

from __future__ import annotations

from io import BytesIO

import pytest

from studio.audio.pictures.shape import Shape
from studio.errors import IntakeRefused, NotFound, SoundRefused
from studio.languages import Language
from studio.pipeline.inbox import Reader
from studio.pipeline.take_choice import choose_take, refuse_take
from studio.pipeline.take_desk import as_heard, noise_of, open_takes, sound_of
from studio.pipeline.take_measured import cache_of, report_key, report_of, shape_in
from studio.pipeline.take_sent import plain_name, take_from
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.uploads import begin_upload
from studio.units import Digest, Lufs

SCALE, KEY, KM = "8a4b115c", "btb-04-20120308-8a4b", Language.KM
ALL = Reader(reviews=True)


@pytest.fixture
def recorded(desk, kit):
    """A script with one take."""
    kit.approved(desk, SCALE)
    add_take(desk, KEY, 1, kit.wav("a.wav", 1.0, seed=1), KM)
    return desk


def first(studio):
    """The first part as it is worked with."""
    return open_takes(studio, ALL, KEY, None).pieces[0]


def test_a_report_is_measured_once_and_is_the_same_again(recorded, kit):
    taken = parts_of(recorded, KEY, KM)[0][1]
    original = Digest(taken.original)
    assert cache_of(recorded).get(report_key(original)) is None
    measured = report_of(recorded, original, "take 1")
    assert (measured.ms, measured.lufs, measured.dbtp) == (1000, taken.lufs, taken.dbtp)
    (recorded.workspace.vault.place(original)).unlink()
    again = report_of(recorded, original, "ការថត")
    assert again.warnings == tuple(type(one)(one.code, "ការថត", one.values) for one in measured.warnings)
    assert (again.codec, again.rate, again.channels, again.heard_ms) == ("pcm_s16le", 48_000, 1, measured.heard_ms)
    assert shape_in(recorded, Digest(taken.working)) == shape_in(recorded, Digest(taken.working))


def test_what_comes_from_a_page_is_measured_as_it_is_kept(recorded, kit):
    with kit.wav("b.wav", 1.2, seed=2).open("rb") as source:
        taken, report = take_from(recorded, KEY, 1, KM, source, "/x/../b.mp3", synthetic=True)
    assert (taken.number, taken.synthetic) == (2, True)
    assert [one.code for one in report.warnings] == ["audio.mislabelled"]
    told = first(recorded)
    assert [(one.name, one.heard) for one in told.takes] == [(2, True), (1, False)]
    assert [(one.code, one.where) for one in told.takes[0].verdict.faults] == [("audio.mislabelled", "2")]
    assert told.takes[0].above_noise == pytest.approx(0.0, abs=1.5), "even noise is as loud as itself"


def test_what_is_quietest_in_a_voice_without_pauses_is_not_called_noise():
    assert noise_of(Shape((0.5,), (0.2,), Lufs(-20.0), Lufs(-23.0))) is None
    assert noise_of(Shape((0.5,), (0.2,), Lufs(-20.0), Lufs(-23.0)), noisy=True) == -23.0
    assert noise_of(Shape((0.5,), (0.2,), Lufs(-20.0), Lufs(-61.0))) == -61.0


def test_a_take_keeps_its_first_number_and_stands_first_while_it_is_heard(recorded, kit):
    add_take(recorded, KEY, 1, kit.wav("b.wav", 1.2, seed=2), KM)
    choose_take(recorded, KEY, 1, 1, KM)
    assert [(one.name, one.take.number, one.heard) for one in first(recorded).takes] == [(1, 3, True), (2, 2, False)]
    refuse_take(recorded, KEY, 1, 3, KM, "a door")
    assert [(one.name, one.heard) for one in first(recorded).takes] == [(2, True), (1, False)]
    refuse_take(recorded, KEY, 1, 2, KM, "a door")
    piece = first(recorded)
    assert [one.heard for one in piece.takes] == [False, False]
    assert (piece.treated, [one.code for one in piece.missing]) == (None, ["pipeline.take-missing"])


def test_a_sound_that_is_gone_is_told_and_the_page_stays(recorded):
    taken = parts_of(recorded, KEY, KM)[0][1]
    recorded.workspace.vault.place(Digest(taken.working)).unlink()
    piece = first(recorded)
    assert piece.takes[0].shape is None
    assert [one.code for one in piece.takes[0].verdict.faults] == ["store.vault-missing"]
    assert [one.code for one in piece.missing] == ["store.vault-missing"]
    with pytest.raises(NotFound):
        sound_of(recorded, ALL, KEY, 1, 1, KM)


def test_what_will_be_heard_is_made_once(recorded):
    path = as_heard(recorded, ALL, KEY, 1, KM)
    assert path.read_bytes()[:4] == b"fLaC"
    assert as_heard(recorded, ALL, KEY, 1, KM) == path
    with pytest.raises(NotFound):
        as_heard(recorded, ALL, KEY, 9, KM)


def test_an_upload_that_is_cut_or_gone_keeps_nothing(recorded):
    for token, code in ((begin_upload(recorded, 10), "pipeline.upload-cut"), ("nothing", "pipeline.upload-gone")):
        with pytest.raises(IntakeRefused) as refused:
            take_from(recorded, KEY, 1, KM, token, "b.wav", synthetic=False)
        assert [(one.code, one.where) for one in refused.value.faults] == [(code, "b.wav")]
    with pytest.raises(SoundRefused):
        take_from(recorded, KEY, 1, KM, BytesIO(b"no sound"), "b.wav", synthetic=False)
    assert len(first(recorded).takes) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\sounds\\story.wav", "story.wav"),
        ("../../etc/passwd", "passwd"),
        ("..", "recording"),
        ("", "recording"),
        ("រឿង ទី១.m4a", "រឿង ទី១.m4a"),
        ("a\x00b\n.wav", "ab.wav"),
        ("x" * 300 + ".wav", "x" * 196 + ".wav"),
        ("ស" * 300 + ".wav", "ស" * 65 + ".wav"),
        ("a\ud800.wav", "a.wav"),
    ],
    ids=["windows", "up", "dots", "none", "khmer", "controls", "long", "long-khmer", "half-a-letter"],
)
def test_a_name_is_only_a_name(given, kept):
    assert plain_name(given) == kept
