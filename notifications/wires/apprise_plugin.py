"""Makes letter:// and letters:// known to Apprise's own command: `apprise --plugin-path` and this file."""

from notifications.wires import letter

letter.register()
