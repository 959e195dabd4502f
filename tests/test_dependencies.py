"""What the lock files are held to: each mistake is found, and ours have none."""

import shutil
from pathlib import Path

import pytest

from tests import dependencies

GOOD = """\
fastapi==0.150.1 \\
    --hash=sha256:{hash}
    # via sector-launch (pyproject.toml)
starlette==1.3.1 \\
    --hash=sha256:{hash}
    # via
    #   -c requirements.lock
    #   fastapi
""".format(hash="0" * 64)


def found_in(text: str) -> list[str]:
    return list(dependencies.in_lock("a.lock", *dependencies.read_lock(text, "a.lock")))


def test_it_finds_nothing_wrong_with_ours() -> None:
    assert dependencies.mistakes() == []


def test_it_finds_nothing_wrong_with_a_good_lock() -> None:
    assert found_in(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    --hash=sha256:" + "0" * 64 + "\n    # via sector", "    # via sector", "fastapi has no hash"),
        ("fastapi==0.150.1", "fastapi>=0.150", "is no pinned package"),
        ("fastapi==0.150.1", "--index-url https://pypi.example.org/simple\nfastapi==0.150.1", "line 1"),
        ("fastapi==0.150.1", "fastapi @ https://example.org/fastapi.whl", "is no pinned package"),
        ("    #   fastapi\n", "    #   somebody\n", "starlette is there for somebody, which is not"),
        ("    # via sector-launch (pyproject.toml)\n", "", "nobody says why fastapi"),
        ("sector-launch (pyproject.toml)", "starlette", "wanted only by packages that nobody wants"),
    ],
)
def test_it_finds_what_is_wrong_with_a_lock(before: str, after: str, said: str) -> None:
    assert before in GOOD
    assert any(said in sentence for sentence in found_in(GOOD.replace(before, after)))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """What the check reads of the project, to be spoiled."""
    for name in ("pyproject.toml", *dependencies.LOCKS):
        shutil.copy(dependencies.ROOT / name, tmp_path)
    for package in dependencies.PACKAGES:
        source, target = dependencies.ROOT / package, tmp_path / package
        shutil.copytree(
            source, target, ignore=lambda _, names: [n for n in names if "." in n and not n.endswith(".py")]
        )
    return tmp_path


def test_it_finds_an_import_that_is_not_declared_and_a_name_that_nobody_imports(copied: Path) -> None:
    (copied / "tasks/extra.py").write_text("import pytest\n")
    changed = (copied / "pyproject.toml").read_text().replace('"httpx>=0.28",', '"httpx>=0.28", "sniffio",')
    (copied / "pyproject.toml").write_text(changed)
    found = dependencies.mistakes(copied)
    assert found == [
        "tasks/extra.py imports pytest, which pyproject.toml does not name.",
        "pyproject.toml names sniffio, which nothing imports.",
    ]


def test_it_finds_locks_that_do_not_agree_and_bounds_that_are_left(copied: Path) -> None:
    lock = copied / dependencies.LOCKS[1]
    lock.write_text(lock.read_text().replace("\nhttpx==0.28", "\nhttpx==0.27"))
    found = dependencies.mistakes(copied)
    assert any(sentence.startswith("httpx is 0.28") for sentence in found)
    assert any("httpx 0.27" in sentence and "is outside >=0.28" in sentence for sentence in found)
    assert any("is installed" in sentence and "0.27" in sentence for sentence in found)


def test_it_finds_a_version_that_is_known_to_be_bad(copied: Path) -> None:
    lock = copied / dependencies.LOCKS[1]
    lock.write_text(lock.read_text().replace("\njinja2==", "\njinja2==3.0.0+"))
    assert any("CVE-2025-27516" in sentence for sentence in dependencies.mistakes(copied))


@pytest.mark.parametrize(
    ("said", "is_allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GNU Lesser General Public License v3 or later (LGPLv3+)", True),
        ("GNU General Public License v3 (GPLv3)", False),
        ("GNU Affero General Public License v3", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_it_knows_licenses_that_would_bind_us(said: str, is_allowed: bool) -> None:
    assert bool(dependencies.FREE.search(said) or dependencies.WEAK.search(said)) is is_allowed
