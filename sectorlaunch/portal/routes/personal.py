"""A person's own page, opened by the link in their messages: no account, no password."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import escape
from sqlmodel import Session

from languages.catalogs import Sentence
from sectorlaunch.engine import release_preview
from sectorlaunch.errors import NotFound, SectorLaunchError
from sectorlaunch.portal import form_values, own_day_answers, personal_answers, talk_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.routes.sector_decision import brief_file
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import letter_preview, personal
from sectorlaunch.records import access, data_briefs, releases
from sectorlaunch.tables import AccessLink, LinkPurpose

router = APIRouter()

PREPARED = ("accepted", "tentative", "declined", "substitute")
"""Answers that a link in a message may have prepared; opening it answers nothing."""


@router.get("/p/{token}")
def personal_page(
    request: ARequest, token: str, answer: str = "", meeting: str = "", done: str = ""
) -> Response:
    """Their page; with an `answer` prepared for the `meeting` of that number, where a letter's button leads here."""
    about = form_values.number(meeting)
    return _page(request, token, prepared=answer if answer in PREPARED else "", about=about, done=done)


@router.get("/p/{token}/letter")
def invitation_letter(request: ARequest, token: str) -> Response:
    """The invitation letter as guests will see it, for the champion who is asked to sign it."""
    with request.reading() as session:
        link, partnership_id = linked(request, session, token)
        html = letter_preview.invitation(session, request.now, partnership_id, link.person_id)
    return letter_frame(html)


@router.post("/p/{token}/answers")
def answer_questions(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "questions", form, personal_answers.answer_questions)


@router.get("/p/{token}/releases/{touch_key}/{person_id}")
def letter_to_release(request: ARequest, token: str, touch_key: str, person_id: int) -> Response:
    """A letter that waits for the reader of the page, as it lands with whom it goes to."""
    return _letter_to_release(request, token, touch_key, person_id)


@router.post("/p/{token}/releases/{touch_key}/{person_id}/look")
def letter_with_sentence(
    request: ARequest, form: AForm, token: str, touch_key: str, person_id: int
) -> Response:
    """The same with the sentence that was typed; nothing is kept."""
    return _letter_to_release(request, token, touch_key, person_id, form.get("sentence", ""))


@router.post("/p/{token}/releases/{touch_key}/{person_id}")
def release(request: ARequest, form: AForm, token: str, touch_key: str, person_id: int) -> Response:
    named = {**form, "touch": touch_key, "person": str(person_id)}
    name = f"release-{touch_key}-{person_id}"
    return change(request, token, name, named, personal_answers.release)


@router.post("/p/{token}/role-sheet")
def acknowledge(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "sheet", form, personal_answers.acknowledge)


@router.post("/p/{token}/champion")
def champion(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "champion", form, personal_answers.move_champion)


@router.post("/p/{token}/digest")
def digest(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "digest", form, personal_answers.wish_digest)


@router.post("/p/{token}/language")
def language(request: ARequest, form: AForm, token: str) -> Response:
    """From the person's page, or the one about their calendar, and back to it."""
    return change(
        request,
        token,
        "language",
        form,
        personal_answers.wish_language,
        "/calendar" if form.get("back") == "calendar" else "",
    )


@router.post("/p/{token}/talk")
def talk(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "talk", form, personal_answers.talk)


@router.post("/p/{token}/talks/{meeting_id}")
def end_talk(request: ARequest, form: AForm, token: str, meeting_id: int) -> Response:
    return change(
        request, token, f"talk-{meeting_id}", {**form, "meeting": str(meeting_id)}, personal_answers.end_talk
    )


@router.post("/p/{token}/talk-hours")
def talk_hours(request: ARequest, form: AForm, token: str) -> Response:
    """When somebody who asks champions takes calls; their calendar is read at once where they just gave it."""
    hosts = request.settings.allowed_channel_hosts

    def keep(me: personal.PersonalPage, form: dict[str, str]) -> str:
        if me.talks is None or not me.talks.offers:
            raise NotFound("Nobody is asked by you just now.")
        at = me.launch
        return talk_form.keep_hours(at.session, at.now, at.run_id, me.person, form, hosts, by=me.by)

    answer = change(request, token, "talk-hours", form, keep)
    with request.reading() as session:
        link, _ = linked(request, session, token)
        person_id = link.person_id
    talk_form.read_calendar(request.portal.engine, request.now, person_id, hosts)
    return answer


@router.post("/p/{token}/meetings/{meeting_id}")
def reply(request: ARequest, form: AForm, token: str, meeting_id: int) -> Response:
    return change(
        request, token, f"reply-{meeting_id}", {**form, "meeting": str(meeting_id)}, personal_answers.reply
    )


@router.post("/p/{token}/polls/{poll_id}")
def vote(request: ARequest, form: AForm, token: str, poll_id: int) -> Response:
    return change(
        request, token, f"poll-{poll_id}", {**form, "poll": str(poll_id)}, personal_answers.vote_on_dates
    )


@router.post("/p/{token}/surveys/{round_id}")
def survey(request: ARequest, form: AForm, token: str, round_id: int) -> Response:
    named = {**form, "survey": str(round_id)}
    return change(request, token, f"survey-{round_id}", named, personal_answers.answer_survey)


@router.post("/p/{token}/teams/{team_id}/offers")
def offer(request: ARequest, form: AForm, token: str, team_id: int) -> Response:
    """What a partner could do for a team."""
    return change(
        request, token, f"offer-{team_id}", {**form, "team": str(team_id)}, personal_answers.offer_help
    )


@router.post("/p/{token}/dots")
def dots(request: ARequest, form: AForm, token: str) -> Response:
    """Where their dots are, at the launch."""
    return change(request, token, "dots", form, own_day_answers.place_dots)


@router.post("/p/{token}/interest")
def interest(request: ARequest, form: AForm, token: str) -> Response:
    """What they go on with of what was chosen, and a promise."""
    return change(request, token, "interest", form, own_day_answers.say_interest)


@router.post("/p/{token}/scores")
def score(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "scores", form, personal_answers.score_sectors)


@router.post("/p/{token}/sector-notes")
def sector_note(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "sector-note", form, personal_answers.note_sector)


@router.get("/p/{token}/brief.pdf")
def data_brief(request: ARequest, token: str) -> Response:
    """The data brief that went out last."""
    with request.reading() as session:
        _, partnership_id = linked(request, session, token)
        brief = data_briefs.newest(session, partnership_id, sent=True)
        if brief is None:
            raise LinkUnknown
        return brief_file(session, brief, "pdf", request.language)


@router.post("/p/{token}/commitments/{commitment_id}")
def settle(request: ARequest, form: AForm, token: str, commitment_id: int) -> Response:
    return change(
        request,
        token,
        f"promise-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.keep_promise,
    )


@router.post("/p/{token}/commitments/{commitment_id}/later")
def postpone(request: ARequest, form: AForm, token: str, commitment_id: int) -> Response:
    return change(
        request,
        token,
        f"later-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.postpone_promise,
    )


@router.post("/p/{token}/commitments/{commitment_id}/report")
def report(request: ARequest, form: AForm, token: str, commitment_id: int) -> Response:
    """How what an organization promised stands."""
    return change(
        request,
        token,
        f"report-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.report_promise,
    )


@router.post("/p/{token}/commitments/{commitment_id}/help")
def ask_for_help(request: ARequest, form: AForm, token: str, commitment_id: int) -> Response:
    return change(
        request,
        token,
        f"help-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.ask_for_help,
    )


@router.post("/p/{token}/commitments/{commitment_id}/words")
def put_right(request: ARequest, form: AForm, token: str, commitment_id: int) -> Response:
    return change(
        request,
        token,
        f"right-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.put_promise_right,
    )


@router.post("/p/{token}/assistant")
def name_assistant(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "assistant", form, personal_answers.name_assistant)


@router.post("/p/{token}/tasks/{task_id}")
def finish(request: ARequest, form: AForm, token: str, task_id: int) -> Response:
    return change(
        request, token, f"task-{task_id}", {**form, "task": str(task_id)}, personal_answers.finish_task
    )


def _letter_to_release(
    request: PortalRequest, token: str, touch_key: str, person_id: int, sentence: str = ""
) -> Response:
    with request.reading() as session:
        me = _personal_page(request, session, token)
        one = next((r for r in me.releases if (r.key, r.reader.id) == (touch_key, person_id)), None)
        if one is None:
            raise LinkUnknown
        what = releases.find(me.launch.playbook, one.key)
        words = release_preview.as_it_lands(me.launch, what, one.reader, sentence.strip())
    html = words.html or f"<p>{escape(Sentence(words.trouble).in_language(request.language))}</p>"
    return letter_frame(html)


Change = Callable[[personal.PersonalPage, dict[str, str]], str]


def change(
    request: PortalRequest, token: str, form_name: str, form: dict[str, str], deed: Change, back: str = ""
) -> Response:
    """Carries out what a person asked for on their page. The token in the address is what lets them;
    nobody who does not know it can have their browser post here."""

    def carry_out(session: Session) -> str:
        done = deed(_personal_page(request, session, token), form)
        return f"/p/{token}{back}?done={done}"

    def again(error: SectorLaunchError) -> Response:
        return _page(request, token, form_error=FormError.of(form_name, error, form, request.language))

    return request.carry_out(carry_out, again)


def _page(
    request: PortalRequest,
    token: str,
    *,
    prepared: str = "",
    about: int = 0,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        me = _personal_page(request, session, token)
        return request.page(
            "personal.html",
            status=form_error.status if form_error else 200,
            token=token,
            me=me,
            prepared=prepared,
            about_meeting=about,
            notice=flash(done, request.language),
            form_error=form_error,
        )


def _personal_page(request: PortalRequest, session: Session, token: str) -> personal.PersonalPage:
    link, partnership_id = linked(request, session, token)
    return personal.personal(
        session, request.now, link.person_id, partnership_id, for_assistant=link.for_assistant
    )


def linked(request: PortalRequest, session: Session, token: str) -> tuple[AccessLink, int]:
    """A personal link, and its partnership. Raises LinkUnknown for one that does not hold."""
    link = access.look_up(session, request.now, token, LinkPurpose.PERSONAL)
    if link is None or link.partnership_id is None:
        raise LinkUnknown
    request.speak(session, link.person_id)
    return link, link.partnership_id
