"""A folder for each message kind, all alike: context, subject, text, HTML and a short text."""
