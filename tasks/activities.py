"""What happens between two gates. The words, audiences and dates are the playbook's; a flow only says when."""

from sectorlaunch.engine import activities
from sectorlaunch.status import rounds
from sectorlaunch.tables import StepRun
from tasks.step import Step
from tasks.telling import tell
from tasks.work import named, unit_of_work


class Activity:
    """An activity of the playbook, for a flow to call. Begun once; a resumed flow passes it by."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, step: Step) -> None:
        if self.key not in step.behind:
            title = step.titles[self.key]
            begin = _begin.with_options(name=title, task_run_name=title, persist_result=True)
            begin(step.step_run_id, self.key, title)
            step.behind.add(self.key)


@named("Begin an activity")
def _begin(step_run_id: int, activity_key: str, title: str) -> list[str]:
    """What was done, in sentences; kept as the result of the task, and in its name once it is over."""
    with unit_of_work() as (session, now):
        said = activities.begin(session, now, step_run_id, activity_key)
        run_id = session.get_one(StepRun, step_run_id).run_id
        done = rounds.of(session, rounds.carried_out(session, run_id, now) if said else [])
    tell(": ".join(filter(None, (title, done.words))), done.lines or said)
    return said


welcome_support_team = Activity("welcome-support-team")
share_role_sheets = Activity("share-role-sheets")

ask_for_evidence = Activity("ask-for-evidence")
ask_for_sector = Activity("ask-for-sector")
ask_for_footprint = Activity("ask-for-footprint")

ask_champions = Activity("ask-champions")
settle_logistics = Activity("settle-logistics")
build_invite_list = Activity("build-invite-list")
send_invitations = Activity("send-invitations")

welcome_the_room = Activity("welcome-the-room")
capture_priorities = Activity("capture-priorities")
note_commitments = Activity("note-commitments")
hold_debrief = Activity("hold-debrief")
send_summary = Activity("send-summary")

form_teams = Activity("form-teams")
schedule_first_calls = Activity("schedule-first-calls")
sharpen_teams = Activity("sharpen-teams")
bring_in_partners = Activity("bring-in-partners")

hand_over_the_agenda = Activity("hand-over-the-agenda")
weigh_the_value = Activity("weigh-the-value")
find_a_home = Activity("find-a-home")
set_the_rhythm = Activity("set-the-rhythm")
