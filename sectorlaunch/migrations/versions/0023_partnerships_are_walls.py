"""Partnerships are walls

A person, and an organization, stands on the list of one partnership. Whoever had a place in several gets an entry of
their own in each: the first partnership keeps the row with its number, and everything of another one that refers to it
refers to the new row there. An organization or entry nothing refers to stays with the first partnership.

What is known of an address for everybody stands in a table of its own: that it was refused, and that its owner wants
nothing. Who shares a row today shares an account, too, so nobody loses a way in.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT_ONCE = 500
APART = {
    "person",
    "organization",
    "merge",
    "account",
    "accountlink",
    "addresschange",
    "address",
    "alembic_version",
}
"""Tables through which no row comes to a partnership."""
ABOUT = {"plannedtouch": "about", "message": "about", "todo": "matter"}
"""The tables whose rows may be about a person, and how the columns that say so begin."""
MADE_IN = "partnership_id"
NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
"""SQLite may know a constraint without a name; this gives it the one PostgreSQL gives."""
Moved = dict[tuple[int, int], int]
"""Number before and partnership → number there, for every entry that got another one."""


def upgrade() -> None:
    op.create_table(
        "address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    for table in ("person", "organization"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN partnership_id INTEGER REFERENCES partnership (id)")
    op.execute("ALTER TABLE accesslink ADD COLUMN sent_to VARCHAR(254) NOT NULL DEFAULT ''")
    _keep_what_addresses_say()
    _drop_unique()
    _Lists(op.get_bind()).part()
    with op.batch_alter_table("person") as batch:
        batch.drop_column("address_failed_at")
        batch.alter_column("partnership_id", existing_type=sa.Integer(), nullable=False)
        batch.create_index("ix_person_partnership_id", ["partnership_id"])
        batch.create_index("ix_person_email", ["email"])
    with op.batch_alter_table("organization") as batch:
        batch.alter_column("partnership_id", existing_type=sa.Integer(), nullable=False)
        batch.create_unique_constraint("organization_partnership_id_name_key", ["partnership_id", "name"])


def _keep_what_addresses_say() -> None:
    """Refused addresses; and the wish to be left alone where its owner said so last, and no convener."""
    op.execute(
        "INSERT INTO address (email, failed_at) SELECT email, address_failed_at FROM person "
        "WHERE email IS NOT NULL AND address_failed_at IS NOT NULL ORDER BY id"
    )
    bind = op.get_bind()
    person = sa.table("person", *map(sa.column, ("id", "name", "email")), _moment("do_not_contact_since"))
    event = sa.table(
        "event", sa.column("id"), sa.column("kind"), sa.column("actor"), sa.column("data", sa.JSON)
    )
    address = sa.table("address", sa.column("email"), _moment("stopped_at"))
    wished = {
        row.id: row
        for row in bind.execute(
            sa.select(person).where(person.c.do_not_contact_since.is_not(None), person.c.email.is_not(None))
        )
    }
    if not wished:
        return
    said_by: dict[int, str] = {}
    told = sa.select(event.c.actor, event.c.data).where(event.c.kind == "do not contact").order_by(event.c.id)
    for actor, data in bind.execute(told):
        if isinstance(data, dict) and data.get("person_id") in wished:
            said_by[data["person_id"]] = actor
    for number, row in wished.items():
        if said_by.get(number) not in (row.name, "complaint"):
            continue
        known = bind.execute(sa.select(address.c.email).where(address.c.email == row.email)).first()
        since = {"stopped_at": row.do_not_contact_since}
        if known is None:
            bind.execute(address.insert().values(email=row.email, **since))
        else:
            bind.execute(address.update().where(address.c.email == row.email).values(**since))
        bind.execute(person.update().where(person.c.id == number).values(do_not_contact_since=None))


def _moment(name: str) -> sa.ColumnClause[Any]:
    return sa.column(name, sa.DateTime(timezone=True))


def _drop_unique() -> None:
    """One address, and one name of an organization, may stand on several lists."""
    inspector = sa.inspect(op.get_bind())
    for table, column in (("person", "email"), ("organization", "name")):
        for unique in inspector.get_unique_constraints(table):
            if unique["column_names"] == [column]:
                with op.batch_alter_table(table, naming_convention=NAMES) as batch:
                    batch.drop_constraint(unique["name"] or f"{table}_{column}_key", type_="unique")


class _Lists:
    """The tables as they are, and to which partnership each row of them belongs."""

    def __init__(self, bind: sa.Connection) -> None:
        self.bind = bind
        shape = sa.MetaData()
        shape.reflect(bind)
        self.tables = {table.name: table for table in shape.sorted_tables}
        self._homes: dict[str, dict[int, int]] = {}

    def part(self) -> None:
        first = self.bind.execute(sa.text("SELECT min(id) FROM partnership")).scalar()
        if first is None:  # nothing was ever started, and so nobody can refer to anybody
            for name in ("merge", "person", "organization"):
                self.bind.execute(self.tables[name].delete())
            return
        lists = self._lists_of_people()
        person = self.tables["person"]
        for number in self.bind.execute(sa.select(person.c.id)).scalars().all():
            lists[number] = lists[number] or [first]
        moved = self._copy("person", lists)
        self._repoint_merged(lists, moved)
        for table in self.tables.values():
            for column in _people_in(table):
                self._repoint(table, column, moved)
        for name, about in ABOUT.items():
            self._repoint_occurrences(self.tables[name], about, moved)
        self._repoint_meetings(moved)
        self._repoint_events(moved)
        organizations = self._part_organizations(first)
        self._part_merges(lists, moved, organizations)

    # Who is on which lists

    def _lists_of_people(self) -> dict[int, list[int]]:
        """Of every person the partnerships something of which refers to them: where they first came, first."""
        lists: dict[int, list[int]] = defaultdict(list)
        for name in ("role", *sorted(self.tables.keys() - {"role"})):
            table = self.tables[name]
            for column in _people_in(table):
                ways = self._ways(table)
                seen = sa.select(column, *(way for way, _ in ways)).where(column.is_not(None))
                rows = self.bind.execute(seen.order_by(table.c.id) if name == "role" else seen.distinct())
                for number, *values in rows:
                    home = self._home(ways, values)
                    if home is not None and home not in lists[number]:
                        lists[number].append(home)
        for partnership, who in self._in_meetings():
            if partnership not in lists[who]:
                lists[who].append(partnership)
        self._join_merged(lists)
        return lists

    def _in_meetings(self) -> Iterator[tuple[int, int]]:
        meeting = self.tables["meeting"]
        people = set(self.bind.execute(sa.select(self.tables["person"].c.id)).scalars())
        for partnership, roles in self.bind.execute(sa.select(meeting.c.partnership_id, meeting.c.roles)):
            for who in roles.values() if isinstance(roles, dict) else ():
                if who in people:
                    yield partnership, who

    def _join_merged(self, lists: dict[int, list[int]]) -> None:
        """An entry that was merged into another is found by its address wherever that one is."""
        person = self.tables["person"]
        into = dict(
            self.bind.execute(
                sa.select(person.c.id, person.c.merged_into_id).where(person.c.merged_into_id.is_not(None))
            ).all()
        )
        grows = True
        while grows:
            grows = False
            for gone, kept in into.items():
                joined = [*lists[kept], *(home for home in lists[gone] if home not in lists[kept])]
                grows = grows or len(joined) > len(lists[kept]) or len(joined) > len(lists[gone])
                lists[kept], lists[gone] = joined, list(joined)

    # To which partnership a row belongs

    def _ways(self, table: sa.Table) -> list[tuple[sa.Column[Any], str]]:
        """The columns by which a row comes to its partnership, the nearest first, and the tables they lead to."""
        ways = [
            (column, link.column.table.name)
            for column in table.columns
            for link in column.foreign_keys
            if link.column.table.name not in APART and link.column.table is not table
        ]
        nearest = {"partnership": 0, "playbookrun": 1}
        return sorted(ways, key=lambda way: (nearest.get(way[1], len(nearest)), way[0].name))

    def _home(self, ways: list[tuple[sa.Column[Any], str]], values: list[Any]) -> int | None:
        for (_, parent), value in zip(ways, values, strict=True):
            home = value if parent == "partnership" else self._homes_in(parent).get(value)
            if home is not None:
                return int(home)
        return None

    def _homes_in(self, name: str) -> dict[int, int]:
        """The partnership of every row of a table that others refer to."""
        if name not in self._homes:
            table, found = self.tables[name], dict[int, int]()
            self._homes[name] = found
            ways = self._ways(table)
            if ways and "id" in table.c:
                for number, *values in self.bind.execute(sa.select(table.c.id, *(way for way, _ in ways))):
                    home = self._home(ways, values)
                    if home is not None:
                        found[number] = home
        return self._homes[name]

    def _inside(self, table: sa.Table, partnership: int) -> Iterator[sa.ColumnElement[bool]]:
        """Conditions that together find the rows of a partnership: a few hundred numbers of parents in each."""
        before: list[sa.ColumnElement[bool]] = []
        for column, parent in self._ways(table):
            if parent == "partnership":
                yield sa.and_(*before, column == partnership)
            else:
                there = [number for number, home in self._homes_in(parent).items() if home == partnership]
                for start in range(0, len(there), AT_ONCE):
                    yield sa.and_(*before, column.in_(there[start : start + AT_ONCE]))
            before = [*before, column.is_(None)]

    # Entries of their own

    def _copy(self, name: str, lists: dict[int, list[int]]) -> Moved:
        """Puts every row on its first list, and a copy of it on each further one."""
        table, moved = self.tables[name], Moved()
        copied = [column.name for column in table.columns if column.name not in ("id", MADE_IN)]
        for number, homes in sorted(lists.items()):
            self.bind.execute(table.update().where(table.c.id == number).values({MADE_IN: homes[0]}))
            for home in homes[1:]:
                row = sa.select(sa.literal(home), *(table.c[column] for column in copied)).where(
                    table.c.id == number
                )
                put = table.insert().from_select([MADE_IN, *copied], row).returning(table.c.id)
                moved[number, home] = self.bind.execute(put).scalar_one()
        return moved

    def _repoint_merged(self, lists: dict[int, list[int]], moved: Moved) -> None:
        person = self.tables["person"]
        for (_, home), there in moved.items():
            into = self.bind.execute(sa.select(person.c.merged_into_id).where(person.c.id == there)).scalar()
            if into is not None and (into, home) in moved:
                values = {"merged_into_id": moved[into, home]}
                self.bind.execute(person.update().where(person.c.id == there).values(values))

    def _repoint(self, table: sa.Table, column: sa.Column[Any], moved: Moved) -> None:
        for (number, home), there in moved.items():
            for inside in self._inside(table, home):
                changed = table.update().where(column == number, inside).values({column.name: there})
                self.bind.execute(changed)

    def _repoint_occurrences(self, table: sa.Table, about: str, moved: Moved) -> None:
        kind, number_of = table.c[f"{about}_kind"], table.c[f"{about}_id"]
        for (number, home), there in moved.items():
            named = f"person:{number}"
            for inside in self._inside(table, home):
                self.bind.execute(
                    table.update()
                    .where(sa.or_(table.c.occurrence == named, table.c.occurrence.like(f"{named}#%")), inside)
                    .values(occurrence=sa.func.replace(table.c.occurrence, named, f"person:{there}"))
                )
                self.bind.execute(
                    table.update()
                    .where(kind == "person", number_of == number, inside)
                    .values({number_of.name: there})
                )

    def _repoint_meetings(self, moved: Moved) -> None:
        meeting = self.tables["meeting"]
        rows = self.bind.execute(sa.select(meeting.c.id, meeting.c.partnership_id, meeting.c.roles)).all()
        for number, home, roles in rows:
            if isinstance(roles, dict) and any((who, home) in moved for who in roles.values()):
                there = {role: moved.get((who, home), who) for role, who in roles.items()}
                self.bind.execute(meeting.update().where(meeting.c.id == number).values(roles=there))

    def _repoint_events(self, moved: Moved) -> None:
        event = self.tables["event"]
        homes = {home for _, home in moved}
        for run, home in self._homes_in("playbookrun").items():
            if home not in homes:
                continue
            rows = self.bind.execute(sa.select(event.c.id, event.c.data).where(event.c.run_id == run)).all()
            for number, data in rows:
                if isinstance(data, dict) and (data.get("person_id"), home) in moved:
                    there = {**data, "person_id": moved[data["person_id"], home]}
                    self.bind.execute(event.update().where(event.c.id == number).values(data=there))

    def _part_organizations(self, first: int) -> Moved:
        person, organization = self.tables["person"], self.tables["organization"]
        lists: dict[int, list[int]] = {
            number: [] for number in self.bind.execute(sa.select(organization.c.id)).scalars()
        }
        seen = sa.select(person.c.organization_id, person.c.partnership_id).where(
            person.c.organization_id.is_not(None)
        )
        for number, home in self.bind.execute(seen.distinct().order_by(person.c.partnership_id)):
            lists[number].append(home)
        moved = self._copy("organization", {number: homes or [first] for number, homes in lists.items()})
        for (number, home), there in moved.items():
            self.bind.execute(
                person.update()
                .where(person.c.organization_id == number, person.c.partnership_id == home)
                .values(organization_id=there)
            )
        return moved

    # One entry again

    def join(self) -> None:
        """The copies of an entry become the first of them; of several who share an address, the first keeps it."""
        person = self.tables["person"]
        firsts: dict[tuple[Any, ...], int] = {}
        into: dict[int, int] = {}
        for row in self.bind.execute(sa.select(person).order_by(person.c.id)).mappings().all():
            if (first := firsts.setdefault(_without_number(dict(row)), row["id"])) != row["id"]:
                into[row["id"]] = first
        self._let_go_of(into)
        held: dict[str, int] = {}
        for number, email in self.bind.execute(
            sa.select(person.c.id, person.c.email).order_by(person.c.id)
        ).all():
            if email is not None and held.setdefault(email, number) != number:
                self.bind.execute(person.update().where(person.c.id == number).values(email=None))

    def _let_go_of(self, into: dict[int, int]) -> None:
        person, merge = self.tables["person"], self.tables["merge"]
        for number, first in into.items():
            for table in self.tables.values():
                for column in _people_in(table):
                    self.bind.execute(table.update().where(column == number).values({column.name: first}))
            for name, about in ABOUT.items():
                table, named = self.tables[name], f"person:{number}"
                exactly = sa.or_(table.c.occurrence == named, table.c.occurrence.like(f"{named}#%"))
                again = sa.func.replace(table.c.occurrence, named, f"person:{first}")
                self.bind.execute(table.update().where(exactly).values(occurrence=again))
                of_them = sa.and_(table.c[f"{about}_kind"] == "person", table.c[f"{about}_id"] == number)
                self.bind.execute(table.update().where(of_them).values({f"{about}_id": first}))
        self._repoint_meetings(
            {(number, home): first for number, first in into.items() for home in self._all()}
        )
        self.bind.execute(merge.delete().where(merge.c.kept_id.in_(into)))
        self.bind.execute(merge.delete().where(merge.c.gone_id.in_(into)))
        self.bind.execute(
            person.update().where(person.c.merged_into_id.in_(into)).values(merged_into_id=None)
        )
        self.bind.execute(person.delete().where(person.c.id.in_(into)))

    def _all(self) -> list[int]:
        return list(self.bind.execute(sa.select(self.tables["partnership"].c.id)).scalars())

    # What earlier merges wrote down, so that each can still be taken back

    def _part_merges(self, lists: dict[int, list[int]], moved: Moved, organizations: Moved) -> None:
        merge = self.tables["merge"]
        for row in self.bind.execute(sa.select(merge).order_by(merge.c.id)).mappings().all():
            moves = row["moves"] if isinstance(row["moves"], list) else []
            homes = lists[row["kept_id"]]
            by_home = {
                home: [one for one in moves if self._home_of(one, homes[0]) in (home, None)] for home in homes
            }
            for home in homes:
                people = {old: there for (old, where), there in moved.items() if where == home}
                theirs = {old: there for (old, where), there in organizations.items() if where == home}
                again = [part for one in by_home[home] if (part := self._rewritten(one, people, theirs))]
                values = {**row, "moves": again if isinstance(row["moves"], list) else row["moves"]}
                values |= {name: people.get(row[name], row[name]) for name in ("kept_id", "gone_id")}
                if home == homes[0]:
                    self.bind.execute(merge.update().where(merge.c.id == row["id"]).values(values))
                else:
                    del values["id"]
                    self.bind.execute(merge.insert().values(values))

    def _home_of(self, move: dict[str, Any], first: int) -> int | None:
        """The partnership a row that was changed or set aside belongs to; None for the entries themselves."""
        if move["table"] in ("person", "organization"):
            return None
        table = self.tables.get(move["table"])
        if table is None:
            return first
        ways = self._ways(table)
        if "row" in move:
            values = [move["row"].get(way.name) for way, _ in ways]
        else:
            key = [table.c[name] == value for name, value in move["key"].items()]
            found = self.bind.execute(sa.select(*(way for way, _ in ways)).where(*key)).first()
            values = list(found) if found is not None else [None] * len(ways)
        return self._home(ways, values) or first

    def _rewritten(
        self, move: dict[str, Any], people: dict[int, int], organizations: dict[int, int]
    ) -> dict[str, Any]:
        """With the numbers as they are on this list; empty where nothing is left of it."""
        table = self.tables.get(move["table"])
        if table is None:
            return move
        referring = {column.name for column in _people_in(table)} | {"merged_into_id"}

        def there(values: dict[str, Any]) -> dict[str, Any]:
            found = {}
            for name, value in values.items():
                if table.name == "person" and name == "address_failed_at":
                    continue
                if name in referring or (table.name == "person" and name == "id"):
                    value = people.get(value, value)
                elif name == "organization_id":
                    value = organizations.get(value, value)
                elif name == "occurrence" and isinstance(value, str) and value.startswith("person:"):
                    number, _, rest = value.removeprefix("person:").partition("#")
                    bare = number.removesuffix("~")
                    if bare.isdecimal():
                        tail = number[len(bare) :] + (f"#{rest}" if rest else "")
                        value = f"person:{people.get(int(bare), int(bare))}{tail}"
                elif name in ("about_id", "matter_id") and "occurrence" in values:
                    value = people.get(value, value)
                elif name == "roles" and isinstance(value, dict):
                    value = {role: people.get(who, who) for role, who in value.items()}
                found[name] = value
            return found

        if "row" in move:
            return {**move, "row": there(move["row"])}
        rewritten = {name: there(move[name]) for name in ("key", "before", "after")}
        return {**move, **rewritten} if rewritten["after"] else {}


def _without_number(one: dict[str, Any]) -> tuple[Any, ...]:
    """What copies of one row have in common."""
    return (one["name"], one["email"], one["phone"], str(one["created_at"]))


def _people_in(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a table that refer to a person, but for those that say who was merged into whom."""
    if table.name in ("person", "merge"):
        return []
    return [
        column
        for column in table.columns
        if any(link.column.table.name == "person" for link in column.foreign_keys)
    ]


def downgrade() -> None:
    """One row for an address again: the later entries of a person become the first."""
    bind = op.get_bind()
    lists = _Lists(bind)
    person, organization = lists.tables["person"], lists.tables["organization"]
    op.execute(
        "ALTER TABLE person ADD COLUMN address_failed_at TIMESTAMP"
        + ("" if bind.dialect.name == "sqlite" else " WITH TIME ZONE")
    )
    op.execute(
        "UPDATE person SET address_failed_at = (SELECT failed_at FROM address WHERE address.email = person.email), "
        "do_not_contact_since = coalesce(do_not_contact_since, (SELECT stopped_at FROM address WHERE address.email = person.email))"
    )
    firsts: dict[str, int] = {}
    for number, name in bind.execute(
        sa.select(organization.c.id, organization.c.name).order_by(organization.c.id)
    ).all():
        if (first := firsts.setdefault(name, number)) != number:
            bind.execute(
                person.update().where(person.c.organization_id == number).values(organization_id=first)
            )
            bind.execute(organization.delete().where(organization.c.id == number))
    lists.join()
    with op.batch_alter_table("person") as batch:
        batch.drop_index("ix_person_email")
        batch.drop_index("ix_person_partnership_id")
        batch.drop_column("partnership_id")
        batch.create_unique_constraint("person_email_key", ["email"])
    with op.batch_alter_table("organization", naming_convention=NAMES) as batch:
        batch.drop_constraint("organization_partnership_id_name_key", type_="unique")
        batch.drop_column("partnership_id")
        batch.create_unique_constraint("organization_name_key", ["name"])
    with op.batch_alter_table("accesslink") as batch:
        batch.drop_column("sent_to")
    op.drop_table("address")
