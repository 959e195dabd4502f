"""Whose fault a refusal is: what mail servers say, in their words and by their codes."""

import pytest

from notifications.refusals import Fault, fault_of


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", ""),
        ("5.4.4", ""),
        ("5.2.1", ""),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        ("", "550 No such user here"),
        ("", "550 <robin@example.com>: Recipient address rejected: User unknown in relay recipient table"),
        ("", "Sorry, no mailbox here by that name. (#5.1.1)"),
        ("5.0.0", "550 unknown user <robin@example.com>"),
        (
            "",
            "The domain example.invalid doesn't receive email according to the administrator: returned Null MX",
        ),
        ("", "Your message wasn't delivered to robin@example.com because the address couldn't be found."),
        (
            "5.4.1",
            "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [mail.protection.example]",
        ),
    ],
)
def test_it_blames_an_address_that_is_not_there(status: str, words: str) -> None:
    assert fault_of(status, words) is Fault.ADDRESS


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.0.0", "550 Message rejected under our anti-spam policy"),
        ("5.1.1", "550 5.1.1 rejected: the domain's DMARC policy says so"),
        ("5.7.26", "550-5.7.26 This mail has been blocked because the sender is unauthenticated."),
        ("5.7.515", ""),
        ("5.0.0", "554 SPF check failed for example.org"),
        ("5.0.0", "554 5.7.1 Service unavailable; client [192.0.2.7] blocked using zen.example"),
        ("", "553 http://www.spamhaus.org/query/bl?ip=192.0.2.7"),
        ("5.7.1", "554 5.7.1 <robin@example.com>: Relay access denied"),
        ("5.0.0", "550 5.4.5 Daily sending quota exceeded"),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit"),
        ("5.0.0", "552 Message too large"),
        ("5.1.8", "553 5.1.8 Domain of sender address launch@example.org does not exist"),
        ("", "host mx.example.com said: 553 example.org does not exist (in reply to MAIL FROM command)"),
        ("", "550 Our system has detected that this message is likely suspicious"),
        ("", "550 5.7.25 The IP address sending this message does not have a PTR record"),
    ],
)
def test_it_blames_the_sender_for_what_is_the_senders(status: str, words: str) -> None:
    assert fault_of(status, words) is Fault.SENDER


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.2.2", ""),
        ("5.0.0", "552 The mailbox of this person is full"),
        ("", "552 5.2.2 Over quota"),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled."),
        ("", "450 Requested action aborted, try again later"),
        ("5.1.1", "550 5.1.1 Refused due to recipient preferences"),
    ],
)
def test_it_blames_a_mailbox_that_is_there_and_takes_nothing(status: str, words: str) -> None:
    assert fault_of(status, words) is Fault.MAILBOX


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("", ""),
        ("5.0.0", "550 Rejected"),
        ("5.7.1", "550 5.7.1 User unknown"),
        ("5.2.2", "550 no such user"),
        ("5.0.0", "550 Unknown user robin@example.com (in reply to end of DATA command)"),
    ],
)
def test_it_blames_nobody_where_code_and_words_and_stage_disagree(status: str, words: str) -> None:
    assert fault_of(status, words) is Fault.UNKNOWN


def test_it_takes_no_address_and_no_link_for_a_reason() -> None:
    """`policy@…` and a help page about spam say nothing of why."""
    words = (
        "550 5.1.1 <spam-policy@example.com>: User unknown. See https://example.com/help/blocklist-and-spf"
    )
    assert fault_of("5.1.1", words) is Fault.ADDRESS
