"""Reading a partnership file: what is taken, and each mistake with its line, field and remedy."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch.files import partnership_file
from sectorlaunch.files.launch_dates import InWeeks
from sectorlaunch.tables import RoleKind, Sector

TODAY = date(2026, 11, 23)
Write = Callable[[str, str], Path]


def mistakes_in(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(FileMistakes) as found:
        partnership_file.read(path, TODAY)
    return found.value.mistakes


def test_it_reads_everything_a_convener_wrote(partnership_path: Path) -> None:
    file = partnership_file.read(partnership_path, TODAY)

    assert file.slug == "lakeside-metals"
    assert file.industry.naics == ("332", "31-33")
    assert file.region.counties == ("Larimer", "Weld")
    assert file.convener is not None
    assert file.convener.email == "ada@example.org"
    assert file.launch.date == date(2027, 5, 12)
    assert file.launch.time == time(8, 30)
    assert file.thresholds == {"critical_mass": 9}
    assert file.playbook == "sector-launch"
    assert file.playbook_path is None


def test_it_gives_everyone_with_role_and_sector(partnership_path: Path) -> None:
    people = partnership_file.read(partnership_path, TODAY).people()

    assert [(kind, sector, entry.email) for kind, sector, entry in people] == [
        # The college is in the team under education, so its dean speaks for education as well.
        (RoleKind.CONVENER, Sector.EDUCATION, "ada@example.org"),
        (RoleKind.FACILITATOR, Sector.COMMUNITY, "bo@example.net"),
        (RoleKind.SUPPORT_TEAM, Sector.EDUCATION, "cleo@example.org"),
        (RoleKind.SUPPORT_TEAM, Sector.WORKFORCE, "dov@example.org"),
    ]


MISTAKES = [
    # what is written instead of what, the line it is then on, the field, the remedy
    ("slug: lakeside-metals", "slug: Lakeside Metals", "slug:", "slug", "such as “lakeside-metals”"),
    ("name: Lakeside Metals\n", "name:\n", "^name:$", "name", "it is empty; fill it in"),
    ("name: Lakeside Metals\n", "", None, "name", "this key is required; add it"),
    ("[332, ", "[3x2, ", "naics:", "industry.naics.1", "“3x2” is not a NAICS code"),
    ("[332, ", "[3, ", "naics:", "industry.naics.1", "two to six digits"),
    ('"31-33"', '"33-31"', "naics:", "industry.naics.2", "a range such as 31-33"),
    ('naics: [332, "31-33"]', "naics: []", "naics:", "industry.naics", "name at least one"),
    ("state: CO", "state: Colorado", "state:", "region.state", "did you mean CO?"),
    ("state: CO", "state: ZZ", "state:", "region.state", "write two letters"),
    ("counties: [Larimer, Weld]", "counties: []", "counties:", "region.counties", "name at least one"),
    ("counties: [Larimer, Weld]", "counties:", "counties:", "region.counties", "name at least one"),
    ("counties: [Larimer, Weld]", "countys: [Weld]", "countys:", "region.countys", "did you mean “counties”?"),
    ("America/Denver", "America/Denvr", "time_zone:", "time_zone", "did you mean America/Denver?"),
    ("America/Denver", "Denver", "time_zone:", "time_zone", "did you mean America/Denver?"),
    ("America/Denver", "MST", "time_zone:", "time_zone", "such as America/Denver"),
    ("Ada@Example.org", "ada at example.org", "email: ada at", "convener.email", "is not an e-mail address"),
    ("Ada@Example.org", "ada@localhost", "email: ada@", "convener.email", "It should have a period"),
    ("name: Lakeside\n", 'name: "Lake\\u202Eside"\n', '"Lake', "region.name", "invisible control character"),
    ("critical_mass: 9", "critical_mass: 0", "critical_mass:", "critical_mass", "from 1 to 1000"),
    ("970-555-0100", "call me", "phone:", "convener.phone", "is not a telephone number"),
    ("  education:\n", "  eductaion:\n", "eductaion:", "support_team.eductaion", "did you mean “education”?"),
    ("  education:\n", "  business:\n", "business:", "support_team.business", "contacts file"),
    ("cleo@example.org", "dov@example.org", "email: dov", "support_team.workforce development.1.email", "gives this address to Cleo Slatebridge"),
    ("2027-05-12", "2026-11-20", "date:", "launch.date", "2026-11-20 has gone by"),
    ("2027-05-12", "5/12/2027", "date:", "launch.date", "write year, month and day"),
    ("2027-05-12", "2027-02-30", "date:", "launch.date", "not in the calendar"),
    ("2027-05-12", "2027-05-12 08:30", "date:", "launch.date", "write only the day here"),
    ("2027-05-12", "in 500 weeks", "date:", "launch.date", "between 1 and 156 weeks"),
    ("time: 08:30", "time: 8.30 am", "time:", "launch.time", "24-hour clock"),
    ("2027-05-12\n  time: 08:30", "2027-03-14\n  time: 02:30", "time:", "launch.time", "the clocks go forward"),
    ("critical_mass: 9", "critical_mass: nine", "critical_mass:", "critical_mass", "not a whole number"),
    ("critical_mass: 9", "critical_mas: 9", "critical_mas:", "critical_mas", "did you mean “critical_mass”?"),
    ("critical_mass: 9", "critical_mass: 9\nslug: x", "slug: x", "slug", "this key is here twice"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "marker", "field", "remedy"), MISTAKES)
def test_it_names_line_field_and_remedy(
    partnership_path: Path, right: str, wrong: str, marker: str | None, field: str, remedy: str
) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    assert right in text
    text = text.replace(right, wrong, 1)
    partnership_path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    expected = 1 if marker is None else max(n for n, line in enumerate(lines, 1) if re.search(marker, line))

    (mistake,) = mistakes_in(partnership_path)

    assert (mistake.file, mistake.line, mistake.field) == (str(partnership_path), expected, field)
    assert remedy in mistake.remedy


def test_it_names_every_mistake_at_once_in_the_order_of_the_file(partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    for right, wrong in (
        ("state: CO", "state: Q"),
        ("dov@example.org", "cleo@example.org"),
        ("2027-05-12", "2020-05-12"),
        ("name: Dov Oakhanger", "name: ''"),
    ):
        text = text.replace(right, wrong)
    partnership_path.write_text(text, encoding="utf-8")

    found = mistakes_in(partnership_path)

    assert [mistake.field for mistake in found] == [
        "region.state",
        "support_team.workforce development.1.name",
        "support_team.workforce development.1.email",
        "launch.date",
    ]


def test_it_lets_a_team_member_be_scribe_as_well(write: Write, partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    scribe = "scribe: {name: Cleo Slatebridge, email: cleo@example.org, organisation: Lakeside College}\n"

    file = partnership_file.read(write("scribe.yaml", text + scribe), TODAY)

    assert RoleKind.SCRIBE in [kind for kind, _, _ in file.people()]


def test_it_refuses_a_scribe_under_somebody_elses_address(write: Write, partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    scribe = "scribe: {name: Iris Inkwell, email: cleo@example.org, organisation: Lakeside College}\n"

    (mistake,) = mistakes_in(write("scribe.yaml", text + scribe))

    assert mistake.field == "scribe.email"
    assert "line 25" in mistake.remedy


def test_it_takes_co_conveners_instead_of_a_convener(write: Write, partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8").replace("convener:\n", "co_conveners:\n", 1)

    file = partnership_file.read(write("several.yaml", text), TODAY)

    assert next(iter(file.people()))[0] is RoleKind.CO_CONVENER


def test_it_wants_somebody_to_convene(write: Write, partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8")
    head, tail = text.split("convener:\n")[0], text[text.index("facilitator:") :]

    (mistake,) = mistakes_in(write("nobody.yaml", head + tail))

    assert mistake.field == "convener"
    assert "name the convener" in mistake.remedy


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("in 26 weeks", date(2027, 5, 24)),
        ("In 1 week", date(2026, 11, 30)),
        # 27 weeks on is Memorial Day.
        ("in 27 weeks", date(2027, 6, 1)),
    ],
)
def test_it_counts_weeks_from_today_to_a_business_day(
    partnership_path: Path, written: str, expected: date
) -> None:
    text = partnership_path.read_text(encoding="utf-8").replace("2027-05-12", written)
    partnership_path.write_text(text, encoding="utf-8")

    file = partnership_file.read(partnership_path, TODAY)

    assert isinstance(file.launch.date, InWeeks)
    assert file.launch_on(TODAY) == expected


def test_it_finds_a_playbook_file_beside_it(write: Write, partnership_path: Path) -> None:
    text = partnership_path.read_text(encoding="utf-8") + "playbook: ours/charter.yaml\n"

    file = partnership_file.read(write("own.yaml", text), TODAY)

    assert file.playbook_path == partnership_path.parent / "ours" / "charter.yaml"


def test_it_refuses_a_number_the_playbook_does_not_have(
    write: Write, partnership_path: Path, playbook: Playbook
) -> None:
    text = partnership_path.read_text(encoding="utf-8") + "numbers:\n  champions_neded: 3\n"
    file = partnership_file.read(write("numbers.yaml", text), TODAY)

    with pytest.raises(FileMistakes) as found:
        partnership_file.check_against(file, playbook)

    (mistake,) = found.value.mistakes
    assert (mistake.line, mistake.field) == (36, "numbers.champions_neded")
    assert "did you mean “champions_needed”?" in mistake.remedy


@pytest.mark.parametrize("text", ["", "just words", "- a list", "slug: [", "\tslug: x"])
def test_it_says_what_is_wrong_with_a_file_that_is_none(write: Write, text: str) -> None:
    assert mistakes_in(write("none.yaml", text))


def test_it_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    (mistake,) = mistakes_in(tmp_path / "absent.yaml")

    assert mistake.remedy == "there is no such file"


@pytest.mark.parametrize("key", ["industry", "region", "launch", "convener", "facilitator", "support_team"])
def test_it_says_what_belongs_beneath_a_key_that_holds_a_word(
    write: Write, partnership_path: Path, key: str
) -> None:
    lines = partnership_path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index(f"{key}:\n")
    end = next(n for n in range(start + 1, len(lines)) if not lines[n].startswith(" "))
    text = "".join([*lines[:start], f"{key}: soon\n", *lines[end:]])

    (mistake,) = mistakes_in(write("word.yaml", text))

    assert (mistake.line, mistake.field) == (start + 1, key)
    assert "beneath it, indented" in mistake.remedy
