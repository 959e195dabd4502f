"""The letter to whoever may let another letter go."""

from languages import formatting
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.letters.offered_fields import gate_of
from sectorlaunch.records import release_status, releases


def release_request(source: LetterSource) -> Fields:
    """What waits for the reader at the gate the letter is about."""
    launch = source.launch
    _, gate = gate_of(source)
    assert gate.release is not None
    assert gate.release.release is not None
    what = releases.find(launch.playbook, gate.release.release)
    assert what.touch.release is not None
    waiting = release_status.stands(launch, what).waiting
    again = source.was_sent(source.kind, gate.key)
    if not what.touch.release.each:
        title = releases.find(source.playbook, what.touch.key).touch.title
        return {"what": source.say("release.touch", title=title), "count": len(waiting), "again": again}
    mine = [
        person.name
        for person in waiting
        if source.person.id
        in {one.id for one in releases.who_may(launch.session, launch.partnership_id, what.touch, person)}
    ]
    names = formatting.listing(source.language, mine)
    return {
        "what": source.say("release.one" if len(mine) == 1 else "release.several", names=names),
        "again": again,
        "own_sentence": what.touch.release.own_sentence,
    }
