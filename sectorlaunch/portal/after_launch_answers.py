"""What people say on their own page once the launch is over. Each returns the word of the notice shown afterward."""

from dataclasses import replace

from sectorlaunch.actions import agendas, looks, meeting_notes, peers, priorities
from sectorlaunch.actions.meeting_notes import NewNote
from sectorlaunch.actions.peers import Peer
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal.views import after_launch
from sectorlaunch.portal.views.after_launch import AfterLaunch
from sectorlaunch.portal.views.personal import PersonalPage
from sectorlaunch.records import meeting_notes as note_records
from sectorlaunch.records import priorities as priority_records
from sectorlaunch.tables import Interest, MeetingNoteKind, Quotable

NOT_FOR_ME = "no"


def say_who_was_missing(me: PersonalPage, form: dict[str, str]) -> str:
    """Keeps their sentence as a note of the launch in their words; sent again, it takes the place of the one before."""
    after = _after(me)
    if not after.was_there:
        raise NotFound("This question is for those who were at the launch.")
    words = form.get("words", "").strip()
    if not words:
        raise BadInput("Write a sentence: which company should have been there?")
    note = NewNote(
        MeetingNoteKind.TAKE_AWAY,
        words[:4000],
        speaker_id=me.person.pk,
        quotable=Quotable.YES if form.get("quotable") else Quotable.NO,
        client_key=after_launch.key_of(me.person.pk),
    )
    if after.missing is None:
        meeting_notes.take(*me.launch.here, after.meeting.pk, note, by=me.by)
    else:
        meeting_notes.change(*me.launch.here, after.missing, note, by=me.by)
    return "missing"


def settle_quotes(me: PersonalPage, form: dict[str, str]) -> str:
    """Whether each of their words may bear their name; what is left open is printed without it."""
    after = _after(me)
    if me.for_assistant:
        raise BadInput(
            "%(name)s decides this in person, using the link in their own email.", name=me.person.name
        )
    said = {note.pk: form.get(f"quote-{note.pk}") for note in after.quotes}
    if not any(said.values()):
        raise BadInput("Choose one of the two for at least one of them, then send.")
    for note in after.quotes:
        if said[note.pk] in ("yes", "no"):
            found = note_records.find(me.launch.session, note.meeting_id, note.pk)
            meeting_notes.settle_quote(*me.launch.here, found, said[note.pk] == "yes", by=me.by)
    return "quotes"


def say_where_to_join(me: PersonalPage, form: dict[str, str]) -> str:
    """What they want to do about each priority; one without a choice stays as it was."""
    after = _after(me)
    said = {
        one.chosen.priority_id: form.get(f"interest-{one.chosen.priority_id}", "") for one in after.to_join
    }
    if not any(said.values()):
        raise BadInput("Choose what you would like to do for at least one of them, then send.")
    for number, word in said.items():
        if not word:
            continue
        wish = None if word == NOT_FOR_ME else _wish(word)
        priority = priority_records.find(me.launch.session, me.launch.partnership_id, number)
        priorities.say_interest(*me.launch.here, priority, me.person, wish, by=me.by)
    return "interest"


def set_agenda(me: PersonalPage, form: dict[str, str]) -> str:
    """What a meeting whose agenda is theirs is about."""
    wanted = int(form["meeting"])
    if wanted not in {meeting.pk for meeting, _, _ in me.agendas}:
        raise NotFound("The agenda of this meeting is not with you just now.")
    agendas.set_lines(*me.launch.here, wanted, form.get("parts", "")[:4000], by=me.by)
    return "agenda"


def say_of_summary(me: PersonalPage, form: dict[str, str]) -> str:
    """That the summary is right, or what is not."""
    if me.look is None:
        raise NotFound("The summary is out, or is not with you.")
    _, document = me.look
    looks.say(*me.launch.here, document.pk, me.person, form.get("words", "")[:4000], by=me.by)
    return "summary-look"


def name_peer(me: PersonalPage, form: dict[str, str]) -> str:
    """Whom they would bring to a team they are on; nothing is written to them yet."""
    wanted = int(form["team"])
    if wanted not in {one.team.id for one in me.around.teams}:
        raise NotFound("You are not on this team.")
    peer = Peer(**{key: form.get(key, "")[:200] for key in ("name", "company", "email", "phone")})
    peer = replace(peer, words=form.get("words", "")[:1000])
    peers.name(*me.launch.here, wanted, peer, me.person, by=me.by)
    return "peer"


def settle_peer(me: PersonalPage, form: dict[str, str]) -> str:
    """Lets the welcome go, or takes the name back."""
    wanted = int(form["peer"])
    if wanted not in {one.pk for one in me.peers}:
        raise NotFound("They are welcomed already, or their name was taken back.")
    if form.get("action") == "let-be":
        peers.let_be(*me.launch.here, wanted, by=me.by)
        return "peer-let-be"
    peers.welcome(*me.launch.here, wanted, by=me.by)
    return "peer-welcomed"


def _wish(word: str) -> Interest:
    try:
        return Interest(word)
    except ValueError:
        raise BadInput("Choose one of the four for each, then send.") from None


def _after(me: PersonalPage) -> AfterLaunch:
    if me.after_launch is None:
        raise NotFound("The launch has not taken place yet.")
    return me.after_launch
