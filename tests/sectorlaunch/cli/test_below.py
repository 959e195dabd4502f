"""A partnership above others, from the machine itself."""

from tests.sectorlaunch.cli.conftest import Shell


def test_it_plans_starts_asks_and_takes_out(shell: Shell) -> None:
    shell.start()
    slug = shell.slug
    assert "from 1 to 200" in shell.complains("below", "plan", slug, "900")
    shell.says("below", "plan", slug, "3")
    shell.says("below", "region", slug, "Upper Valley", "--county", "Boulder")
    shell.says("below", "region", slug, "Lower Valley")
    assert "out of the plan" in shell.says("below", "region", slug, "Lower Valley", "--out")
    assert "not in the plan" in shell.complains("below", "region", slug, "Lower Valley", "--out")
    started = ("start", slug, "Upper Makers", "--launch", "2026-11-12", "--region", "Upper Valley", "--team")
    said = shell.says("below", *started, "--person", "champ1@example.com=champion")
    assert "upper-makers" in said
    found = shell.reads("below", slug)
    assert (found["planned"], found["held"], found["left"], found["free"]) == (3, 0, 3, [])
    (row,) = found["below"]
    assert (row["name"], row["region"], row["people"]) == ("Upper Makers", "Upper Valley", 7)
    assert "0 held, 3 planned, 3 left" in shell.says("below", "list", slug)

    everything = shell.reads("portfolio")
    assert {one["slug"] for one in everything["partnerships"]} == {slug, "upper-makers"}
    assert [(one["step"], one["number"]) for one in everything["steps"]] == [
        ("1 of 6 · Build the support team", 2)
    ]
    assert "1 of 6 · Build the support team: 2" in shell.says("portfolio")

    assert "does not hang below any more" in shell.says("below", "take-out", slug, "upper-makers")
    assert "hangs below no partnership" in shell.complains("below", "leave", "upper-makers")
    shell.says("below", "ask", slug, "upper-makers")
    assert "Asked: upper-makers" in shell.says("below", "list", slug)
    assert "Nobody is asked" in shell.says("below", "withdraw", slug, "upper-makers")
    assert "Nothing is asked any more" in shell.complains("below", "agree", "upper-makers", slug)
    shell.says("below", "ask", slug, "upper-makers")
    assert "Declined" in shell.says("below", "decline", "upper-makers", slug)
    shell.says("below", "ask", slug, "upper-makers")
    assert "It hangs below Fernwater Valley Partnership" in shell.says("below", "agree", "upper-makers", slug)
    assert "no partnership any more" in shell.says("below", "leave", "upper-makers")
