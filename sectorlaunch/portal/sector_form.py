"""From the fields of the sector pages to what was asked: a view of the region, scores, a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sectorlaunch.census.measures import Against, Ownership
from sectorlaunch.census.ranking import MEASURES, Weights
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.records.labor_market import Choice

VIEW = (*MEASURES, "ownership", "against", "least_jobs", "quarter", "digits")


@dataclass(frozen=True)
class RegionView:
    """How the region is looked at on one page: the team's choice, or one that is being tried."""

    choice: Choice
    quarter: str = ""
    level: int | None = None
    is_tried: bool = False


def view(query: Mapping[str, str], kept: Choice) -> RegionView:
    """What an address asks for over the team's own choice. Raises BadInput for what cannot be meant."""
    asked = {name: value.strip() for name, value in query.items() if name in VIEW and value.strip()}
    tried = choice(asked, kept) if asked else kept
    digits = asked.get("digits", "")
    if digits and digits not in "23456":
        raise BadInput("Industries have two to six digits.")
    return RegionView(
        tried, asked.get("quarter", "")[:10], int(digits) + 2 if digits else None, tried != kept
    )


def choice(fields: Mapping[str, str], kept: Choice) -> Choice:
    """Weights and filters as typed; what is left out stays as the team chose it."""
    usual = {name: str(weight) for name, weight in zip(MEASURES, kept.weights.all, strict=True)}
    weights = Weights.read(usual | {name: fields[name] for name in MEASURES if fields.get(name)})
    least = fields.get("least_jobs", "") or str(kept.least_jobs)
    least_jobs = form_values.whole(least, "The least number of jobs is a whole number.")
    try:
        return replace(
            kept,
            weights=weights,
            ownership=Ownership(fields.get("ownership") or kept.ownership),
            against=Against(fields.get("against") or kept.against),
            least_jobs=least_jobs,
        )
    except ValueError:
        raise BadInput("Choose one of the ownerships, and the nation or the state.") from None


def scores(fields: Mapping[str, str], industries: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Points and reasons by industry; what was left open is left out."""
    points = {}
    for code in industries:
        given = fields.get(f"points-{code}", "")
        if given and given not in "12345":
            raise BadInput("A score goes from 1 to 5.")
        if given:
            points[code] = int(given)
    return points, {code: fields.get(f"why-{code}", "")[:4000] for code in industries}
