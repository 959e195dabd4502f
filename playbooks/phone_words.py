"""What to say on the phone, in a playbook's own words: fields in braces, one line for each thing to say or do."""

from collections.abc import Mapping
from string import Formatter

FIELDS = ("caller", "first_name", "meeting", "name", "partnership", "when")
"""Who calls, whom, for which partnership, about which meeting and its date. The last two may be empty."""


def wrong_fields(script: str) -> tuple[str, ...]:
    """What stands in braces and cannot be filled in. Raises ValueError when the braces do not match."""
    return tuple(
        field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, field, spec, conversion in Formatter().parse(script)
        if field is not None and (field not in FIELDS or spec or conversion)
    )


def fill(script: str, values: Mapping[str, str]) -> str:
    """The script with its fields filled in, one line a line, without empty ones."""
    lines = (" ".join(line.split()) for line in script.format_map(values).splitlines())
    return "\n".join(line for line in lines if line)
