"""The page of somebody without an account."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions, invitations, outcomes
from sectorlaunch.actions import letter as letter_actions
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import meetings, partnerships
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Commitment,
    CommitmentState,
    Invitation,
    InvitationState,
    MeetingKind,
    Person,
    ToDo,
    ToDoKind,
)
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.portal.conftest import MEMBER, House

NINE = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)


def page(house: House, name: str, query: str = "") -> str:
    return str(house.visitor().get(f"/p/{house.link(name)}{query}").text)


def person(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def test_it_asks_a_team_member_what_is_open_to_them_and_nothing_ahead(house: House) -> None:
    text = page(house, MEMBER)
    assert "One question for you" in text
    assert "Do you see this partnership" in text
    assert "who does what" not in text


def test_it_records_answers_and_thanks(house: House) -> None:
    visitor, token = house.visitor(), house.link(MEMBER)
    form = {"shared-table.shared-view.verdict": "still open", "shared-table.shared-view.note": "Who pays?"}
    response = visitor.post(f"/p/{token}/answers", data=form)
    assert response.headers["location"] == f"/p/{token}?done=answers"
    after = visitor.get(response.headers["location"]).text
    assert "Your answers are saved" in after
    assert "Your answers so far (1)" in after
    assert "Who pays?" in after
    assert "Will Work says it is still open: “Who pays?”" in house.launch.gate("shared-table").missing[0]


def test_it_says_at_the_form_that_a_note_is_missing_and_records_nothing(house: House) -> None:
    response = house.visitor().post(
        f"/p/{house.link(MEMBER)}/answers", data={"shared-table.shared-view.verdict": "not relevant"}
    )
    assert response.status_code == 422
    assert "needs a note" in response.text
    assert 'value="not relevant" checked' in response.text
    assert "says" not in " ".join(house.launch.gate("shared-table").missing)


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_it_takes_no_answer_outside_the_three(house: House, verdict: str) -> None:
    form = {"shared-table.shared-view.verdict": verdict}
    assert house.visitor().post(f"/p/{house.link(MEMBER)}/answers", data=form).status_code == 422


def test_it_lets_somebody_change_their_answer(house: House) -> None:
    visitor, token = house.visitor(), house.link(MEMBER)
    for verdict, note in (("still open", "Who pays?"), ("done", "Settled.")):
        visitor.post(
            f"/p/{token}/answers",
            data={"shared-table.shared-view.verdict": verdict, "shared-table.shared-view.note": note},
        )
    assert house.launch.status("shared-table").questions[1].tally.done == 1


def test_it_takes_no_answer_to_a_question_of_others(house: House) -> None:
    form = {"roles.roles-agreed.verdict": "done"}
    assert house.visitor().post(f"/p/{house.link(MEMBER)}/answers", data=form).status_code == 422


def test_it_shows_the_role_sheet_until_it_is_acknowledged(house: House) -> None:
    visitor, token = house.visitor(), house.link(MEMBER)
    assert "I have read it, and it fits" in visitor.get(f"/p/{token}").text
    assert visitor.post(f"/p/{token}/role-sheet").status_code == 303
    after = visitor.get(f"/p/{token}").text
    assert "I have read it, and it fits" not in after
    assert "Your role: Support team" in after


def test_it_says_who_to_call(house: House) -> None:
    text = page(house, MEMBER)
    assert CONVENER in text
    assert "tel:970-555-0100" in text


def ask_champion(house: House, stage: ChampionStage = ChampionStage.ASKED) -> None:
    house.launch.do(
        lambda session, now: champions.move(
            session, now, house.launch.run_id, person(session, "Champ One"), stage, by=CONVENER
        )
    )


def stage_of(house: House, name: str) -> ChampionStage:
    with database.reading(house.engine) as session:
        found = session.exec(
            select(Champion).where(Champion.person_id == house.launch.person(session, name))
        ).one()
        return found.stage


@pytest.mark.parametrize("stage", [ChampionStage.AGREED, ChampionStage.DECLINED])
def test_it_takes_a_champions_answer(house: House, stage: ChampionStage) -> None:
    ask_champion(house)
    token = house.link("Champ One")
    assert "Will you be one of the champions?" in house.visitor().get(f"/p/{token}").text
    response = house.visitor().post(f"/p/{token}/champion", data={"choice": stage.value, "note": "Gladly."})
    assert response.headers["location"].endswith(f"?done={stage.value}")
    assert stage_of(house, "Champ One") is stage


def test_it_lets_a_champion_sign_and_then_host(house: House) -> None:
    ask_champion(house, ChampionStage.AGREED)
    token = house.link("Champ One")
    assert "Will you sign the invitation?" in house.visitor().get(f"/p/{token}").text
    house.visitor().post(f"/p/{token}/champion", data={"choice": "signed"})
    assert "You have signed the letter" in house.visitor().get(f"/p/{token}").text
    house.visitor().post(f"/p/{token}/champion", data={"choice": "hosting"})
    assert stage_of(house, "Champ One") is ChampionStage.HOSTING


def test_it_takes_no_signature_under_words_that_were_changed_since_the_page_was_opened(house: House) -> None:
    ask_champion(house, ChampionStage.AGREED)
    token = house.link("Champ One")
    page_before = house.visitor().get(f"/p/{token}").text
    (seen,) = re.findall(r'name="letter" value="([0-9a-f]{64})"', page_before)
    house.launch.do(
        lambda session, now: (
            letter_actions.draft(session, now, house.launch.run_id, by=CONVENER, own_paragraph="Changed.")
            and None
        )
    )
    response = house.visitor().post(f"/p/{token}/champion", data={"choice": "signed", "letter": seen})
    assert response.status_code == 422
    assert "The letter has changed in the meantime" in response.text
    assert stage_of(house, "Champ One") is ChampionStage.AGREED


def test_it_shows_the_letter_to_sign_without_a_link_that_answers(house: House) -> None:
    ask_champion(house, ChampionStage.AGREED)
    date_the_launch(house)
    token = house.link("Champ One")
    assert f'src="/p/{token}/letter"' in house.visitor().get(f"/p/{token}").text
    letter = house.visitor().get(f"/p/{token}/letter")
    assert letter.status_code == 200
    assert "Thursday, September 10, 2026" in letter.text
    assert not re.search(r"/p/[A-Za-z0-9_-]{16,}", letter.text)


def test_it_shows_champions_their_own_name_under_the_letter_and_guests_not(house: House) -> None:
    ask_champion(house, ChampionStage.AGREED)
    date_the_launch(house)
    for name, stands_there in (("Champ One", True), ("Biz Alder", False)):
        letter = house.visitor().get(f"/p/{house.link(name)}/letter")
        assert (f"<strong>{name}</strong>" in letter.text) is stands_there


def test_it_gives_the_relationship_owner_a_call_to_make(house: House) -> None:
    ask_champion(house)
    token = house.link("Champ One")
    for _ in range(2):
        house.visitor().post(f"/p/{token}/champion", data={"choice": "call", "note": "After eight."})
    (task,) = [task for task in house.launch.todos() if "would like to talk" in task.title]
    assert task.owner_id == house.person_id("Edda Teach")
    assert task.script == "After eight."


def test_it_takes_no_champions_answer_from_anybody_else(house: House) -> None:
    response = house.visitor().post(f"/p/{house.link(MEMBER)}/champion", data={"choice": "agreed"})
    assert response.status_code == 404


def date_the_launch(house: House) -> int:
    """Dates the launch and puts a guest on its list; returns the meeting."""

    def deed(session: Session, now: datetime) -> int:
        partnership_id = partnerships.partnership_of(session, house.launch.run_id).pk
        meeting = meetings.launch_meeting(session, partnership_id)
        assert meeting is not None
        meeting_id = meeting.pk
        meeting_actions.change(
            session, now, house.launch.run_id, meeting_id, by=CONVENER, starts_at=NINE, place="Alder Tools"
        )
        invitations.invite(session, now, meeting_id, [person(session, "Biz Alder")])
        return meeting_id

    return house.launch.do(deed)


def place_of(house: House, name: str) -> Invitation:
    with database.reading(house.engine) as session:
        return session.exec(
            select(Invitation).where(Invitation.person_id == house.launch.person(session, name))
        ).one()


def test_it_only_prepares_the_answer_a_link_carries(house: House) -> None:
    date_the_launch(house)
    text = page(house, "Biz Alder", "?answer=declined")
    assert 'value="declined" checked' in text
    assert "It counts once you send it" in text
    assert "Thursday, September 10, 2026, 9:00–11:00 a.m. MT" in text
    assert place_of(house, "Biz Alder").state is InvitationState.INVITED


@pytest.mark.parametrize(
    ("form", "state", "reason", "substitute"),
    [
        ({"reply": "accepted", "reason": "unasked"}, InvitationState.ACCEPTED, "", ""),
        ({"reply": "tentative", "reason": "A trip."}, InvitationState.TENTATIVE, "A trip.", ""),
        (
            {"reply": "declined", "reason": "Away.", "substitute": "left over"},
            InvitationState.DECLINED,
            "Away.",
            "",
        ),
        ({"reply": "substitute", "substitute": "Pat Second"}, InvitationState.DECLINED, "", "Pat Second"),
    ],
)
def test_it_notes_a_guests_answer(
    house: House, form: dict[str, str], state: InvitationState, reason: str, substitute: str
) -> None:
    meeting_id = date_the_launch(house)
    token = house.link("Biz Alder")
    assert house.visitor().post(f"/p/{token}/meetings/{meeting_id}", data=form).status_code == 303
    place = place_of(house, "Biz Alder")
    assert (place.state, place.reason, place.substitute) == (state, reason, substitute)


def test_it_lets_a_guest_think_again(house: House) -> None:
    meeting_id = date_the_launch(house)
    visitor, token = house.visitor(), house.link("Biz Alder")
    visitor.post(f"/p/{token}/meetings/{meeting_id}", data={"reply": "declined"})
    assert "You are not coming" in visitor.get(f"/p/{token}").text
    visitor.post(f"/p/{token}/meetings/{meeting_id}", data={"reply": "accepted"})
    assert "You are coming" in visitor.get(f"/p/{token}").text


def test_it_needs_the_name_of_a_substitute(house: House) -> None:
    meeting_id = date_the_launch(house)
    response = house.visitor().post(
        f"/p/{house.link('Biz Alder')}/meetings/{meeting_id}", data={"reply": "substitute"}
    )
    assert response.status_code == 422
    assert "name of the person coming" in response.text


def test_it_has_no_place_for_somebody_who_was_not_invited(house: House) -> None:
    meeting_id = date_the_launch(house)
    response = house.visitor().post(
        f"/p/{house.link('Biz Birch')}/meetings/{meeting_id}", data={"reply": "accepted"}
    )
    assert response.status_code == 404


def test_it_shows_a_team_member_the_next_call_and_what_they_took_on(house: House) -> None:
    def deed(session: Session, now: datetime) -> int:
        leader = person(session, "Biz Cedar")
        call = meeting_actions.plan(
            session,
            now,
            house.launch.run_id,
            meeting_actions.NewMeeting(MeetingKind.TEAM_CALL, "First call: apprenticeships", NINE),
            by=CONVENER,
        )
        invitations.invite(session, now, call.pk, [leader])
        promise = outcomes.commit_to(
            session, now, house.launch.run_id, "Host a plant tour", leader, date(2026, 9, 30), by=CONVENER
        )
        return promise.pk

    promise_id = house.launch.do(deed)
    visitor, token = house.visitor(), house.link("Biz Cedar")
    text = visitor.get(f"/p/{token}").text
    assert "First call: apprenticeships" in text
    assert "Host a plant tour" in text
    assert house.visitor().post(f"/p/{house.link(MEMBER)}/commitments/{promise_id}").status_code == 404
    assert visitor.post(f"/p/{token}/commitments/{promise_id}").status_code == 303
    with database.reading(house.engine) as session:
        assert session.get_one(Commitment, promise_id).state is CommitmentState.DONE


def test_it_takes_the_outcome_of_ones_own_task_only(house: House) -> None:
    def deed(session: Session, now: datetime) -> int:
        call = Task(
            ToDoKind.PHONE,
            purpose="test",
            occurrence="run",
            owner=person(session, "Edda Teach"),
            about=person(session, "Champ One"),
            title="Phone the champion",
        )
        task = tasks.create(LaunchAtHand.of(session, now, house.launch.run_id), call)
        session.flush()
        assert task is not None
        return task.pk

    task_id = house.launch.do(deed)
    token = house.link("Edda Teach")
    assert "970-555-0110" in house.visitor().get(f"/p/{token}").text
    stranger = house.visitor().post(f"/p/{house.link(MEMBER)}/tasks/{task_id}", data={"outcome": "Done."})
    assert stranger.status_code == 404
    assert house.visitor().post(f"/p/{token}/tasks/{task_id}", data={"outcome": " "}).status_code == 422
    assert (
        house.visitor().post(f"/p/{token}/tasks/{task_id}", data={"outcome": "She agrees."}).status_code
        == 303
    )
    with database.reading(house.engine) as session:
        assert session.get_one(ToDo, task_id).outcome == "She agrees."


@pytest.mark.parametrize("name", [*TEAM, CONVENER, "Champ One", "Biz Alder"])
def test_it_stays_small(house: House, name: str) -> None:
    date_the_launch(house)
    visitor = house.visitor()
    whole = sum(
        len(visitor.get(address).content)
        for address in (f"/p/{house.link(name)}", "/static/portal.css", "/static/mark.svg")
    )
    assert whole < 100_000


def test_it_asks_no_other_site_for_anything(house: House) -> None:
    assert not re.search(r'(src|href|action)="(https?:)?//', page(house, MEMBER))


def test_a_champion_asks_for_the_short_note_and_ends_it_on_their_page(house: House) -> None:
    token, visitor = house.link("Champ One"), house.visitor()
    assert "A short note each Monday" not in visitor.get(f"/p/{token}").text
    with database.unit_of_work(house.engine, house.launch.now) as session:
        person = session.exec(select(Person).where(Person.name == "Champ One")).one()
        champions.move(
            session, house.launch.now, house.launch.run_id, person, ChampionStage.AGREED, by=person.name
        )
    assert "Yes, send it to me" in visitor.get(f"/p/{token}").text
    on = visitor.post(f"/p/{token}/digest", data={"digest": "yes"})
    assert "Stop sending it" in visitor.get(on.headers["location"]).text
    off = visitor.post(f"/p/{token}/digest", data={"digest": "no"})
    assert "Yes, send it to me" in visitor.get(off.headers["location"]).text
