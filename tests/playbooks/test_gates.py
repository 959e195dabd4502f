from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from playbooks.answers import GivenAnswer, GivenWaiver, Said
from playbooks.evidence import EvidenceSeen
from playbooks.facts import Attester, ChampionFacts, Count, Facts, Flag, GuestFacts, MeetingFacts
from playbooks.gates import GateVerdict, QuestionState, QuestionVerdict, evaluate
from playbooks.model import Gate, Question
from playbooks.statements import Tally

TODAY = date(2027, 3, 10)
NUMBERS = {"champions_needed": 2}


@dataclass(frozen=True)
class Someone:
    person_id: int
    name: str
    convenes: bool = False

    def says(
        self, verdict: Said, note: str = "", *, to: str = "q", on: date = date(2027, 3, 4)
    ) -> GivenAnswer:
        return GivenAnswer(self.person_id, self.name, to, verdict, note, on, self.convenes)

    @property
    def attester(self) -> Attester:
        return Attester(person_id=self.person_id, name=self.name)


ANA = Someone(1, "Ana Ruiz")
BEN = Someone(2, "Ben Hart")
CY = Someone(3, "Cy Dole")
KIM = Someone(9, "Kim Osei", convenes=True)
LEE = Someone(10, "Lee Park", convenes=True)
TEAM = (ANA, BEN, CY)


def facts(*team: Someone, conveners: Sequence[Someone] = (KIM,), **sections: Any) -> Facts:
    attesters = {
        "support-team": tuple(one.attester for one in team),
        "conveners": tuple(one.attester for one in conveners),
    }
    return Facts(today=TODAY, attesters=attesters, **sections)


def question(key: str = "q", **fields: Any) -> Question:
    return Question.model_validate({"key": key, "ask": "Is it so?", "slide": "S2 4", **fields})


def stated(share: str | None = None, by: str = "support-team", **fields: Any) -> Question:
    return question(attest={"by": by, "share": share, **fields.pop("attest", {})}, **fields)


def champions(**fields: Any) -> Question:
    return question(
        evidence=[{"fact": "champions.agreed", "at_least": "champions_needed"}],
        missing="{value:champion has|champions have} agreed; {needed} must.",
        **fields,
    )


def gate(*questions: Question) -> Gate:
    return Gate(key="g", title="G", questions=questions)


def judge(
    asked: Question, known: Facts, *answers: GivenAnswer, waivers: Sequence[GivenWaiver] = ()
) -> QuestionVerdict:
    return evaluate(gate(asked), known, answers, waivers, NUMBERS).questions[0]


# ---------------------------------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("evidence", "value", "holds"),
    [
        ({"at_least": 2}, 1, False),
        ({"at_least": 2}, 2, True),
        ({"at_least": "champions_needed"}, 1, False),
        ({"at_least": "champions_needed"}, 2, True),
        ({"at_most": 0}, 0, True),
        ({"at_most": 0}, 1, False),
        ({"more_than": "guests.public_invited"}, 5, False),
        ({"more_than": "guests.public_invited"}, 6, True),
        ({"reaches": "guests.public_invited"}, 4, False),
        ({"reaches": "guests.public_invited"}, 5, True),
    ],
)
def test_it_compares_counts(evidence: dict[str, Any], value: int, holds: bool) -> None:
    asked = question(
        evidence=[{"fact": "guests.business_invited", **evidence}], missing="{value} of {needed}."
    )
    guests = GuestFacts(business_invited=Count(value=value), public_invited=Count(value=5))
    verdict = judge(asked, facts(guests=guests))
    assert (verdict.state is QuestionState.SETTLED) is holds


def test_it_never_happens__what_holds_for_nobody_is_passed() -> None:
    """“Did business leaders vote for each of them?” with none chosen."""
    asked = question(
        evidence=[{"fact": "guests.business_invited", "at_most": 0}], missing="{value} of {needed}."
    )
    verdict = judge(
        asked, facts(guests=GuestFacts(business_invited=Count(nothing_yet="Nobody is listed yet.")))
    )
    assert verdict.state is not QuestionState.SETTLED
    assert verdict.reasons == ("Nobody is listed yet.",)


@pytest.mark.parametrize("value", [True, False])
def test_it_reads_a_flag(value: bool) -> None:
    asked = question(evidence=[{"fact": "launch.date_set", "true": True}], missing="There is no date.")
    verdict = judge(asked, facts(launch=MeetingFacts(date_set=Flag(value=value))))
    assert (verdict.state is QuestionState.SETTLED) is value
    assert verdict.reasons == (() if value else ("There is no date.",))


def test_it_lets_a_flag_speak_for_itself_where_it_can() -> None:
    asked = question(evidence=[{"fact": "launch.working_day", "true": True}], missing="No working day.")
    sunday = Flag(value=False, because="Sunday, March 14 is no business day")
    assert judge(asked, facts(launch=MeetingFacts(working_day=sunday))).reasons == (
        "Sunday, March 14 is no business day.",
    )


def test_it_says_what_is_missing_and_who_is_still_waited_for() -> None:
    agreed = Count(
        value=1, waiting=("Tom Bell was asked on Monday, March 8; the follow-up is due on the 15th.",)
    )
    verdict = judge(champions(), facts(champions=ChampionFacts(agreed=agreed)))
    assert verdict.reasons == (
        "1 champion has agreed; 2 must.",
        "Tom Bell was asked on Monday, March 8; the follow-up is due on the 15th.",
    )
    assert verdict.settled_by == ("Kim Osei",)


def test_it_keeps_what_it_saw() -> None:
    verdict = judge(champions(), facts(champions=ChampionFacts(agreed=Count(value=1))))
    assert verdict.evidence == (EvidenceSeen("champions.agreed", 1, 2),)
    assert verdict.evidence[0] == ("champions.agreed", 1, 2)


def test_it_gives_every_shortfall_its_own_sentence() -> None:
    asked = question(
        evidence=[
            {"fact": "launch.date_set", "true": True, "missing": "No date."},
            {"fact": "launch.place_set", "true": True, "missing": "No place."},
        ]
    )
    assert judge(asked, facts()).reasons == ("No date.", "No place.")


def test_it_judges_by_the_numbers_of_the_partnership() -> None:
    known = facts(champions=ChampionFacts(agreed=Count(value=2)))
    assert not evaluate(gate(champions()), known, [], [], {"champions_needed": 3}).is_open


# ---------------------------------------------------------------------------------------- statements


@pytest.mark.parametrize(
    ("share", "verdicts", "state"),
    [
        ("2/3", ["done", "done", ""], "settled"),
        ("2/3", ["done", "", ""], "open"),
        ("2/3", ["", "", ""], "open"),
        ("2/3", ["done", "done", "still open"], "settled"),
        ("2/3", ["done", "still open", "still open"], "open"),
        ("2/3", ["done", "not relevant", "still open"], "open"),  # two thirds of two are two
        ("2/3", ["done", "done", "not relevant"], "settled"),
        ("2/3", ["done", "not relevant", "not relevant"], "settled"),
        ("2/3", ["not relevant", "not relevant", "not relevant"], "open"),
        ("1/2", ["done", "", ""], "open"),  # half of three is two
        ("1/2", ["done", "done", ""], "settled"),
        ("1", ["done", "done", ""], "open"),
        ("1", ["done", "done", "done"], "settled"),
        (None, ["", "", ""], "open"),
        (None, ["done", "", ""], "settled"),
        (None, ["done", "still open", ""], "settled"),
        (None, ["still open", "not relevant", ""], "open"),
    ],
)
def test_it_counts_who_agrees(share: str | None, verdicts: list[Said], state: str) -> None:
    answers = [one.says(said, "note") for one, said in zip(TEAM, verdicts, strict=True) if said]
    assert judge(stated(share), facts(*TEAM), *answers).state == state


def test_it_counts_the_latest_answer_of_a_person_only() -> None:
    answers = [ANA.says("done"), BEN.says("done"), ANA.says("still open", "I was wrong")]
    verdict = judge(stated("2/3"), facts(*TEAM), *answers)
    assert verdict.state is QuestionState.OPEN
    assert verdict.tally == Tally(done=1, still_open=1, not_relevant=0, silent=1)


def test_it_counts_answers_to_this_question_only() -> None:
    verdict = judge(stated(), facts(*TEAM), ANA.says("done", to="another"))
    assert verdict.state is QuestionState.OPEN


def test_it_names_those_who_have_not_answered() -> None:
    verdict = judge(stated("1"), facts(*TEAM), CY.says("done"))
    assert verdict.reasons == ("1 of 3 needed has agreed; Ana Ruiz and Ben Hart have not answered yet.",)
    assert verdict.settled_by == ("Ana Ruiz", "Ben Hart")


def test_it_quotes_those_who_say_it_is_still_open() -> None:
    answers = [ANA.says("done"), BEN.says("done"), CY.says("still open", "Our board meets on Friday.")]
    assert judge(stated("1"), facts(*TEAM), *answers).reasons == (
        "2 of 3 needed have agreed.",
        "Cy Dole says it is still open: “Our board meets on Friday” (Thursday, March 4).",
    )


@pytest.mark.parametrize(
    ("share", "answers", "reason"),
    [
        (
            "2/3",
            [],
            "None of the 2 needed has agreed yet; Ana Ruiz, Ben Hart, and Cy Dole have not answered yet.",
        ),
        ("1/3", [], "Nobody has agreed yet; Ana Ruiz, Ben Hart, and Cy Dole have not answered yet."),
        (None, [], "Nobody has answered yet; one of Ana Ruiz, Ben Hart, and Cy Dole is enough."),
        (None, [ANA.says("not relevant", "n")], "Ben Hart and Cy Dole have not answered yet."),
        (
            "1",
            [one.says("not relevant", "n") for one in TEAM],
            "Everyone who was asked says it is not relevant; one of them must agree, or a convener waives it.",
        ),
    ],
)
def test_it_says_in_words_how_it_stands(share: str | None, answers: list[GivenAnswer], reason: str) -> None:
    assert judge(stated(share), facts(*TEAM), *answers).reasons == (reason,)


def test_it_names_the_only_one_who_can_answer() -> None:
    verdict = judge(stated(by="conveners"), facts())
    assert verdict.reasons == ("Kim Osei has not answered yet.",)
    assert verdict.settled_by == ("Kim Osei",)


@pytest.mark.parametrize("share", [None, "2/3", "1"])
def test_it_never_takes_an_empty_audience_for_agreement(share: str | None) -> None:
    verdict = judge(stated(share), facts())
    assert verdict.state is QuestionState.OPEN
    assert verdict.reasons == (
        "Nobody is named for “support team” yet; that is who must answer this, so name them first.",
    )
    assert verdict.settled_by == ("Kim Osei",)


def test_it_keeps_the_doubts_of_some_visible_when_it_is_settled() -> None:
    answers = [ANA.says("done"), BEN.says("done"), CY.says("still open", "too early")]
    verdict = judge(stated("2/3"), facts(*TEAM), *answers)
    assert verdict.state is QuestionState.SETTLED
    assert verdict.reasons == ("Cy Dole says it is still open: “too early” (Thursday, March 4).",)
    assert verdict.settled_by == ()


def test_it_stays_open_on_a_done_without_the_note_it_needs() -> None:
    asked = stated(attest={"note_required": True})
    verdict = judge(asked, facts(*TEAM), ANA.says("done", "  "))
    assert verdict.state is QuestionState.OPEN
    assert "Ana Ruiz has said done without the note this question needs." in verdict.reasons
    assert judge(asked, facts(*TEAM), ANA.says("done", "We looked.")).state is QuestionState.SETTLED


def test_it_does_not_count_those_who_are_not_asked_and_says_so() -> None:
    verdict = judge(stated(), facts(*TEAM), KIM.says("done"))
    assert verdict.state is QuestionState.OPEN
    assert verdict.reasons[-1] == "Kim Osei has said done, but this is for “support team” to say."


@pytest.mark.parametrize(
    ("share", "answers", "state"),
    [
        (None, [ANA.says("done"), KIM.says("still open", "wait")], "open"),
        (None, [KIM.says("still open", "wait"), ANA.says("done")], "settled"),
        (None, [ANA.says("done"), KIM.says("still open", "wait"), KIM.says("done")], "settled"),
        ("1/3", [ANA.says("done"), KIM.says("still open", "wait")], "open"),
        ("1/3", [KIM.says("still open", "wait"), ANA.says("done")], "open"),
        ("1/3", [KIM.says("still open", "wait"), ANA.says("done"), KIM.says("done")], "settled"),
    ],
)
def test_it_lets_a_convener_hold_it(share: str | None, answers: list[GivenAnswer], state: str) -> None:
    assert judge(stated(share), facts(*TEAM), *answers).state == state


def test_it_names_the_convener_who_holds_it() -> None:
    verdict = judge(stated(), facts(*TEAM), ANA.says("done"), KIM.says("still open", "one more talk"))
    assert verdict.reasons == ("Kim Osei says it is still open: “one more talk” (Thursday, March 4).",)
    assert verdict.settled_by == ("Kim Osei",)


def test_it_hears_a_co_convener_against_another() -> None:
    known = facts(conveners=(KIM, LEE))
    verdict = judge(stated(by="conveners"), known, KIM.says("done"), LEE.says("still open", "not agreed"))
    assert verdict.state is QuestionState.OPEN


def test_it_wants_evidence_and_statement_both() -> None:
    asked = champions(attest={"by": "conveners"})
    two = ChampionFacts(agreed=Count(value=2))
    assert judge(asked, facts(champions=two)).state is QuestionState.OPEN
    assert judge(asked, facts(), KIM.says("done")).state is QuestionState.OPEN
    assert judge(asked, facts(champions=two), KIM.says("done")).state is QuestionState.SETTLED


# ---------------------------------------------------------------------------- not relevant, advisory, waived


def test_it_lets_a_convener_set_missing_evidence_aside_where_the_playbook_says_so() -> None:
    verdict = judge(champions(may_be_irrelevant=True), facts(), KIM.says("not relevant", "A cooperative."))
    assert verdict.state is QuestionState.NOT_RELEVANT
    assert verdict.reasons == ("Kim Osei says it is not relevant here: “A cooperative” (Thursday, March 4).",)


@pytest.mark.parametrize(
    ("allowed", "answers"),
    [
        (False, [KIM.says("not relevant", "n")]),
        (True, [ANA.says("not relevant", "n")]),
        (True, [KIM.says("not relevant", "n"), KIM.says("still open", "it is, after all")]),
    ],
)
def test_it_keeps_missing_evidence_missing_otherwise(allowed: bool, answers: list[GivenAnswer]) -> None:
    assert judge(champions(may_be_irrelevant=allowed), facts(*TEAM), *answers).state is QuestionState.OPEN


def test_it_never_holds_the_gate_for_an_advisory_question() -> None:
    verdict = evaluate(gate(champions(advisory=True)), facts(), [], [], NUMBERS)
    assert verdict.is_open
    assert verdict.missing == ()
    assert verdict.questions[0].state is QuestionState.ADVISORY
    assert verdict.questions[0].reasons == ("No champions have agreed; 2 must.",)


def waiver(key: str | None = "q", until: date = date(2027, 5, 3)) -> GivenWaiver:
    return GivenWaiver(key, "Kim Osei", "the second signs next week.", until)


@pytest.mark.parametrize("key", ["q", None])
def test_it_opens_by_a_waiver_and_keeps_it_visible(key: str | None) -> None:
    verdict = evaluate(gate(champions()), facts(), [], [waiver(key)], NUMBERS)
    assert verdict.is_open
    assert verdict.questions[0].state is QuestionState.WAIVED
    assert verdict.questions[0].reasons == (
        "Waived by Kim Osei until Monday, May 3: “the second signs next week”.",
        "No champions have agreed; 2 must.",
    )


def test_it_needs_no_waiver_once_the_question_is_settled() -> None:
    known = facts(champions=ChampionFacts(agreed=Count(value=2)))
    assert judge(champions(), known, waivers=[waiver()]).state is QuestionState.SETTLED


def test_it_leaves_other_questions_open_when_one_is_waived() -> None:
    both = gate(champions(), stated(key="r"))
    verdict = evaluate(both, facts(*TEAM), [], [waiver()], NUMBERS)
    assert [one.state for one in verdict.questions] == [QuestionState.WAIVED, QuestionState.OPEN]
    assert not verdict.is_open


@pytest.mark.parametrize(("until", "state"), [(TODAY, "waived"), (date(2027, 3, 9), "open")])
def test_it_ends_a_waiver_after_its_last_day(until: date, state: str) -> None:
    verdict = judge(champions(), facts(), waivers=[waiver(until=until)])
    assert verdict.state == state
    if state == "open":
        assert verdict.reasons[-1] == "The waiver by Kim Osei ended on Tuesday, March 9."


# ---------------------------------------------------------------------------------------- the whole gate


def two_questions() -> Gate:
    return gate(champions(title="Champions"), stated("1", title="A shared view", key="r"))


def test_it_sums_up_why_it_is_shut_and_who_can_settle_it() -> None:
    verdict: GateVerdict = evaluate(two_questions(), facts(ANA), [], [], NUMBERS)
    assert not verdict.is_open
    assert verdict.missing == (
        "No champions have agreed; 2 must.",
        "A shared view: Nobody has agreed yet; Ana Ruiz has not answered yet.",
    )
    assert verdict.settled_by == ("Kim Osei", "Ana Ruiz")


def test_it_opens_when_nothing_is_missing() -> None:
    known = facts(ANA, champions=ChampionFacts(agreed=Count(value=2)))
    verdict = evaluate(two_questions(), known, [ANA.says("done", to="r")], [], NUMBERS)
    assert verdict == GateVerdict(True, verdict.questions, (), ())
    assert verdict.question("r").state is QuestionState.SETTLED


def waiting_gate() -> Gate:
    date_set = question(
        title="The date", evidence=[{"fact": "launch.date_set", "true": True}], missing="There is no date."
    )
    working = question(
        key="r", after="q", evidence=[{"fact": "launch.working_day", "true": True}], missing="No working day."
    )
    return gate(date_set, working)


def test_it_keeps_quiet_about_what_cannot_be_judged_yet() -> None:
    verdict = evaluate(waiting_gate(), facts(), [], [], NUMBERS)
    assert verdict.missing == ("There is no date.",)
    assert verdict.question("r").state is QuestionState.OPEN
    assert verdict.question("r").reasons == ("This waits for “The date”.",)


def test_it_judges_it_once_the_earlier_question_is_settled_or_set_aside() -> None:
    dated = facts(launch=MeetingFacts(date_set=Flag(value=True)))
    assert evaluate(waiting_gate(), dated, [], [], NUMBERS).missing == ("No working day.",)
    assert evaluate(waiting_gate(), facts(), [], [waiver()], NUMBERS).missing == ("No working day.",)


def test_it_needs_the_next_whole_person_of_a_share() -> None:
    asked = stated("2/3")
    assert asked.attest is not None
    assert asked.attest.share == Fraction(2, 3)
    team = [Someone(number, f"Person {number}") for number in range(1, 8)]
    four = [one.says("done") for one in team[:4]]
    assert judge(asked, facts(*team), *four).state is QuestionState.OPEN
    assert judge(asked, facts(*team), *four, team[4].says("done")).state is QuestionState.SETTLED


def test_it_refuses_a_number_nobody_knows() -> None:
    with pytest.raises(KeyError, match="champions_needed"):
        evaluate(gate(champions()), facts(), [], [], {})
