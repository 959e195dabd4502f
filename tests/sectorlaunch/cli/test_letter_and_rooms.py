"""The letter in waves and a team's room, as they are typed."""

from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


def test_it_says_that_everyone_is_written_to_at_once(shell: Shell) -> None:
    shell.start()
    assert shell.says("letter", "waves", SLUG).strip() == "Everyone gets the letter at once."


def test_it_keeps_the_rule_of_the_second_wave(shell: Shell) -> None:
    shell.start()
    said = shell.says("letter", "waves", SLUG, "--days", "10", "--by-funnel")
    assert "The second wave leaves 10 days after the first, or as soon as" in said


def test_it_names_no_first_wave_before_there_is_a_list(shell: Shell) -> None:
    shell.start()
    said = shell.complains("letter", "waves", SLUG, "--first", "alder@example.com")
    assert "Nobody is on the guest list yet." in said


def test_it_gives_the_support_team_a_room_and_takes_it_away(shell: Shell) -> None:
    shell.start()
    shell.says("channel", "add", "chat", "json://localhost/room")
    assert "posted to chat once" in shell.says("channel", "team", SLUG, "chat")
    assert "Nothing is posted" in shell.says("channel", "team", SLUG, "--none")


def test_it_takes_no_room_that_is_not_there(shell: Shell) -> None:
    shell.start()
    assert "There is no channel chat." in shell.complains("channel", "team", SLUG, "chat")
