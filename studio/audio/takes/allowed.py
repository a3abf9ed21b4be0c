"""What FFmpeg may do here: which decoders it may start, what it may open, and to whom it complains."""

from __future__ import annotations

import io
import logging
import wave
from typing import Any

import av
import av.logging

from studio.units import RATE

CODECS = frozenset(
    {"mp3", "mp3float", "mp2", "aac", "alac", "flac", "opus", "libopus", "vorbis"}
    | {"amrnb", "amr_nb", "libopencore_amrnb", "amrwb", "libopencore_amrwb", "gsm", "gsm_ms", "adpcm_ms"}
    | {"adpcm_ima_wav", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"}
    | {"pcm_alaw", "pcm_mulaw"}
)
"""Decoders that may be started at all; pictures in a file are never decoded."""
WEB_CODECS = frozenset({"opus", "libopus", "vorbis"})
"""What browsers put into WebM."""
PREFERRED = {"amrnb": "libopencore_amrnb", "amr_nb": "libopencore_amrnb"}
"""Decoders taken before FFmpeg's own where the build has them: the native one mishandles AMR with silent frames."""
EXACT = frozenset({"flac", "matroska", "mov", "ogg", "w64"})
"""Containers whose length is read from the file and not guessed from its bitrate."""
OPTIONS = {
    "protocol_whitelist": "none",
    "codec_whitelist": ",".join(sorted(CODECS)),
    "enable_drefs": "0",
    "use_absolute_path": "0",
    "err_detect": "crccheck",
}


def listen_for_complaints() -> None:
    """Have decoders report their errors to `Recording`; for a process that does nothing else."""
    av.logging.set_level(av.logging.ERROR)
    av.logging.set_skip_repeated(False)
    logging.disable(logging.CRITICAL)


def rehearse() -> None:
    """Decode a tenth of a second of our own, so that nothing is left to import; for a process that seals itself."""
    with io.BytesIO() as silence:
        with wave.open(silence, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(RATE)
            writer.writeframes(bytes(RATE // 5))
        silence.seek(0)
        with av.open(silence, "r", format="wav") as opened:
            for frame in opened.decode(opened.streams.audio[0]):
                frame.to_ndarray()


def preferred(context: Any) -> Any:
    """The decoder context, or one for a decoder that is known to do better."""
    name = PREFERRED.get(context.name)
    if name is None or name not in av.codecs_available:
        return context
    better: Any = av.CodecContext.create(name, "r")
    better.sample_rate = context.sample_rate
    better.layout = context.layout
    return better
