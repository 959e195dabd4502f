"""What to say on the phone, in three or four lines, by what the call is to settle. Pure."""

from dataclasses import dataclass

from playbooks import phone_words
from playbooks.model import Stop


@dataclass(frozen=True)
class Call:
    """What a script is made of. `name` is whom to call; `meeting` and `when` may be empty."""

    name: str
    caller: str
    partnership: str
    meeting: str = ""
    when: str = ""
    questions: tuple[str, ...] = ()


MOVED_FOR_ONE = """\
“This is {caller}, for {partnership}. Is this a good moment?”
“{meeting} has moved: it is now on {when}.”
The old date stands beside the call on your page."""
MOVED_FOR_SEVERAL = MOVED_FOR_ONE.replace("the call", "each call")
"""For the note that hands over calls about a meeting that has moved; the fields are those of a playbook's script."""


def script(stop: Stop, call: Call, own: str = "") -> str:
    """The lines, one a line: the playbook's own, else the usual ones for what the touch stops at."""
    if own:
        return own_words(own, call)
    return "\n".join([_hello(call), *_LINES.get(stop, _other)(call)])


def moved(call: Call, *, was_when: str, was_where: str, where: str, asks: bool) -> str:
    """What to say to somebody who may know the old date or place of a meeting; `asks` those who are guests."""
    before = " ".join(part for part in (f"on {was_when}" if was_when else "", _at(was_where)) if part)
    after = " ".join(part for part in (f"on {call.when}" if call.when else "", _at(where)) if part)
    was = f" It was to be {before};" if before else ""
    news = f"“{call.meeting} has moved.{was} {'it' if was else 'It'} is now {after or 'without a date'}.”"
    question = [
        "“Can you come then?” If not: “Who from your company could come in your place?”",
        "Thank them, whatever the answer, and do not press.",
    ]
    return "\n".join(
        [_hello(call), news, *(question if asks else ["“Does that suit you?” Write down what they said."])]
    )


def called_off(call: Call, why: str = "") -> str:
    """What to say to somebody who knows the date of a meeting that does not take place; `why` is a sentence."""
    planned = f", planned for {call.when}," if call.when else ""
    reason = f" {why.strip()}" if why.strip() else ""
    return "\n".join(
        [
            _hello(call),
            f"“{call.meeting}{planned} does not take place.{reason}”",
            "There is nothing they need to do.",
        ]
    )


def _at(place: str) -> str:
    return f"at {place}" if place else ""


def _hello(call: Call) -> str:
    return f"“This is {call.caller}, for {call.partnership}. Is this a good moment?”"


def own_words(words: str, call: Call) -> str:
    """A playbook's script with its fields filled in."""
    return phone_words.fill(
        words,
        {
            "caller": call.caller,
            "name": call.name,
            "first_name": call.name.split()[0],
            "partnership": call.partnership,
            "meeting": call.meeting or "the meeting",
            "when": call.when or "a day still to be settled",
        },
    )


def _replied(call: Call) -> list[str]:
    what = call.meeting or "the meeting"
    when = f", {call.when}" if call.when else ""
    return [
        f"“You have an invitation to {what}{when}. Can you come?”",
        "If not: “Who from your company could come in your place?”",
        "Thank them, whatever the answer, and do not press.",
    ]


def _champion(call: Call) -> list[str]:
    return [
        "“I wrote to ask whether you would be one of our champions: sign the invitation with one or two others, and welcome the guests.”",
        "Listen first. Ask what would make it worth their time.",
        "If it is a no: “Who would you ask instead?” They stay welcome as a guest.",
    ]


def _signing(call: Call) -> list[str]:
    return [
        "“The invitation letter is ready for your name. May I read you the first lines?”",
        "Note every change they want; each word may be changed.",
        "“Your link to sign is in the letter I sent; one press is enough.”",
    ]


def _answered(call: Call) -> list[str]:
    asked = [f"“{question}”" for question in call.questions[:2]] or ["Ask what is still open for them."]
    return [*asked, "“Still open” is a good answer: write down what is missing, in their words."]


def _acknowledged(call: Call) -> list[str]:
    return [
        "“You have a role with us, and a sheet that says what it asks of you. Have you seen it?”",
        "Go through it together; if something does not fit, write it down and change it.",
    ]


def _other(call: Call) -> list[str]:
    return ["Say in one sentence why you call, and ask what they need from us.", "Write down what they said."]


_LINES = {
    Stop.REPLIED: _replied,
    Stop.REPLIED_TO_ASK: _champion,
    Stop.SIGNED: _signing,
    Stop.ANSWERED: _answered,
    Stop.ACKNOWLEDGED: _acknowledged,
}
