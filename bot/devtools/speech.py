"""Speech of the stand-in: a voice as WeChat records it (AMR, 8 kHz), in which somebody hums as long as the words are."""

from __future__ import annotations

import io
import math

import numpy as np

_RATE, _FRAME = 8000, 160  # samples a second, samples a frame (20 ms)
_SYLLABLE_SECONDS = 0.25
# Four tones, like Mandarin's; what matters is that one hears something, and where in it one is.
_PITCHES = (220.0, 262.0, 196.0, 247.0)


def hum(seconds: int) -> bytes:
    """Return an AMR file that lasts so many seconds."""
    # Development only: no process of production loads it for this.
    import av

    written = io.BytesIO()
    with av.open(written, "w", format="amr") as file:
        track = file.add_stream("libopencore_amrnb", rate=_RATE, layout="mono", bit_rate=12_200)
        wave = _wave(seconds)
        for start in range(0, len(wave), _FRAME):
            frame = av.AudioFrame.from_ndarray(wave[None, start : start + _FRAME], format="s16", layout="mono")
            frame.sample_rate, frame.pts = _RATE, start
            file.mux(track.encode(frame))
        file.mux(track.encode(None))
    return written.getvalue()


def _wave(seconds: int) -> np.ndarray:
    """Return the samples: a syllable after the other, each swelling and fading."""
    moments = np.arange(seconds * _RATE) / _RATE
    syllable = (moments / _SYLLABLE_SECONDS).astype(int) % len(_PITCHES)
    loudness = np.sin(math.pi * (moments % _SYLLABLE_SECONDS) / _SYLLABLE_SECONDS)
    tone = np.sin(2 * math.pi * np.array(_PITCHES)[syllable] * moments)
    return (tone * loudness * 9000).astype(np.int16)
