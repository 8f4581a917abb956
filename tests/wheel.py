"""Installs the wheel in an empty environment and runs the guide's quick start in an empty folder: `python -m tests.wheel`."""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.test_docs import blocks

ROOT = Path(__file__).parent.parent
PAGES = ("quickstart.md", "own_codebook.md")


def constraints() -> str:
    """The locked versions without their hashes: with hashes pip would refuse the wheel just built, which has none."""
    return "\n".join(re.findall(r"^[\w.-]+==[^ ]+(?: ; .*?)?(?= \\)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))


def main() -> int:
    with tempfile.TemporaryDirectory() as temporary:
        folder, pip = Path(temporary), ["-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        (wheel,) = folder.glob("*.whl")
        (folder / "constraints.txt").write_text(constraints(), "utf-8")
        venv.create(folder / "environment", with_pip=True)
        binaries = folder / "environment" / "bin"
        subprocess.run([binaries / "python", *pip, "install", "-c", folder / "constraints.txt", wheel], check=True)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "FRAMING", "VIRTUAL_ENV"))}
        clean["PATH"] = f"{binaries}{os.pathsep}{clean['PATH']}"
        n = 0
        for page in PAGES:
            empty = folder / page.removesuffix(".md")
            empty.mkdir()
            for kind, code in blocks(ROOT / "docs" / page):
                assert kind == "sh"
                subprocess.run(
                    ["bash", "-euo", "pipefail", "-c", code],
                    cwd=empty,
                    env=clean,
                    check=True,
                    stdout=subprocess.DEVNULL,
                    stdin=subprocess.DEVNULL,
                )
                n += 1
    print(f"{wheel.name}: {n} blocks of {' and '.join(PAGES)} ran in an empty environment", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
