"""`studio take treat` and `preview`: shown, chosen, refused, undone, on a real take."""

from __future__ import annotations

import os
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

RATE = 48_000


@pytest.fixture
def taken(recorded: Any) -> str:
    """A script with a take of 6 s: a second of silence, four seconds of sound, a second of silence; its key."""
    return str(recorded(4))


def test_what_was_judged_of_a_recording_is_told(run: Any, taken: str, station: Path) -> None:
    again = run("take", "add", taken, 1, "take.wav")
    assert (again.code, "kept already, as take 1" in again.out) == (0, True)
    assert run("take", "add", taken, 1, "take.wav", "--json").json["verdict"] is None
    sound = np.zeros((2 * RATE, 2), "<i2")
    sound[:, 0] = np.random.default_rng(2).standard_normal(2 * RATE) * 60
    with wave.open(str(station / "left.mp3"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    done = run("take", "add", taken, 1, "left.mp3")
    assert done.code == 0
    assert [
        text
        for text in ("very quiet (-5", "ends in .mp3, and its content is wav", "left side", "lasts 0:02")
        if text not in done.err
    ] == []
    assert "left.mp3 can be used; warnings: 4. Read them" in done.out
    assert "Take 2 of part 1: 0:02, -5" in done.out
    assert "dBTP; pcm_s16le, 48000 Hz, channels: 2." in done.out
    sound[0, 1] = 1
    (station / "left.wav").write_bytes((station / "left.mp3").read_bytes() + bytes(4))
    told = run("take", "add", taken, 1, "left.wav", "--json").json
    assert (told["verdict"], told["rate"], told["channels"]) == ("usable-with-warnings", RATE, 2)
    assert {one["code"] for one in told["warnings"]} >= {"audio.very-quiet", "audio.left-only"}


def test_what_is_no_recording_is_named(run: Any, taken: str, station: Path) -> None:
    (station / "takes").mkdir()
    os.mkfifo(station / "pipe.wav")
    for name, told in (
        ("takes", "takes is a folder, not a recording."),
        (".", "is a folder, not a recording."),
        ("pipe.wav", "pipe.wav is a pipe, not a recording."),
        ("/dev/zero", "zero is a device or a socket, not a recording."),
        ("gone.wav", "There is no file gone.wav."),
        ("take.wav/gone.wav", "There is no file take.wav/gone.wav."),
        ("x" * 300, "File name too long."),
    ):
        done = run("take", "add", taken, 1, name)
        assert (done.code, told in done.err) == (1, True), done.err


def test_a_treatment_is_shown_chosen_and_undone(run: Any, taken: str) -> None:
    usual = run("take", "treat", taken, 1, "--json").json
    assert (usual["ms"], usual["chosen"], usual["treatment"]["auto_trim"]) == (6000, {}, True)
    assert usual["heard_ms"] == pytest.approx(4350, abs=40)
    words = (
        "--trim-in",
        "0:01.2",
        "--cut",
        "2 s-0:02.5",
        "--gain",
        "-1.5",
        "--fade-out",
        "300 ms",
        "--high-pass",
        "90",
    )
    more = ("--denoise", "6", "--level", "--room-tone", "--no-auto-trim", "--silence", "1 s")
    chosen = run("take", "treat", taken, 1, *words, *more, "--json").json
    assert chosen["chosen"] == {
        "trim_in": 1200,
        "auto_trim": False,
        "cuts": [[2000, 2500]],
        "gain_db": -1.5,
        "fade_out": 300,
        "silence": 1000,
        "high_pass": 90,
        "denoise_db": 6.0,
        "levelling": True,
        "room_tone": True,
    }
    assert chosen["heard_ms"] == 6000 - 1200 - 500 - 20
    undone = run("take", "treat", taken, 1, "--uncut", "--no-high-pass", "--json").json["treatment"]
    assert (undone["cuts"], undone["high_pass"], undone["trim_in"]) == ([], 0, 1200)
    assert run("take", "treat", taken, 1, "--reset", "--json").json == usual


def test_a_person_reads_what_is_usual_and_what_was_chosen(run: Any, taken: str) -> None:
    done = run("take", "treat", taken, 1, "--gain", "2")
    assert done.code == 0
    rows = dict(line.split("\t", 1) for line in done.out.splitlines() if "\t" in line)
    assert rows["gain"] == "+2 dB\tchosen"
    assert rows["high-pass"] == "60 Hz\tusual"
    assert "of 0:06.000 are heard." in done.out
    assert "studio episode build EPISODE" in done.out
    assert "studio episode build" not in run("take", "treat", taken, 1).out


def test_what_cannot_be_done_is_refused_with_every_reason(run: Any, taken: str) -> None:
    done = run("take", "treat", taken, 1, "--trim-in", "0:09", "--gain", "80")
    assert done.code == 1
    assert "cannot be trimmed at 0:09.000" in done.err
    assert "80.0 dB is no gain" in done.err
    assert run("take", "treat", taken, 1, "--json").json["chosen"] == {}
    assert run("take", "treat", taken, 77).code == 1


def test_every_step_has_its_bounds_and_all_faults_come_at_once(run: Any, taken: str) -> None:
    words = ("--silence", "61 s", "--high-pass", "5", "--denoise", "25", "--gain", "nan", "--fade-in", "2:00")
    done = run("take", "treat", taken, 1, *words)
    assert done.code == 1
    told = ["nan dB is no gain", "5 Hz would harm", "lowered by 25.0 dB", "fade_in of", "silence of", "120000 ms"]
    assert [text for text in told if text not in done.err] == []
    assert run("take", "treat", taken, 1, "--json").json["chosen"] == {}
    assert run("take", "treat", taken, 1, "--silence", "60 s", "--high-pass", "20", "--denoise", "24").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--high-pass", "0"),
        ("--high-pass", "nan"),
        ("--fade-in", "9999:00"),
        ("--trim-in", "soon"),
        ("--cut", "0:01"),
        ("--cut", "0:01-soon"),
        ("--cut", "0:01-0:02-0:03"),
        ("--cut", "0:01-0:02", "--uncut"),
        ("--high-pass", "80", "--no-high-pass"),
        ("--gain", "loud"),
    ],
)
def test_what_says_nothing_is_wrong_usage(run: Any, taken: str, words: tuple[str, ...]) -> None:
    assert run("take", "treat", taken, 1, *words).code == 2


@pytest.mark.parametrize(
    ("words", "told"), [(("--high-pass", "nan"), "20 to 300"), (("--fade-in", "9999:00"), "from 0 to 1:00")]
)
def test_what_is_no_number_is_told_what_may_be(run: Any, taken: str, words: tuple[str, ...], told: str) -> None:
    done = run("take", "treat", taken, 1, *words)
    assert (done.code, told in done.err) == (2, True), done.err


def test_a_silent_recording_is_refused_with_what_to_do(run: Any, taken: str, station: Path) -> None:
    with wave.open(str(station / "silent.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE * 2))
    done = run("take", "add", taken, 1, "silent.wav")
    assert done.code == 1
    assert "Nothing is to be heard in silent.wav" in done.err and "microphone" in done.err
    assert run("take", "list", taken, "--json").json[0]["take"] == 1


def test_a_preview_is_written(run: Any, taken: str, station: Path) -> None:
    done = run("take", "preview", taken, 1, "heard.wav")
    assert (done.code, done.out.startswith("heard.wav: 0:04.3")) == (0, True)
    with wave.open(str(station / "heard.wav")) as file:
        assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
        assert file.getnframes() == run("take", "treat", taken, 1, "--json").json["heard_ms"] * 48
    refused = run("take", "preview", taken, 1, "heard.mp3")
    assert refused.code == 1
    assert ".wav" in refused.err


def test_an_earlier_take_is_chosen_and_one_is_refused(run: Any, taken: str, station: Path) -> None:
    with wave.open(str(station / "again.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.random.default_rng(7).standard_normal(2 * RATE) * 3000).astype("<i2").tobytes())
    assert run("take", "add", taken, 1, "again.wav").code == 0
    done = run("take", "choose", taken, 1, 1)
    assert (done.code, "Take 1 is heard; as take 3." in done.out) == (0, True)
    assert run("take", "list", taken, "--json").json[0] | {"text": ""} == {
        "part": 1,
        "clip": None,
        "take": 3,
        "ms": 6000,
        "text": "",
    }
    assert "Take 2 is heard now." in run("take", "refuse", taken, 1, 3, "a door").out
    refused = run("take", "refuse", taken, 1, 2, "too soft", "--json").json
    assert (refused["refused"], refused["take"]) == (2, None)
    assert run("take", "list", taken, "--json").json[0]["take"] is None
    assert run("take", "refuse", taken, 1, 2, " ").code == 1
    assert run("take", "choose", taken, 1, 9).code == 1
