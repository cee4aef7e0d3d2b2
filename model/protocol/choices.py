"""Values that options and results of both processes may take."""

from __future__ import annotations

DEVICES = ("auto", "cpu", "cuda", "mps")
"""What ``Job.device`` may be, in the order in which users see it."""

BEST_DEVICES = ("cuda", "mps", "cpu")
"""The devices that "auto" tries, best first."""

FRAME_PARTS = ("clear", "haze", "sharpness", "contrast", "season", "sun", "map")
"""The parts of a `FrameScore`, in the order in which users see them; "map" is only known of frames that were mapped."""
