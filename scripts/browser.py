"""Finds the browser of the browser tests; on Debian, as root, installs it with the Chinese fonts that pages need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-cjk")


def main() -> int:
    """Return 0 when Chromium is there, or when it is not and cannot be installed: those tests then say so."""
    if shutil.which("chromium") and has_chinese_font():
        return 0
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        print("Chromium or a Chinese font is missing: browser tests are skipped. "
              f"On Debian: apt-get install {' '.join(PACKAGES)}", file=sys.stderr)  # fmt: skip
        return 0
    print("• Chromium and Chinese fonts for the browser tests …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], check=True, env=environment,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return 0


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
