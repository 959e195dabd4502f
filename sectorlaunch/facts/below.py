"""A partnership above others: what is planned below it, what was held, and what is left."""

from playbooks.facts import BelowFacts, Count
from sectorlaunch.facts.fact_reader import FactReader, reads
from sectorlaunch.records import umbrella


@reads(*umbrella.TABLES)
def facts(reader: FactReader) -> BelowFacts:
    counts = umbrella.counts(reader.session, reader.partnership)
    children = umbrella.below(reader.session, reader.partnership_id)
    there = umbrella.held_on(reader.session, [child.pk for child in children])
    held = tuple(child.name for child in children if child.pk in there)
    free = tuple(
        one.region
        for one in umbrella.regions(reader.session, reader.partnership_id)
        if not one.partnership_id
    )
    return BelowFacts(
        planned=Count(value=counts.planned),
        held=Count(value=counts.held, names=held),
        left=Count(value=counts.left, waiting=tuple(f"{region} has no partnership yet." for region in free)),
    )
