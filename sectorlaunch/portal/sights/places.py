"""Where on our pages a missing fact is mended: from the question of a gate to the page that settles it."""

from dataclasses import dataclass

from playbooks.model import Question


@dataclass(frozen=True)
class Place:
    """A page of the partnership, and what the button to it says."""

    page: str
    label: str


PIPELINE = Place("pipeline", "Open the pipeline")
PEOPLE = Place("people", "Open the list of people")
MEETINGS = Place("meetings", "Open the meetings")
RESULTS = Place("results", "Open what came of it")
SETTINGS = Place("settings", "Open the numbers")
COMING = Place("coming", "See what goes out")
PLACES = {
    "champions": PIPELINE,
    "team": PEOPLE,
    "guests": MEETINGS,
    "launch": MEETINGS,
    "room": MEETINGS,
    "outcome": RESULTS,
    "action": RESULTS,
    "sustain": MEETINGS,
    "invitation": COMING,
}
"""By the first part of a fact's name."""


def place_of(question: Question) -> Place | None:
    """The page for the first of its facts that has one."""
    if [evidence.fact for evidence in question.evidence] == ["launch.critical_mass_set"]:
        return SETTINGS
    subjects = (evidence.fact.partition(".")[0] for evidence in question.evidence)
    return next((PLACES[subject] for subject in subjects if subject in PLACES), None)
