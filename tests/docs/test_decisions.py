"""Every decision has a number of its own and stands in the list, in order."""

from tests.docs.commands import ROOT

DECISIONS = ROOT / "docs" / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))


def test_it_gives_no_number_twice() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert numbers == sorted(set(numbers))


def test_it_lists_every_decision_in_order_by_its_title() -> None:
    titles = [record.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for record in RECORDS]
    assert [title[:4] for title in titles] == [record.name[:4] for record in RECORDS]
    listed = (DECISIONS / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if line.startswith("- [")] == [
        f"- [{title}]({record.name})" for title, record in zip(titles, RECORDS, strict=True)
    ]
