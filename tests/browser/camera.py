"""What a camera would see: a film of one still picture, in the plain format Chromium takes in place of a camera."""

from pathlib import Path

import segno

WIDTH, HEIGHT, FRAMES = 640, 480, 10
WHITE, BLACK, GREY = 235, 16, 128


def film_of(code: str, path: Path) -> Path:
    """A QR code of this text in the middle of a white picture (YUV4MPEG2, 4:2:0)."""
    frame = b"FRAME\n" + _bright(code) + bytes([GREY]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode()
    path.write_bytes(head + frame * FRAMES)
    return path


def _bright(code: str) -> bytes:
    rows = [list(row) for row in segno.make_qr(code, error="m").matrix]
    size = 320 // len(rows)
    left, top = (WIDTH - size * len(rows)) // 2, (HEIGHT - size * len(rows)) // 2
    plane = bytearray([WHITE]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        line = b"".join(bytes([BLACK if dark else WHITE]) * size for dark in row)
        for n in range(size):
            start = (top + y * size + n) * WIDTH + left
            plane[start : start + len(line)] = line
    return bytes(plane)
