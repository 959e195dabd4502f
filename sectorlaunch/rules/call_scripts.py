"""What to say on the phone, in three or four lines, by what the call is to settle. Pure; the lines stand in `layout/en.yaml`."""

from dataclasses import dataclass
from typing import Any

from languages import DEFAULT, Language
from notifications import phrases
from playbooks import phone_words
from playbooks.model import Stop


@dataclass(frozen=True)
class Call:
    """What a script is made of, as one says it: "the Fernwater Partnership", "the launch of the Fernwater Partnership".

    `name` is whom to call; `meeting` and `when` may be empty.
    """

    name: str
    caller: str
    partnership: str
    meeting: str = ""
    when: str = ""
    questions: tuple[str, ...] = ()
    language: Language = DEFAULT
    """Of whoever makes the call; `meeting`, `when` and `questions` are in it."""

    @property
    def opening_meeting(self) -> str:
        """The meeting where a sentence begins with it."""
        return self.meeting[:1].upper() + self.meeting[1:]

    def say(self, key: str, **fields: Any) -> str:
        return phrases.say(self.language, f"script.{key}", **fields)


def script(stop: Stop, call: Call, own: str = "") -> str:
    """The lines, one a line: the playbook's own, else the usual ones for what the touch stops at."""
    if own:
        return own_words(own, call)
    return _lines(_hello(call), *_BY_STOP.get(stop, _other)(call))


def moved_for(call: Call, number: int) -> str:
    """For the note that hands over calls about a meeting that has moved; the fields are those of a playbook's script."""
    return call.say("moved note" if number == 1 else "moved notes")


def moved(call: Call, *, was_when: str, was_where: str, where: str, asks: bool) -> str:
    """What to say to somebody who may know the old date or place of a meeting; `asks` those who are guests."""
    before, after = _day_and_place(call, was_when, was_where), _day_and_place(call, call.when, where)
    after = after or call.say("without a date")
    news = (
        call.say("moved from", meeting=call.opening_meeting, before=before, after=after)
        if before
        else call.say("moved", meeting=call.opening_meeting, after=after)
    )
    return _lines(_hello(call), news, call.say("can they then" if asks else "does it suit"))


def called_off(call: Call, why: str = "") -> str:
    """What to say to somebody who knows the date of a meeting that does not take place; `why` is a sentence."""
    news = (
        call.say("called off planned", meeting=call.opening_meeting, when=call.when)
        if call.when
        else call.say("called off", meeting=call.opening_meeting)
    )
    return _lines(_hello(call), f"“{' '.join([news, why.strip()]).strip()}”", call.say("nothing to do"))


def own_words(words: str, call: Call) -> str:
    """A playbook's script with its fields filled in."""
    return phone_words.fill(
        words,
        {
            "caller": call.caller,
            "name": call.name,
            "first_name": call.name.split()[0],
            "partnership": call.partnership,
            "meeting": call.meeting or call.say("the meeting"),
            "when": call.when or call.say("no day"),
        },
    )


def _lines(*parts: str) -> str:
    return "\n".join(line for part in parts for line in part.splitlines() if line)


def _day_and_place(call: Call, when: str, where: str) -> str:
    said = [call.say("on", when=when) if when else "", call.say("at", where=where) if where else ""]
    return " ".join(part for part in said if part)


def _hello(call: Call) -> str:
    return call.say("hello", caller=call.caller, partnership=call.partnership)


def _replied(call: Call) -> list[str]:
    what = call.meeting or call.say("the meeting")
    return [
        call.say("invited on", meeting=what, when=call.when)
        if call.when
        else call.say("invited", meeting=what),
        call.say("in their place"),
    ]


def _answered(call: Call) -> list[str]:
    asked = [f"“{question}”" for question in call.questions[:2]] or [call.say("what is open")]
    return [*asked, call.say("still open")]


def _as_it_stands(key: str) -> Any:
    return lambda call: [call.say(key)]


_other = _as_it_stands("other")
_BY_STOP = {
    Stop.REPLIED: _replied,
    Stop.REPLIED_TO_ASK: _as_it_stands("champion"),
    Stop.SIGNED: _as_it_stands("signing"),
    Stop.ANSWERED: _answered,
    Stop.ACKNOWLEDGED: _as_it_stands("role"),
}
