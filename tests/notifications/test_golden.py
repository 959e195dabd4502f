"""What each message looks like, word for word. A change of words shows here as a diff to be read."""

from pathlib import Path

from notifications.rendering import Rendered


def test_it_reads_as_it_was_accepted(
    letter: Rendered, note: str, golden: Path, has_html: bool, accept_golden: bool
) -> None:
    entry = f"Calendar:\n{note}\n\n" if note else ""
    kept = {golden: f"Subject: {letter.subject}\nShort: {letter.short_text}\n\n{entry}{letter.text}"}
    if has_html:
        kept[golden.with_suffix(".html")] = f"{letter.html}\n"
    for file, words in kept.items():
        if accept_golden:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(words, encoding="utf-8", newline="\n")
        assert file.exists(), (
            f"no golden file {file.name}; read the message and accept it with --accept-golden"
        )
        assert words == file.read_text(encoding="utf-8")


def test_it_keeps_no_golden_file_of_a_case_that_is_gone(every_case: set[tuple[str, str]]) -> None:
    kept = {(file.parent.name, file.stem) for file in (Path(__file__).parent / "golden").glob("*/*")}
    assert kept == every_case
