"""What people do on their own page, as actions. Each returns the word of the notice that is shown afterward."""

from languages import Language
from languages.catalogs import Sentence, mark
from notifications import phrases
from sectorlaunch import plain_values
from sectorlaunch.actions import (
    accommodations,
    answers,
    assistants,
    champions,
    invitations,
    language_wishes,
    offers,
    outcomes,
    polls,
    releases,
    report_backs,
    roles,
    scores,
    sector_notes,
    signatures,
    surveys,
    talks,
)
from sectorlaunch.engine import calls
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.portal import form_values, sector_form, talk_form
from sectorlaunch.portal.views import own_surveys
from sectorlaunch.portal.views.asked import Asked
from sectorlaunch.portal.views.personal import PersonalPage
from sectorlaunch.records import tasks as task_records
from sectorlaunch.tables import (
    AnswerVerdict,
    ChampionStage,
    CommitmentState,
    InvitationState,
    NoteKind,
    Person,
    PollChoice,
    PollState,
    ToDoKind,
)

CHOOSE_LANGUAGE = mark("Choose one of the languages.")
REPLIES = {
    "accepted": InvitationState.ACCEPTED,
    "tentative": InvitationState.TENTATIVE,
    "declined": InvitationState.DECLINED,
    "substitute": InvitationState.DECLINED,
}


def answer_questions(me: PersonalPage, form: dict[str, str]) -> str:
    """Records every question that has a choice; one that was left as it is stays as it is."""
    chosen = [asked for asked in (*me.questions, *me.answered) if form.get(f"{asked.field}.verdict")]
    if not chosen:
        raise BadInput("Choose an answer to at least one question, then send.")
    for asked in chosen:
        if not _says_the_same(asked, form):
            _record(me, asked, form)
    return "answers"


def _record(me: PersonalPage, asked: Asked, form: dict[str, str]) -> None:
    try:
        answers.record(
            me.launch.session,
            me.launch.now,
            me.launch.run_id,
            asked.gate_key,
            asked.question.key,
            me.person.pk,
            answers.GivenAnswer(
                AnswerVerdict(form[f"{asked.field}.verdict"]),
                form.get(f"{asked.field}.note", ""),
                recorded_by=me.by if me.for_assistant else "",
            ),
        )
    except ValueError:
        raise BadInput("Choose one of the three: Yes, Not yet, or Doesn’t apply.") from None
    except BadInput as error:
        raise _about(asked, error, me.language) from None


def _about(asked: Asked, error: BadInput, language: Language) -> BadInput:
    """What is wrong with the answer to one question, with the question before it."""
    said = Sentence(error.sentence, error.parts).in_language(language)
    return BadInput(
        "%(question)s: %(remedy)s", question=asked.question.title or asked.question.ask, remedy=said
    )


def _says_the_same(asked: Asked, form: dict[str, str]) -> bool:
    given = (form[f"{asked.field}.verdict"], form.get(f"{asked.field}.note", "").strip())
    return given == (asked.verdict, asked.note)


def release(me: PersonalPage, form: dict[str, str]) -> str:
    """Lets a letter go that waits for them: to one person, or to everyone it goes to."""
    chosen = (form["touch"], form["person"])
    one = next((one for one in me.releases if (one.key, str(one.reader.id)) == chosen), None)
    if one is None:
        raise NotFound("Nothing here is waiting for you; it may already be released.")
    releases.give(
        me.launch.session,
        me.launch.now,
        me.launch.run_id,
        one.key,
        by=me.person,
        to=[one.reader.pk] if one.one_by_one else None,
        sentence=form.get("sentence", ""),
    )
    return "release-given"


def acknowledge(me: PersonalPage, _form: dict[str, str]) -> str:
    roles.acknowledge_role_sheet(me.launch.session, me.launch.now, me.launch.run_id, me.person.pk)
    return "sheet"


def move_champion(me: PersonalPage, form: dict[str, str]) -> str:
    """Agrees, signs, offers to host, declines, or asks to be called first."""
    if me.champion is None:
        raise NotFound("You have not been asked to be a champion here.")
    choice, note = form.get("choice", ""), form.get("note", "").strip()
    if choice == "call":
        return _ask_for_call(me, note)
    stages = {
        "agreed": ChampionStage.AGREED,
        "signed": ChampionStage.SIGNED,
        "hosting": ChampionStage.HOSTING,
        "declined": ChampionStage.DECLINED,
    }
    if choice not in stages:
        raise BadInput("Choose one of the answers, then send it.")
    if me.for_assistant and choice == "signed":
        raise BadInput(
            "%(name)s signs the letter in person, using the link in their own email.", name=me.person.name
        )
    if choice == "signed":
        seen = form.get("letter", "")
        signatures.sign(
            me.launch.session, me.launch.now, me.launch.run_id, me.person, by=me.by, note=note, seen=seen
        )
        return choice
    champions.move(
        me.launch.session, me.launch.now, me.launch.run_id, me.person, stages[choice], by=me.by, note=note
    )
    if choice == "declined":
        _suggest(me, form.get("suggest", ""))
    return choice


def wish_digest(me: PersonalPage, form: dict[str, str]) -> str:
    """Begins or ends a champion's short note each Monday."""
    if not me.digest_is_offered:
        raise NotFound("This note is for champions who have agreed.")
    wanted = form.get("digest") == "yes"
    champions.wish_digest(me.launch.session, me.launch.now, me.launch.run_id, me.person, wanted, by=me.by)
    return "digest-on" if wanted else "digest-off"


def wish_language(me: PersonalPage, form: dict[str, str]) -> str:
    """The language of their pages and of the letters to come. Raises BadInput for one there is not."""
    language = form_values.one_of(Language, form.get("language", ""), CHOOSE_LANGUAGE)
    language_wishes.wish(me.launch.session, me.launch.now, me.person, language, by=me.by)
    return "language"


def _suggest(me: PersonalPage, suggested: str) -> None:
    """Whom somebody who declines would ask instead: a prospect for the convener to think about."""
    name = " ".join(suggested.split())[:120]
    if not name:
        return
    task = Task(
        ToDoKind.OTHER,
        purpose="champion-suggested",
        occurrence=f"day:{me.launch.now.date().isoformat()}",
        owner=me.launch.convener,
        about=me.person,
        title=f"{me.person.name} would ask {name} to be a champion",
        script="Think about whether they decide and care; if so, put them on the pipeline and say who suggested them.",
    )
    tasks.create(me.launch, task)


def _ask_for_call(me: PersonalPage, note: str) -> str:
    """A task for the relationship owner, at most one a day."""
    assert me.champion is not None
    owner = me.launch.convener
    if me.champion.owner_id is not None:
        owner = me.launch.session.get_one(Person, me.champion.owner_id)
    task = Task(
        ToDoKind.PHONE,
        purpose="champion-wants-a-call",
        occurrence=f"day:{me.launch.now.date().isoformat()}",
        owner=owner,
        about=me.person,
        title=phrases.say(
            task_records.language_for(me.launch.session, owner), "task.wants a call", name=me.person.name
        ),
        script=note,
    )
    tasks.create(me.launch, task)
    return "call"


def talk(me: PersonalPage, form: dict[str, str]) -> str:
    """Takes a time for a talk with whoever asks them, moves it there, or calls it off."""
    launch = me.launch
    standing = me.talks.standing if me.talks is not None else None
    if form.get("off"):
        if standing is None:
            raise NotFound("There is no talk to cancel anymore.")
        talks.call_off(
            launch.session, launch.now, launch.run_id, me.person, standing.meeting.pk, "", by=me.by
        )
        return "talk-off"
    talks.book(launch.session, launch.now, launch.run_id, me.person, talk_form.picked(form), by=me.by)
    return "talk-moved" if standing is not None else "talk-set"


def end_talk(me: PersonalPage, form: dict[str, str]) -> str:
    """Calls off a talk somebody has with one they asked."""
    launch, wanted = me.launch, int(form["meeting"])
    why = form.get("why", "")
    talks.call_off(launch.session, launch.now, launch.run_id, me.person, wanted, why, by=me.by)
    return "talk-off"


def reply(me: PersonalPage, form: dict[str, str]) -> str:
    """Answers an invitation. Somebody else coming instead is a no with a name."""
    choice = form.get("reply", "")
    if choice not in REPLIES:
        raise BadInput("Choose one of the answers, then send it.")
    substitute = form.get("substitute", "").strip() if choice == "substitute" else ""
    if choice == "substitute" and not substitute:
        raise BadInput("Enter the name of the person coming in your place.")
    reason = form.get("reason", "").strip() if choice != "accepted" else ""
    meeting_id = int(form["meeting"])
    if meeting_id not in {place.meeting.id for place in me.places}:
        raise NotFound("This meeting is over or was canceled.")
    invitations.reply(
        me.launch.session,
        me.launch.now,
        me.launch.run_id,
        meeting_id,
        me.person,
        invitations.Reply(REPLIES[choice], reason=reason[:4000], substitute=substitute[:200]),
        by=me.by,
    )
    if "needs" in form:
        accommodations.ask(*me.launch.here, meeting_id, me.person, form["needs"], by=me.by)
    return "reply"


def vote_on_dates(me: PersonalPage, form: dict[str, str]) -> str:
    """Notes what was said to each date of a poll. Dates left out are asked for again."""
    wanted = int(form["poll"])
    question = next((one for one in me.polls if one.poll.id == wanted), None)
    if question is None:
        raise NotFound("This poll is closed, or is for other people.")
    try:
        said = {date.option_id: PollChoice(form.get(date.field, "")) for date in question.dates}
    except ValueError:
        raise BadInput("Say “yes”, “if need be” or “no” to every date, then send.") from None
    poll = polls.vote(me.launch.session, me.launch.now, me.launch.run_id, wanted, me.person, said)
    return "date-vote" if poll.state is PollState.OPEN else "date-settled"


def answer_survey(me: PersonalPage, form: dict[str, str]) -> str:
    """Sends a whole sheet of a survey."""
    own = own_surveys.find(me.surveys, int(form["survey"]))
    if own is None:
        raise NotFound("This survey is closed, is for other people, or has your answers already.")
    at = me.launch
    surveys.answer(at.session, at.now, at.run_id, own.round.pk, me.person, own_surveys.sheet(own, form))
    return "survey-grouped" if own.survey.is_grouped else "survey-named"


def offer_help(me: PersonalPage, form: dict[str, str]) -> str:
    """Offers a team something, in the name of the reader's organization; again, until it is answered: changes it."""
    wanted = int(form["team"])
    if wanted not in {one.team.id for one in me.ways_in}:
        raise NotFound("This team asks for no help just now.")
    by_on = form_values.day(form.get("on", ""))
    what = form.get("what", "")[:1000]
    offers.make(me.launch.session, me.launch.now, me.launch.run_id, wanted, me.person, what, by_on, by=me.by)
    return "offer"


def report_promise(me: PersonalPage, form: dict[str, str]) -> str:
    """How what their organization promised stands."""
    wanted = int(form["commitment"])
    if wanted not in {one.commitment.id for one in me.promises if one.commitment.organization_id is not None}:
        raise NotFound("That is already settled, or was promised by someone else.")
    said = report_backs.Report(**{name: form.get(name, "")[:4000] for name in ("done", "next", "help")})
    report_backs.of_commitment(
        me.launch.session,
        me.launch.now,
        me.launch.run_id,
        wanted,
        me.person,
        said,
        by=me.by,
        is_done=form.get("is_done") == "yes",
    )
    return "reported"


def score_sectors(me: PersonalPage, form: dict[str, str]) -> str:
    """A member's own scores, while nobody sees anybody's."""
    if me.scoring is None:
        raise NotFound("There is nothing to score right now; the scores may already be open.")
    if me.for_assistant:
        raise BadInput("%(name)s scores in person, using the link in their own email.", name=me.person.name)
    points, why = sector_form.scores(form, [one.code for one in me.scoring.sectors])
    scores.score(
        me.launch.session,
        me.launch.now,
        me.launch.run_id,
        me.scoring.round_id,
        me.person,
        points,
        why,
        by=me.by,
    )
    return "scores"


def note_sector(me: PersonalPage, form: dict[str, str]) -> str:
    """What a member knows of a sector, put beside the numbers in their name."""
    if form.get("industry", "") not in me.sectors_to_note:
        raise BadInput("Choose the sector your note is about.")
    try:
        kind = NoteKind(form.get("kind", ""))
    except ValueError:
        raise BadInput("Choose what kind of note it is.") from None
    sector_notes.note(
        me.launch.session,
        me.launch.now,
        me.launch.run_id,
        me.person,
        form["industry"],
        kind,
        form.get("text", ""),
    )
    return "sector-note"


def keep_promise(me: PersonalPage, form: dict[str, str]) -> str:
    wanted = _own_promise(me, form)
    outcomes.settle(
        me.launch.session, me.launch.now, me.launch.run_id, wanted, CommitmentState.DONE, by=me.by
    )
    return "promise"


def postpone_promise(me: PersonalPage, form: dict[str, str]) -> str:
    """Names a later day for something that was promised."""
    wanted = _own_promise(me, form)
    on = form_values.day(form.get("on", ""))
    if on is None:
        raise BadInput("Choose the day by which it will be done.")
    why = form.get("why", "").strip()
    outcomes.postpone(me.launch.session, me.launch.now, me.launch.run_id, wanted, on, by=me.by, why=why)
    return "later"


def ask_for_help(me: PersonalPage, form: dict[str, str]) -> str:
    """Has whoever can help hear what somebody cannot carry alone."""
    wanted = _own_promise(me, form)
    words = form.get("words", "")
    outcomes.ask_for_help(me.launch.session, me.launch.now, me.launch.run_id, wanted, words, by=me.by)
    return "help"


def put_promise_right(me: PersonalPage, form: dict[str, str]) -> str:
    wanted = _own_promise(me, form)
    words = form.get("words", "")
    outcomes.put_right(me.launch.session, me.launch.now, me.launch.run_id, wanted, words, by=me.by)
    return "put-right"


def _own_promise(me: PersonalPage, form: dict[str, str]) -> int:
    wanted = int(form["commitment"])
    if wanted not in {promise.commitment.id for promise in me.promises}:
        raise NotFound("That is already settled, or was promised by someone else.")
    return wanted


def name_assistant(me: PersonalPage, form: dict[str, str]) -> str:
    """Hands the calendar to somebody, or takes it back. An assistant cannot hand it on."""
    if me.for_assistant:
        raise NotAllowed("Only %(name)s can choose who keeps their calendar.", name=me.person.name)
    if form.get("end"):
        assistants.leave_alone(me.launch.session, me.launch.now, me.person.pk)
        return "assistant-gone"
    typed = form.get("email", "")
    try:
        name = plain_values.filled_line(form.get("name", ""))
    except ValueError:
        raise BadInput("Write their name on one line, in at most 200 characters.") from None
    try:
        address = plain_values.email_address(typed)
    except ValueError:
        raise BadInput(
            "“%(typed)s” is not an email address; write one such as ada@example.org.",
            typed=plain_values.shown(typed),
        ) from None
    assistants.name_assistant(
        me.launch.session,
        me.launch.now,
        me.person,
        name,
        address,
        me.person.assistant_phone,
        by=me.person.name,
    )
    return "assistant"


def finish_task(me: PersonalPage, form: dict[str, str]) -> str:
    wanted = int(form["task"])
    if wanted not in {task.id for task in me.tasks}:
        raise NotFound("That is already done, or is someone else’s task.")
    task = calls.settle(
        me.launch.session,
        me.launch.now,
        wanted,
        form.get("call") or form.get("outcome", ""),
        by=me.by,
        note=form.get("outcome", "") if form.get("call") else "",
        on=form_values.day(form.get("on", "")),
    )
    return "task" if task.done_at else "put-off"
