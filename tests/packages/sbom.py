"""`make sbom`: what is inside, as two CycloneDX documents in `.build/sbom`, written from the locks."""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.support.processes import ROOT

FOLDER = ROOT / ".build" / "sbom"


def write(folder: Path) -> tuple[Path, Path]:
    """Writes `python.cdx.json` (what serves, from requirements.txt) and `npm.cdx.json` (what bundles the pages)."""
    folder.mkdir(parents=True, exist_ok=True)
    python, npm = folder / "python.cdx.json", folder / "npm.cdx.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"]
    subprocess.run([*command, "--output-file", str(python), "requirements.txt"], cwd=ROOT, check=True)
    npm.write_text(_npm_document())
    return python, npm


def _npm_document() -> str:
    """npm describes a package with a version alone; ours stands in pyproject.toml."""
    package = json.loads((ROOT / "package.json").read_text())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "package.json").write_text(json.dumps(package | {"version": version}))
        shutil.copy(ROOT / "package-lock.json", folder)
        command = ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
        return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    for path in write(FOLDER):
        print(path.relative_to(ROOT))
