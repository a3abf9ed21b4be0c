"""Clean copies of pictures: decoded in a child with limits, encoded anew, so that nothing but the picture is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import studio
from studio.errors import IntakeRefused, fault
from studio.store.files import replacing

SECONDS = 30
PACKAGE = Path(studio.__file__).resolve().parent.parent
ENVIRONMENT = {"PATH": os.defpath, "PYTHONPATH": str(PACKAGE), "LC_ALL": "C.UTF-8"}


def clean_picture(source: Path, target: Path) -> None:
    """Write a picture as JPEG, turned upright, at most 2,560 pixels wide or high, without a word about where from.

    Takes JPEG, PNG and WebP, told by content. Raises IntakeRefused for all else; the target is then as it was.
    """
    with replacing(target) as temporary, source.open("rb") as picture:
        command = [sys.executable, "-P", "-m", "studio.intake.picture_child", str(temporary.resolve())]
        try:
            done = subprocess.run(
                command, stdin=picture, capture_output=True, env=ENVIRONMENT, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired as reason:
            raise IntakeRefused(fault("intake.picture-bad")) from reason
        if done.returncode != 0:
            raise IntakeRefused(fault("intake.picture-bad"))
