"""An Apprise configuration file of the user's: which address has a tag."""

# Apprise is typed in part.
# mypy: disable-error-code="no-untyped-call"

from apprise import NotifyBase
from apprise.config.base import ConfigBase

from notifications.wires.opening import admit_only_allowed
from notifications.wires.wire import BadWireAddress


def address_of(configuration: str, tag: str) -> str:
    """The one address with that tag in the text of an Apprise configuration, YAML or plain; includes are not followed.

    Raises BadWireAddress when no address that a channel may have carries the tag, or more than one does.
    """
    admit_only_allowed()
    read, _ = ConfigBase.config_parse(configuration)
    plugins = [one for one in read if isinstance(one, NotifyBase) and one.enabled]
    found = [plugin for plugin in plugins if tag in plugin.tags]
    if not found:
        tags = sorted({str(one) for plugin in plugins for one in plugin.tags})
        known = (
            f"Its tags are: {', '.join(tags)}."
            if tags
            else "It has no address with a tag that a channel may have."
        )
        raise BadWireAddress(f"No address in that file has the tag {tag}. {known}")
    if len(found) > 1:
        raise BadWireAddress(
            f"{len(found)} addresses in that file have the tag {tag}, and a channel leads to one. Give each a tag of its own."
        )
    return str(found[0].url())
