"""A gap that stretches is heard as silence: from the clock to the master."""

from __future__ import annotations

import json

import numpy as np
import pytest

from studio.audio.files.source import Source
from studio.languages import Language
from studio.pipeline.build import build_episode
from studio.pipeline.cue import cue_edition
from studio.pipeline.planned import plan_of
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.takes import add_take
from studio.pipeline.treat import treat
from studio.units import samples

FIRST = "2012-05-17-voices"
SCALE, FOREST = "8a4b115c", "ddb2b916"
FRAME = 1152


@pytest.fixture
def loose(station, kit):
    """The station with music of 5 s at most, and gaps that may last up to 20 s but for those with a sting."""
    clock = station.workspace.scripts / "clocks" / "short.toml"
    told = clock.read_text(encoding="utf-8").replace('gap = "0.1 s"', 'gap = "0.1 s"\ngap_longest = "20 s"')
    clock.write_text(told.replace('longest = "40 s"', 'longest = "5 s"'), encoding="utf-8")
    kit.airtime(station)
    kit.approved(station, SCALE, FOREST)
    return station


def test_a_stretched_gap_is_kept_with_the_rundown_and_heard_in_the_master(loose, kit):
    done = kit.produced(loose)
    clock, rundown, sheet = done.score.planned.clock, done.score.rundown, done.score.sheet
    heard = rundown.heard
    assert heard[-1].end == clock.hard_out == 40_000
    wide = [entry for entry in heard[:-1] if clock.pause_after(entry) > 1_000]
    assert {entry.position for entry in wide} == {"jingle", "headlines", "music"}
    assert all(entry.pause is None for entry in heard if entry.position in ("stories", "closing"))
    begun = {one.key: one.start for one in sheet.stretches}
    assert {entry.key: begun[entry.key] for entry in heard} == {
        entry.key: samples(entry.start) // FRAME * FRAME for entry in heard
    }
    source = Source(done.masters[0].path)
    sound = np.concatenate(list(source.blocks()))
    for entry, following in zip(heard, heard[1:], strict=False):
        if entry in wide:
            silence = sound[samples(entry.end) + 4_800 : samples(following.start) - 4_800]
            assert len(silence) > 30_000 and np.abs(silence).max() < 1e-3
        begins = samples(following.start) // FRAME * FRAME
        assert np.abs(sound[begins : begins + 48_000]).max() > 1e-2
    plan = plan_of(loose, FIRST)
    written = json.loads((loose.workspace.episodes / FIRST / "rundown.json").read_text(encoding="utf-8"))
    assert [one.get("pause_ms") for one in written["entries"]] == [entry.pause for entry in rundown.entries]
    assert any(entry.pause is not None for entry in plan.plan.entries)
    assert not propose_rundown(loose, FIRST).new and not build_episode(loose, FIRST).new


def test_where_sound_laps_over_a_gap_the_others_stretch(loose, kit):
    planned = kit.proposed(loose)
    kit.recorded(loose, planned)
    stretched = next(entry for entry in planned.plan.entries if entry.key == "headlines")
    assert stretched.pause is not None
    score = cue_edition(loose, plan_of(loose, FIRST))
    last = next(one for one in score.spoken if one.entry.key == "headlines").heard[-1].part.number
    add_take(loose, f"{FIRST}/headlines", last, kit.wav("long.wav", 5.0, seed=8), Language.KM)
    treat(loose, f"{FIRST}/headlines", last, Language.KM, {"crossfade": 600})
    score = cue_edition(loose, plan_of(loose, FIRST))
    pauses = {entry.key: entry.pause for entry in score.rundown.entries}
    assert pauses["headlines"] is None and (pauses["jingle"] or 0) > 1_000
    assert score.rundown.entries[-1].end == 40_000
    voices = [cue for cue in score.sheet.cues if cue.lane == "voice"]
    going = next(number for number, cue in enumerate(voices) if cue.source.startswith("headlines/"))
    assert abs(voices[going].end - voices[going + 1].start - samples(600)) <= samples(24)
