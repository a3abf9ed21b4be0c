"""[sound.NAME]: what cannot be done to a take is refused where it is written, by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import SettingsInvalid
from studio.languages import Language
from studio.sentences.say import say
from studio.settings import FILE, load_settings


@pytest.mark.parametrize("hertz", [-20, 1, 19, 301])
def test_a_high_pass_that_no_take_is_treated_with_is_refused_by_file_and_key(hertz: int, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"[sound.story]\nhigh_pass_hz = {hertz}\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid) as refused:
        load_settings(tmp_path, {"STUDIO_SOUND_CLIP_HIGH_PASS_HZ": "12"})
    found = {one.values["key"]: one for one in refused.value.faults}
    assert {key: one.code for key, one in found.items()} == {
        "sound.story.high_pass_hz": "ground.high-pass",
        "sound.clip.high_pass_hz": "ground.high-pass",
    }
    for language in Language:
        what, mend = say(found["sound.story.high_pass_hz"], language)
        assert f"{tmp_path / FILE}" in what
        assert "sound.story.high_pass_hz" in what
        assert f"{hertz}" in what
        assert "20" in mend
        assert "300" in mend


@pytest.mark.parametrize("hertz", [0, 20, 300])
def test_a_high_pass_may_be_off_or_anything_that_leaves_the_voice(hertz: int, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"[sound.story]\nhigh_pass_hz = {hertz}\n", encoding="utf-8")
    assert load_settings(tmp_path, {}).sound.story.high_pass_hz == hertz
