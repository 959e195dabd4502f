"""The data brief, to the support team and the champions."""
