"""Letters about what partners offer a team, and about what their organizations promised."""

from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import people
from sectorlaunch.tables import ActionTeam, Commitment, Offer, OfferState, Organization, Person


def offer_made(source: LetterSource) -> Fields:
    offer = _offer(source)
    return {
        "offered_by": source.brief(source.launch.session.get_one(Person, offer.person_id)),
        "offer": offer.what,
        "by_day": source.day(offer.by_on) if offer.by_on else "",
    }


def offer_answered(source: LetterSource) -> Fields:
    offer = _offer(source)
    taken = source.launch.session.get(Commitment, offer.commitment_id) if offer.commitment_id else None
    return {
        "offer": offer.what,
        "accepted": offer.state is OfferState.ACCEPTED,
        "answer": offer.answer,
        "due_day": source.day(taken.due_on) if taken is not None and taken.due_on else "",
    }


def pledge_report(source: LetterSource) -> Fields:
    session = source.launch.session
    commitment = session.get_one(Commitment, source.about.id_of("commitment"))
    organization = session.get(Organization, commitment.organization_id)
    team = session.get(ActionTeam, commitment.team_id) if commitment.team_id is not None else None
    return {
        "commitment": source.commitment_brief(commitment),
        "organization": organization.name
        if organization is not None
        else people.organization_name(session, source.person),
        "team": source.team_brief(team) if team is not None else None,
        "answer_by": source.due_words,
    }


def _offer(source: LetterSource) -> Offer:
    return source.launch.session.get_one(Offer, source.about.id_of("offer"))
