"""What people agree to can be heard in the demonstration; what somebody recorded themselves stays."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from studio.demo.consents import make_consents
from studio.pipeline.consent_words import CONSENTS, SPOKEN


def test_every_text_is_spoken_in_both_languages_and_a_recording_of_ones_own_stays(tmp_path: Path) -> None:
    folder = tmp_path / SPOKEN
    folder.mkdir()
    own = folder / "words.km.mp3"
    own.write_bytes(b"a voice that people trust")
    make_consents(tmp_path)
    spoken = {path.name: path.read_bytes() for path in folder.glob("*.m4a")}
    wanted = {f"{purpose}.{language}.m4a" for purpose in CONSENTS for language in ("km", "en")}
    assert spoken.keys() == wanted - {"words.km.m4a"}
    assert own.read_bytes() == b"a voice that people trust"
    for name in spoken:
        with av.open(str(folder / name)) as file:
            sound = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
        assert 1.0 < len(sound) / 44_100 < 8.0, name
        assert np.abs(sound).max() > 0.05, name
    make_consents(tmp_path)
    assert {path.name: path.read_bytes() for path in folder.glob("*.m4a")} == spoken
