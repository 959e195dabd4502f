"""Starting a launch and seeing where it stands."""

from datetime import UTC, datetime, timedelta

from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


def test_it_starts_a_partnership_on_a_fresh_machine(shell: Shell) -> None:
    shell.forget_everything()

    said = shell.says(
        "new", str(shell.folder / "partnership.yaml"), "--people", str(shell.folder / "contacts.csv")
    )

    assert "Fernwater Valley Partnership is started" in said
    assert (shell.home / "sector-launch.db").exists()


def test_it_does_nothing_the_second_time(shell: Shell) -> None:
    shell.start()

    said = shell.says("new", str(shell.folder / "partnership.yaml"))

    assert "was started before" in said
    assert len(shell.reads("status")) == 1


def test_it_does_nothing_the_second_time_though_the_target_date_has_passed(shell: Shell) -> None:
    shell.start()
    shell.now += timedelta(days=400)

    assert "was started before" in shell.says("new", str(shell.folder / "partnership.yaml"))


def test_it_takes_the_day_of_the_partnership_and_not_of_greenwich(shell: Shell) -> None:
    """At 7 in the evening in Denver it is tomorrow in Greenwich: a launch today has not gone by."""
    shell.forget_everything()
    shell.now = datetime(2026, 9, 11, 1, 0, tzinfo=UTC)
    file = shell.folder / "partnership.yaml"

    assert "is started" in shell.says("new", str(file))


def test_it_names_the_mistakes_of_both_files_at_once_and_stores_nothing(shell: Shell) -> None:
    file, people = shell.folder / "partnership.yaml", shell.folder / "contacts.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("America/Denver", "Denver"), encoding="utf-8")
    people.write_text(
        people.read_text(encoding="utf-8").replace("alder@example.com", "alder at example"), encoding="utf-8"
    )

    said = shell.complains("new", str(file), "--people", str(people))

    assert "partnership.yaml, line" in said
    assert "time_zone" in said
    assert "contacts.csv, line" in said
    assert shell.reads("status") == []


def test_it_says_when_a_playbook_is_not_known(shell: Shell) -> None:
    file = shell.folder / "partnership.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("playbook: sector-launch", "playbook: sector-lunch"),
        encoding="utf-8",
    )

    assert "did you mean “sector-launch”" in shell.complains("new", str(file))


def test_it_says_when_a_file_is_not_there(shell: Shell) -> None:
    assert "there is no such file" in shell.complains("new", "nowhere.yaml")


def test_it_says_where_each_launch_stands(shell: Shell) -> None:
    shell.start()

    (status,) = shell.reads("status")

    assert (status["slug"], status["step_number"], status["steps"]) == (SLUG, 1, 6)
    assert "Step 1 of 6: Build the support team" in shell.says("status", SLUG)


def test_it_has_a_word_for_an_empty_house(shell: Shell) -> None:
    assert "No partnership has been started yet" in shell.says("status")


def test_it_lists_what_is_dated(shell: Shell) -> None:
    shell.start()

    entries = shell.reads("timeline", SLUG)

    assert {"on", "kind", "what", "state"} <= entries[0].keys()
    assert any(entry["what"] == "Target date of the launch" for entry in entries)


def test_it_shows_only_what_is_to_come(shell: Shell) -> None:
    shell.start()

    assert all(not entry["past"] for entry in shell.reads("timeline", SLUG, "--coming"))


def test_it_has_a_word_for_no_messages(shell: Shell) -> None:
    shell.start()

    assert shell.reads("messages", SLUG) == []
    assert "No message has been written yet" in shell.says("messages", SLUG)


def test_it_lists_a_message_with_whom_it_goes_to(shell: Shell) -> None:
    shell.start()
    shell.says("words", "test", SLUG, "invitation")

    (message,) = shell.reads("messages", SLUG)
    assert message["state_reason"] == ""
    assert f"queued  {message['to_name']} <{message['to']}>  {message['subject']}" in shell.says(
        "messages", SLUG
    )


def test_it_names_the_states_a_message_may_have(shell: Shell) -> None:
    shell.start()

    assert "queued" in shell.complains("messages", SLUG, "--state", "lost")


def test_it_takes_everything_away_once(shell: Shell) -> None:
    shell.start()
    file = shell.folder / "away.zip"
    assert "tables" in shell.says("export", shell.slug, str(file))
    assert file.stat().st_mode & 0o077 == 0
    assert "Name another file" in shell.complains("export", shell.slug, str(file))
