"""Sound: a voice in a form that every browser plays.

WeChat records voices as AMR or Speex, which no browser plays. MP3 is played by all of them, old telephones included.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from av import AudioCodecContext, AudioFrame
    from av.container import InputContainer

_RATE = 16_000
_BITS_A_SECOND = 32_000
# WeChat ends a voice after one minute: what goes on for so long is none, and must not hold the worker.
_LONGEST_SECONDS = 600
# FFmpeg is told what to expect: a file made by a stranger shall not choose among its two hundred readers.
_READERS = {"audio/amr": "amr", "audio/amr-wb": "amr", "audio/ogg": "ogg"}
# FFmpeg's own decoders refuse the frames that telephones leave empty while nobody speaks.
_DECODERS = {"amrnb": "libopencore_amrnb", "amrwb": "libopencore_amrwb"}


class NoSound(Exception):
    """The file cannot be made playable; `str()` is for logs."""


@dataclass(frozen=True)
class Sound:
    """An MP3 file and how long it plays."""

    data: bytes
    seconds: int


def needs_conversion(content_type: str) -> bool:
    """Whether browsers may not play a voice of this type, and we can make something of it that they do."""
    return content_type in _READERS


def as_mp3(data: bytes, content_type: str) -> Sound:
    """Return a voice as MP3. Raises `NoSound`."""
    # Loaded in the worker only, when the first voice comes: FFmpeg takes 22 MiB.
    import av

    if content_type not in _READERS:
        raise NoSound(f"{content_type} is not converted")
    try:
        with av.open(io.BytesIO(data), "r", format=_READERS[content_type]) as voice:
            return _encode(_frames(voice))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise NoSound(f"{type(error).__name__}: {error}") from error


def _frames(voice: InputContainer) -> Iterator[AudioFrame]:
    """Yield what can be heard; a damaged or cut frame (a fiftieth of a second) is left out."""
    import av

    track = voice.streams.audio[0]
    decoder = track.codec_context
    if decoder.name in _DECODERS:
        decoder = cast("AudioCodecContext", av.CodecContext.create(_DECODERS[decoder.name], "r"))
    for packet in voice.demux(track):
        with suppress(av.InvalidDataError):
            yield from decoder.decode(packet if packet.size else None)


def _encode(frames: Iterator[AudioFrame]) -> Sound:
    import av

    written, samples = io.BytesIO(), 0
    resampler = av.AudioResampler(format="s16p", layout="mono", rate=_RATE)
    with av.open(written, "w", format="mp3") as file:
        track = file.add_stream("mp3", rate=_RATE, layout="mono", bit_rate=_BITS_A_SECOND)
        for frame in chain(frames, (None,)):
            for piece in resampler.resample(frame):
                samples += piece.samples
                file.mux(track.encode(piece))
            if samples > _LONGEST_SECONDS * _RATE:
                raise NoSound(f"longer than {_LONGEST_SECONDS} seconds")
        file.mux(track.encode(None))
    if not samples:
        raise NoSound("nothing to hear in it")
    return Sound(written.getvalue(), max(1, round(samples / _RATE)))
