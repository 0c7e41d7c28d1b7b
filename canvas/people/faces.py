"""Faces, by YuNet (Wu, Peng, Yu: "YuNet: A Tiny Millisecond-level Face Detector", 2023)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from canvas.filters import ByteImage
from canvas.geometry import Box

MODEL_FOLDER = Path(__file__).parent.parent / "assets" / "models"
_MODEL = MODEL_FOLDER / "face_detection_yunet_2023mar.onnx"
_LONGEST_SIDE = 640
_SURE = 0.8
_OVERLAP = 0.3
_SMALLEST = 0.035  # of the picture's longer side; anything smaller is as often a pattern as a face


def find_faces(image: ByteImage, *, smallest: float = _SMALLEST, longest_side: int = _LONGEST_SIDE) -> tuple[Box, ...]:
    """Return the faces in an HxWx3 RGB image, largest first, each from chin to hairline in ratios of the image.

    `smallest` is the least longer side of a face, in ratios of the image's longer side, and `longest_side` how many
    pixels of that are looked at: 20 of a face are seen for certain.
    """
    height, width = image.shape[:2]
    scale = min(1.0, longest_side / max(height, width))
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    reduced = cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA)
    # A detector keeps its input size as state, so each call has its own; making one costs a few milliseconds.
    detector = cv2.FaceDetectorYN.create(str(_MODEL), "", (columns, rows), _SURE, _OVERLAP, 50)
    found: Any = detector.detect(np.ascontiguousarray(reduced[..., ::-1]))[1]
    if found is None:  # what OpenCV answers instead of an empty list
        return ()
    boxes = [tuple(float(value) for value in row[:4]) for row in found]
    large = [box for box in boxes if max(box[2], box[3]) >= smallest * max(columns, rows)]
    large.sort(key=lambda box: (-box[2] * box[3], box[0]))
    return tuple(Box(x / columns, y / rows, (x + w) / columns, (y + h) / rows) for x, y, w, h in large)
