"""People, tasks, sign-in, playbooks and channels from the command line."""

from pathlib import Path

import pytest

from sectorlaunch import database
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import partnerships
from sectorlaunch.records import people as people_records
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.settings import Settings
from sectorlaunch.tables import ToDoKind
from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


def test_it_lists_the_people(shell: Shell) -> None:
    shell.start()

    people = shell.reads("people", "list", SLUG)

    assert "Cora Venner" in {person["name"] for person in people}
    assert shell.says("people", SLUG) == shell.says("people", "list", SLUG)


def test_it_says_row_by_row_what_an_import_would_do(shell: Shell) -> None:
    shell.start()
    more = shell.folder / "more.csv"
    more.write_text("name,email\nNew Name,new@example.com\nBiz Alder,alder@example.com\n", encoding="utf-8")

    said = shell.says("people", "import", SLUG, str(more), "--check")

    assert "taken" in said
    assert "New Name" not in shell.says("people", "list", SLUG)


def test_it_takes_an_import_in_once(shell: Shell) -> None:
    shell.start()
    more = shell.folder / "more.csv"
    more.write_text("name,email\nNew Name,new@example.com\n", encoding="utf-8")
    shell.says("people", "import", SLUG, str(more))

    report = shell.reads("people", "import", SLUG, str(more))

    assert [row["outcome"] for row in report["rows"]] == ["unchanged"]


def test_it_names_somebody_for_a_role(shell: Shell) -> None:
    shell.start()

    shell.says("people", "name", SLUG, "scribe", "will@example.org")

    will = next(person for person in shell.reads("people", "list", SLUG) if person["name"] == "Will Work")
    assert "scribe" in will["roles"]


def test_it_notes_that_a_role_sheet_was_read(shell: Shell) -> None:
    shell.start()

    assert "Noted for Will Work." in shell.says("people", "acknowledge", SLUG, "will@example.org")
    assert "before" in shell.says("people", "acknowledge", SLUG, "will@example.org")


def test_it_leaves_somebody_alone_who_wants_it(shell: Shell) -> None:
    shell.start()

    shell.says("people", "leave-alone", SLUG, "alder@example.com")

    alder = next(person for person in shell.reads("people", "list", SLUG) if person["name"] == "Biz Alder")
    assert alder["do_not_contact"] is True


def give_a_task(shell: Shell) -> int:
    engine = database.open_database(Settings())
    with database.unit_of_work(engine, shell.now) as session:
        partnership = partnerships.find(session, SLUG)
        run = partnerships.run_of(session, partnership.pk)
        task = Task(
            ToDoKind.PHONE,
            purpose="step/touch",
            occurrence="run",
            owner=people_records.convener(session, partnership.pk),
            about=None,
            title="Call the county office",
        )
        todo = tasks.create(LaunchAtHand.of(session, shell.now, run.pk), task)
        session.flush()
        assert todo is not None
        number = todo.pk
    engine.dispose()
    return number


def test_it_lists_open_tasks_and_notes_their_outcome(shell: Shell) -> None:
    shell.start()
    number = give_a_task(shell)
    assert [task["id"] for task in shell.reads("tasks", SLUG)] == [number]

    assert "Done: Call the county office." in shell.says(
        "tasks", "done", str(number), "--outcome", "They come."
    )

    assert "No task is open." in shell.says("tasks", SLUG)


def test_it_says_when_there_is_no_such_task(shell: Shell) -> None:
    shell.start()

    assert "no task number 99" in shell.complains("tasks", "done", "99", "--outcome", "Nothing")


def test_it_keeps_a_copy_without_a_name_in_the_home(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.start()
    (shell.folder / "checkout").mkdir()
    monkeypatch.chdir(shell.folder / "checkout")

    said = shell.says("backup")

    (copy,) = (shell.home / "backups").iterdir()
    assert str(copy) in said
    assert not list((shell.folder / "checkout").iterdir())


def test_it_prints_a_sign_in_link_for_a_convener(shell: Shell) -> None:
    shell.start()

    assert "/sign-in/" in shell.says("sign-in", "cora@example.org")


def test_it_signs_in_conveners_only(shell: Shell) -> None:
    shell.start()

    assert "Nobody signs in with the address" in shell.complains("sign-in", "alder@example.com")


def test_it_shows_the_playbook_a_partnership_started_with(shell: Shell) -> None:
    shell.start()

    assert shell.says("playbook", "show", SLUG) == shell.says("playbook", "show", "sector-launch")


def test_it_checks_a_playbook_and_names_the_line(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("key: mine\nversion: one\n", encoding="utf-8")

    said = shell.complains("playbook", "check", str(file))

    assert "mine.yaml, line 2, version" in said


def test_it_says_where_messages_go_without_a_channel(shell: Shell) -> None:
    assert "local mailbox" in shell.says("channel", "list")


def test_it_never_shows_the_secret_of_a_channel(shell: Shell) -> None:
    url = "letters://launch:open-sesame@mail.example.org?from=launch@example.org"

    said = shell.says("channel", "add", "email", url) + shell.says("channel", "list")

    assert "open-sesame" not in said
    assert "not tested" in said


def test_it_lets_no_untested_channel_go_live(shell: Shell) -> None:
    shell.says("channel", "add", "email", "letters://mail.example.org?from=launch@example.org")

    assert "has not been tested" in shell.complains("channel", "live", "email")


def test_it_brings_the_tables_up_to_date_as_often_as_asked(shell: Shell) -> None:
    shell.forget_everything()
    shell.says("migrate")

    assert "newest version" in shell.says("migrate")


def test_it_says_how_long_people_are_kept_and_ends_a_partnership(shell: Shell) -> None:
    shell.start()

    assert "Who has left is kept 730 days after their last role ended." in shell.says("keeping", SLUG)
    assert "kept until somebody erases them" in shell.says("keeping", SLUG, "--left", "0", "--ended", "30")
    assert "Nobody will be erased" in shell.says("keeping", SLUG)
    assert "has ended." in shell.says("end", SLUG, "--yes")
    assert "people who left in" in shell.says("keeping", SLUG)
    assert "(not announced yet)" in shell.says("keeping", SLUG)
    assert "goes on." in shell.says("end", SLUG, "--take-up")
