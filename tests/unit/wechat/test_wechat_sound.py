"""A voice becomes MP3: checked by decoding it again."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from bot.devtools.speech import hum
from bot.wechat.sound import NoSound, as_mp3, needs_conversion
from tests.voices import AMR, AMR_WB, empty_frames, silent_speex, silent_voice


def heard(mp3: bytes) -> tuple[str, int, np.ndarray]:
    """Codec, rate and samples of what a player gets."""
    with av.open(io.BytesIO(mp3)) as file:
        track = file.streams.audio[0]
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(track)])
        return track.codec_context.name, track.rate, samples


def test_a_voice_of_a_telephone_becomes_mp3_of_the_same_length() -> None:
    sound = as_mp3(silent_voice(4), "audio/amr")
    codec, rate, samples = heard(sound.data)
    assert (codec.startswith("mp3"), rate, sound.seconds) == (True, 16_000, 4)
    assert len(samples) / rate == pytest.approx(4, abs=0.1)


def test_what_was_loud_is_loud_and_on_the_same_pitch() -> None:
    _, rate, samples = heard(as_mp3(hum(2), "audio/amr").data)
    strongest = np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples)
    assert np.abs(samples).max() > 0.1
    assert 180 < strongest < 280


def test_moments_in_which_nobody_speaks_are_kept() -> None:
    assert as_mp3(AMR + empty_frames(3), "audio/amr").seconds == 3


def test_a_voice_of_a_newer_telephone_is_taken() -> None:
    assert as_mp3(AMR_WB + empty_frames(5), "audio/amr-wb").seconds == 5


def test_speex_is_taken() -> None:
    assert as_mp3(silent_speex(2), "audio/ogg").seconds == 2


def test_a_voice_that_breaks_off_in_the_midst_is_heard_as_far_as_it_goes() -> None:
    assert as_mp3(silent_voice(3)[:-7], "audio/amr").seconds == 3


def test_a_very_short_voice_lasts_one_second() -> None:
    assert as_mp3(AMR + silent_voice(1)[len(AMR) :][:130], "audio/amr").seconds == 1


@pytest.mark.parametrize("data", [b"", AMR, b"OggS and nothing more", b"<html>"])
def test_what_holds_no_sound_is_refused(data: bytes) -> None:
    for content_type in ("audio/amr", "audio/ogg"):
        with pytest.raises(NoSound):
            as_mp3(data, content_type)


def test_what_never_ends_is_refused() -> None:
    with pytest.raises(NoSound, match="longer"):
        as_mp3(AMR + empty_frames(605), "audio/amr")


def test_other_files_are_never_handed_to_the_decoder() -> None:
    assert not needs_conversion("application/octet-stream")
    assert not needs_conversion("audio/mpeg")
    with pytest.raises(NoSound, match="not converted"):
        as_mp3(silent_voice(1), "video/mp4")
