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
SCOPE = Place("scope", "Open scope and efforts")
SECTOR = Place("sector", "Open the labor-market data")
DOCUMENTS = Place("documents", "Open the documents")
PLACES = {
    "scope": SCOPE,
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
PLACES_OF_ONE = {
    "launch.critical_mass_set": SETTINGS,
    "scope.labor_data_loaded": SECTOR,
    "sustain.sustainability_plan_accepted": DOCUMENTS,
    "sustain.priorities_revised": DOCUMENTS,
}
"""By the whole name, where one fact is mended elsewhere than its kin."""


def place_of(question: Question) -> Place | None:
    """The page for the first of its facts that has one, or for what it asks to release."""
    if question.release is not None:
        return Place(f"releases/{question.release}", "Look and release")
    facts = [evidence.fact for evidence in question.evidence]
    if len(facts) == 1 and facts[0] in PLACES_OF_ONE:
        return PLACES_OF_ONE[facts[0]]
    subjects = (fact.partition(".")[0] for fact in facts)
    return next((PLACES[subject] for subject in subjects if subject in PLACES), None)
