"""What the tests of bad recordings share: files as programs write them, and the verdict in codes and values."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

from studio.audio.takes.child import examine
from studio.audio.takes.decode import LIMITS
from studio.audio.takes.verdict import Verdict, judged, refused
from studio.errors import SoundRefused
from studio.languages import Language
from studio.sentences.say import say

SECOND = 48_000
USABLE, WARNED, REFUSED = Verdict.USABLE, Verdict.WARNED, Verdict.REFUSED


def judgement(path, copy=None):
    """The judgement on a recording that is decoded in this process, and copied where a path for that is given."""
    try:
        return judged(path.name, examine(path, path.name, copy, LIMITS.length))
    except SoundRefused as refusal:
        return refused(path.name, refusal.faults)


def verdict(path, copy=None):
    """The verdict on a recording that is decoded in this process, and its codes with their values."""
    return in_words(judgement(path, copy))


def in_words(found):
    """A verdict and its codes with their values; every fault and the verdict itself have their sentences."""
    for one in (found.said, *found.faults):
        for language in Language:
            what, mend = say(one, language)
            assert what
            assert mend
            assert "–" not in what + mend
    return found.verdict, {one.code.removeprefix("audio."): dict(one.values) for one in found.faults}


def coded(path, sound, container, codec, kind, rate=SECOND, bitrate=None, title="", **options):
    """A recording at 48 kHz as FFmpeg writes it. kind: of the samples; rate: hertz that are written."""
    layout = "mono" if sound.shape[1] == 1 else "stereo"
    with av.open(str(path), "w", format=container, options=options) as file:
        if title:
            file.metadata["title"] = title
        stream = file.add_stream(codec, rate=rate, layout=layout)
        if bitrate:
            stream.bit_rate = bitrate
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=kind, layout=layout, rate=rate, frame_size=size)
        source = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T, np.float32), format="fltp", layout=layout)
        source.sample_rate, source.time_base, source.pts = SECOND, Fraction(1, SECOND), 0
        for frame in [*resampler.resample(source), *resampler.resample(None)]:
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path
