"""Voices as telephones record them, written frame by frame."""

from __future__ import annotations

import struct

AMR, AMR_WB = b"#!AMR\n", b"#!AMR-WB\n"
_FRAMES_A_SECOND = 50


def silent_voice(seconds: int) -> bytes:
    """An AMR file at 12.2 kbit/s: each frame has its mode in the first byte, then 31 bytes of speech."""
    return AMR + (b"\x3c" + bytes(31)) * _FRAMES_A_SECOND * seconds


def empty_frames(seconds: int) -> bytes:
    """What a telephone sends while nobody speaks: frames of one byte."""
    return b"\x7c" * _FRAMES_A_SECOND * seconds


def silent_speex(seconds: int) -> bytes:
    """A Speex file (8 kHz, in Ogg) in which nobody speaks."""
    # Version 1, header of 80 bytes, 8 kHz, narrow band, bit stream 4, mono, any bit rate, 160 samples a frame, one a packet.
    head = struct.pack("<8s20s13i", b"Speex   ", b"1.2", 1, 80, 8000, 0, 4, 1, -1, 160, 0, 1, 0, 0, 0)
    comment = struct.pack("<ii", 0, 0)
    # One bit "narrow band", four bits "mode 0: nothing but background", four bits 1 that end the packet.
    frame = bytes([0b00000_011, 0b11_011111])
    pages = [_page(0, 2, 0, [head]), _page(1, 0, 0, [comment])]
    for second in range(seconds):
        is_last = second == seconds - 1
        pages.append(_page(second + 2, 4 if is_last else 0, (second + 1) * 8000, [frame] * _FRAMES_A_SECOND))
    return b"".join(pages)


def _page(number: int, flags: int, samples: int, packets: list[bytes]) -> bytes:
    """A page of an Ogg file; every packet is shorter than 255 bytes."""
    lengths = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, samples, 1, number, 0) + bytes([len(packets)]) + lengths
    page = bytearray(head + b"".join(packets))
    page[22:26] = struct.pack("<I", _checksum(page))
    return bytes(page)


def _checksum(page: bytes) -> int:
    """Ogg's own checksum: zlib's polynomial, most significant bit first."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value
