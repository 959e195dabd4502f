"""Each failure such systems have had, and each promise about trust, has tests that carry its name: this list holds them."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

FAILURES: dict[str, tuple[str, ...]] = {
    "duplicate send": ("it_never_happens__duplicate_send",),
    "a rule created late blasts the past": ("it_never_happens__a_rule_created_late_blasts_the_past",),
    "an empty recipient filter means everybody": (
        "it_never_happens__an_empty_recipient_filter_means_everybody",
    ),
    "cancelled or deleted meetings still send": ("it_never_happens__cancelled_meetings_still_send",),
    "the reference date moved and people are mailed twice or not at all": (
        "it_never_happens__the_reference_date_moved_and_people_are_mailed_twice",
        "it_never_happens__the_reference_date_moved_and_people_are_not_mailed_at_all",
    ),
    "an opted-out person is mailed": ("it_never_happens__an_opted_out_person_is_mailed",),
    "nothing is sent and nobody notices": ("it_never_happens__nothing_is_sent_and_nobody_notices",),
    "a hidden precondition stops sending": ("it_never_happens__a_hidden_precondition_stops_sending",),
    "a GET request changes something": ("it_never_happens__a_get_request_changes_something",),
    "a cancellation sent as a calendar REQUEST": (
        "it_never_happens__a_cancellation_sent_as_a_calendar_request",
    ),
    "attendee addresses leaked to other attendees": (
        "it_never_happens__an_address_leaks_to_other_attendees",
        "it_shows_nobodys_address_to_anybody_else",
    ),
    "a stale timer overwrites a human answer": ("it_never_happens__a_stale_timer_overwrites_a_human_answer",),
    "a skipped phase hides its checks": ("it_never_happens__a_skipped_phase_hides_its_checks",),
    "reopening loses answers": ("it_never_happens__reopening_loses_answers",),
    "after downtime everything or nothing is sent": (
        "it_never_happens__after_downtime_everything_is_sent",
        "it_never_happens__after_downtime_nothing_is_sent",
    ),
    "empty Reply-To": ("it_never_happens__an_empty_reply_to",),
    "no text part": ("it_never_happens__no_text_part",),
    "a time-out restarts after a crash": ("it_never_happens__a_time_out_restarts_after_a_crash",),
    "times shift by an hour across daylight saving": (
        "it_never_happens__times_shift_by_an_hour_across_daylight_saving",
    ),
}
TRUST: dict[str, tuple[str, ...]] = {
    "forged links": ("it_has_no_page_for_a_strangers_token", "it_takes_no_forged_cookie"),
    "forged calendar answers and reports": ("it_believes_no_made_up_secret", "it_believes_no_forged_report"),
    "expired links": ("it_does_not_sign_in_with_a_link_that_has_run_out",),
    "revoked links": (
        "it_believes_no_revoked_secret",
        "it_ends_with_the_links_of_a_person",
        "it_ends_the_links_of_an_assistant_who_has_left",
    ),
    "foreign links": (
        "it_does_not_take_one_kind_of_link_for_another",
        "it_shows_the_convener_of_another_partnership_nothing",
        "it_lets_nobody_answer_for_another_with_their_own_secret",
    ),
    "header and template injection": (
        "it_keeps_a_strangers_words_words_on_every_page",
        "it_keeps_a_strangers_words_words_in_every_mail",
        "it_hands_words_over_unread",
    ),
    "calendar and bounce bombs over 64 kB": (
        "it_reads_no_more_than_64_kb_of_a_mail",
        "it_reads_no_more_than_64_kb_over_the_line",
        "it_is_not_held_up_by_a_bomb",
    ),
    "a channel's password is shown nowhere": (
        "it_keeps_secrets_out_of_the_log_and_the_receipt",
        "it_shows_no_secret_in_lists_and_events",
        "it_never_shows_the_secret_of_a_channel",
        "it_refuses_a_bad_address_with_the_remedy_and_without_the_secret",
        "it_shows_no_secret_of_a_mailbox",
        "it_never_happens_that_a_dump_of_the_database_shows_a_password",
    ),
    "letters look like letters to a filter": ("it_writes_nothing_that_looks_like_spam",),
}


@pytest.fixture(scope="module")
def names() -> frozenset[str]:
    found = (
        re.findall(r"^def test_(\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE)
        for file in TESTS.rglob("test_*.py")
    )
    return frozenset(name for some in found for name in some)


@pytest.mark.parametrize("failure", [*FAILURES, *TRUST])
def test_it_has_a_test_for_each_failure(names: frozenset[str], failure: str) -> None:
    missing = [name for name in {**FAILURES, **TRUST}[failure] if name not in names]
    assert missing == []


def test_it_names_no_failure_that_is_not_on_the_list(names: frozenset[str]) -> None:
    """A test that carries a failure's name belongs to one of the list, or to one of its own kin."""
    own = {
        "it_never_happens__people_who_have_answered_are_reminded",
        "it_never_happens__the_same_letter_twice_on_one_day",
        "it_never_happens__a_message_outside_office_hours",
        "it_never_happens__an_answer_of_the_five_hundreds",
        "it_never_happens__after_downtime_everything_or_nothing_is_sent",
        "it_never_happens__the_reference_date_moved_and_people_are_mailed_twice_or_not_at_all",
    }
    listed = {name for tests in FAILURES.values() for name in tests} | own
    assert {name for name in names if name.startswith("it_never_happens__")} <= listed
