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
        "it_never_happens__a_week_that_asks_for_a_day_that_is_over",
        "it_never_happens__after_downtime_everything_is_sent",
        "it_never_happens__after_downtime_nothing_is_sent",
    ),
    "empty Reply-To": ("it_never_happens__an_empty_reply_to",),
    "no text part": ("it_never_happens__no_text_part",),
    "a promise nothing keeps": (
        "it_never_happens__a_promise_that_nothing_keeps",
        "it_never_happens__a_promise_broken_in_silence",
    ),
    "a field that samples set and nobody else": (
        "it_never_happens__a_field_that_samples_set_and_nobody_else",
    ),
    "a calendar entry with a dead link": ("it_never_happens__a_calendar_entry_with_a_dead_link",),
    "a time-out restarts after a crash": ("it_never_happens__a_time_out_restarts_after_a_crash",),
    "times shift by an hour across daylight saving": (
        "it_never_happens__times_shift_by_an_hour_across_daylight_saving",
    ),
    "a company of the same name is renamed with theirs": (
        "it_never_happens__a_company_of_the_same_name_is_renamed_with_theirs",
    ),
    "a cookie kept from before signing out lets somebody in": (
        "it_never_happens__a_cookie_kept_from_before_signing_out_lets_somebody_in",
    ),
    "a form token that is no ascii fails": ("it_never_happens__a_form_token_that_is_no_ascii_fails",),
    "a kill between the release and the letters loses or doubles them": (
        "it_never_happens__a_kill_between_the_release_and_the_letters_loses_or_doubles_them",
    ),
    "a letter read in the local mailbox stops an address": (
        "it_never_happens__a_letter_read_in_the_local_mailbox_stops_an_address",
    ),
    "a link sent to one address stops the one written down later": (
        "it_never_happens__a_link_sent_to_one_address_stops_the_one_written_down_later",
    ),
    "a list changes somebody of another partnership": (
        "it_never_happens__a_list_changes_somebody_of_another_partnership",
    ),
    "a list with our people on it changes them": (
        "it_never_happens__a_list_with_our_people_on_it_changes_them",
    ),
    "a number of ours in a form of theirs changes ours": (
        "it_never_happens__a_number_of_ours_in_a_form_of_theirs_changes_ours",
    ),
    "a page fails over what its playbook has no more": (
        "it_never_happens__a_page_fails_over_what_its_playbook_has_no_more",
    ),
    "a stored letter opens somebodys page": ("it_never_happens__a_stored_letter_opens_somebodys_page",),
    "an address on a list gets a sign in link": (
        "it_never_happens__an_address_on_a_list_gets_a_sign_in_link",
    ),
    "an ask leaves because its gate was set aside": (
        "it_never_happens__an_ask_leaves_because_its_gate_was_set_aside",
    ),
    "an erasure rewrites what was done and when": (
        "it_never_happens__an_erasure_rewrites_what_was_done_and_when",
    ),
    "another site signs somebody in": ("it_never_happens__another_site_signs_somebody_in",),
    "asking for others locks a colleague out": ("it_never_happens__asking_for_others_locks_a_colleague_out",),
    "attendance saved in two windows deletes the people of the first": (
        "it_never_happens__attendance_saved_in_two_windows_deletes_the_people_of_the_first",
    ),
    "dead links lock out a colleagues living one or an unsubscribe": (
        "it_never_happens__dead_links_lock_out_a_colleagues_living_one_or_an_unsubscribe",
    ),
    "five asks leave in other peoples names on the fourth done": (
        "it_never_happens__five_asks_leave_in_other_peoples_names_on_the_fourth_done",
    ),
    "history is bent by whoever reaches the database": (
        "it_never_happens__history_is_bent_by_whoever_reaches_the_database",
    ),
    "others read what is in the home": ("it_never_happens__others_read_what_is_in_the_home",),
    "our champion is silenced by their list": ("it_never_happens__our_champion_is_silenced_by_their_list",),
    "our convener is merged into their person": (
        "it_never_happens__our_convener_is_merged_into_their_person",
    ),
    "our conveners address is taken and signed in with": (
        "it_never_happens__our_conveners_address_is_taken_and_signed_in_with",
    ),
    "somebody of the same name is removed with theirs": (
        "it_never_happens__somebody_of_the_same_name_is_removed_with_theirs",
    ),
    "the address of a lead on a list makes a lead": (
        "it_never_happens__the_address_of_a_lead_on_a_list_makes_a_lead",
    ),
    "the later save of own words wins silently": (
        "it_never_happens__the_later_save_of_own_words_wins_silently",
    ),
    "the later save of the letter wins silently": (
        "it_never_happens__the_later_save_of_the_letter_wins_silently",
    ),
    "what was promised is missed in silence": ("it_never_happens__what_was_promised_is_missed_in_silence",),
    "two sentences run together": ("it_never_happens__two_sentences_run_together",),
    "two threads at once leave one without a key": (
        "it_never_happens__two_threads_at_once_leave_one_without_a_key",
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
        "it_never_happens__a_button_without_its_form",
        "it_never_happens__a_calendar_address_works_without_end",
        "it_never_happens__a_convener_redirects_everybodys_mail",
        "it_never_happens__a_copy_carries_a_link_that_works",
        "it_never_happens__a_deed_of_a_partnership_above_changes_ours_without_our_word",
        "it_never_happens__a_gate_named_to_executives_as_only_conveners_know_it",
        "it_never_happens__a_gate_opens_twice_or_not_at_all",
        "it_never_happens__a_gate_title_in_a_letter_to_anybody_but_the_convener",
        "it_never_happens__a_keeper_ends_the_others_and_is_alone_then",
        "it_never_happens__a_guest_who_came_early_meets_an_error",
        "it_never_happens__a_kept_mailbox_leads_inside_by_its_name",
        "it_never_happens__a_label_that_names_no_form",
        "it_never_happens__a_law_moves_a_meeting_by_an_hour",
        "it_never_happens__a_law_moves_a_poll_and_what_waits_for_office_hours",
        "it_never_happens__a_law_moves_what_is_planned_by_an_hour",
        "it_never_happens__a_letter_to_sign_in_comes_back_in_silence",
        "it_never_happens__a_link_for_one_change_agrees_to_a_later_one",
        "it_never_happens__a_message_outside_office_hours",
        "it_never_happens__a_partnership_hangs_below_itself_or_too_deep",
        "it_never_happens__a_phone_script_without_its_articles",
        "it_never_happens__a_reminder_in_the_words_of_the_one_before",
        "it_never_happens__a_reminder_with_its_invitation",
        "it_never_happens__a_scribe_takes_down_a_meeting_of_somebody_else",
        "it_never_happens__a_stored_entry_names_an_address_that_is_believed",
        "it_never_happens__a_stranger_ends_a_consent_with_a_code_of_their_own",
        "it_never_happens__a_subject_with_two_colons",
        "it_never_happens__after_downtime_everything_or_nothing_is_sent",
        "it_never_happens__an_answer_of_the_five_hundreds",
        "it_never_happens__an_erased_one_below_takes_its_counts_along",
        "it_never_happens__asked_about_numbers_nobody_has",
        "it_never_happens__asked_again_what_was_agreed_on_the_sectors_page",
        "it_never_happens__guests_who_answered_a_team_call",
        "it_never_happens__more_come_than_there_is_room_for",
        "it_never_happens__naming_a_lead_makes_them_the_keeper",
        "it_never_happens__one_convener_releases_alone_where_the_playbook_wants_two",
        "it_never_happens__one_convener_waives_alone_where_the_playbook_wants_two",
        "it_never_happens__one_people",
        "it_never_happens__people_who_have_answered_are_reminded",
        "it_never_happens__reminded_before_they_were_asked",
        "it_never_happens__said_to_go_by_itself_what_waits_for_a_release",
        "it_never_happens__somebody_pulls_anothers_partnership_under_theirs",
        "it_never_happens__the_link_is_read_in_the_local_mailbox",
        "it_never_happens__the_machines_first_leads_come_back_after_they_were_ended",
        "it_never_happens__the_last_place_is_given_twice",
        "it_never_happens__the_name_of_a_team_cut_off",
        "it_never_happens__the_reference_date_moved_and_people_are_mailed_twice_or_not_at_all",
        "it_never_happens__the_same_letter_twice_on_one_day",
        "it_never_happens__the_same_names_to_the_facilitator_twice_and_silence_before",
        "it_never_happens__two_counts_of_the_same_calls_in_one_morning",
        "it_never_happens__two_sentences_held_together_by_a_comma",
        "it_never_happens__two_sentences_run_together",
        "it_never_happens__what_somebody_thought_before_is_told_as_their_word",
        "it_never_happens__what_holds_for_nobody_is_passed",
        "it_never_happens__whoever_sits_at_a_keepers_page_redirects_everybodys_mail",
    }
    listed = {name for tests in FAILURES.values() for name in tests} | own
    assert {name for name in names if name.startswith("it_never_happens__")} <= listed
