"""The values letters are made of."""

import pytest
from pydantic import ValidationError

from notifications import samples
from notifications.context import MeetingBrief, PartnershipBrief, PersonBrief, Recipient
from notifications.kinds.invitation.context import Context as Invitation
from notifications.kinds.welcome.context import Context as Welcome
from notifications.role_sheets import role_sheet, role_sheets


@pytest.mark.parametrize(
    ("industry", "region", "in_a_sentence"),
    [
        ("Manufacturing", "Fernwater Valley", "manufacturing in Fernwater Valley"),
        ("IT services", "Fernwater Valley", "IT services in Fernwater Valley"),
        ("Health care", "", "health care"),
        ("", "Fernwater Valley", "our industry in Fernwater Valley"),
        ("", "", "our industry"),
    ],
)
def test_it_names_industry_and_region_as_a_sentence_does(
    industry: str, region: str, in_a_sentence: str
) -> None:
    assert PartnershipBrief(name="P", industry=industry, region=region).field == in_a_sentence


@pytest.mark.parametrize(
    ("name", "in_a_sentence"),
    [
        ("Fernwater Partnership", "the Fernwater Partnership"),
        ("The Fernwater Alliance", "The Fernwater Alliance"),
        ("Manufacturing Fernwater", "Manufacturing Fernwater"),
    ],
)
def test_it_gives_a_name_its_article(name: str, in_a_sentence: str) -> None:
    assert PartnershipBrief(name=name).the_name == in_a_sentence


def test_it_turns_line_breaks_in_a_name_into_spaces() -> None:
    assert Recipient(name="Maren\r\nBcc: all@example.org").name == "Maren Bcc: all@example.org"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", 'https://a"b', "ftp://a"])
def test_it_refuses_links_that_are_not_web_addresses(address: str) -> None:
    with pytest.raises(ValidationError):
        MeetingBrief(title="Call", date="Monday", join_url=address)


def test_it_refuses_fields_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        PersonBrief.model_validate({"name": "Maren", "nickname": "M"})


def test_it_reads_when_and_where_from_a_meeting() -> None:
    assert samples.LAUNCH.when_words == "Thursday, May 14, 2026, 8:30–10:30 a.m. MT"
    assert samples.LAUNCH.where == "Example Castings, main hall, 12 Foundry Road, Fernwater"
    assert MeetingBrief(title="Call", date="Monday").where == ""


def test_it_prepares_each_answer_on_the_readers_page() -> None:
    invitation = Invitation.sample()
    assert invitation.coming_link == f"{invitation.link}?answer=accepted#reply"
    to_one = invitation.model_copy(update={"about": {"meeting": 12}})
    assert to_one.coming_link == f"{invitation.link}?answer=accepted&meeting=12#reply-12"
    with_query = invitation.model_copy(update={"link": "https://launch.example.org/p?x=1"})
    assert with_query.declining_link == "https://launch.example.org/p?x=1&answer=declined#reply"
    assert invitation.model_copy(update={"link": ""}).substitute_link == ""


def test_it_greets_by_first_name_and_else_by_name() -> None:
    assert samples.LEADER.greeting == "Maren"
    assert Recipient(name="Dr. Quillfeather").greeting == "Dr. Quillfeather"


def test_it_has_a_sheet_for_every_role() -> None:
    assert set(role_sheets()) == {
        "convener", "co-convener", "facilitator", "scribe", "support team", "champion", "business leader",
        "public partner", "subject-matter expert", "network supporter",
    }  # fmt: skip
    assert all(sheet.purpose and sheet.duties for sheet in role_sheets().values())
    with pytest.raises(KeyError):
        role_sheet("bystander")


def test_it_shows_one_sheet_for_each_role_held() -> None:
    context = Welcome.sample().model_copy(
        update={"role_sheets": (role_sheet("scribe"), role_sheet("facilitator"))}
    )
    assert [sheet.role for sheet in context.role_sheets] == ["Scribe", "Facilitator"]
