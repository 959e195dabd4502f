"""What can be done, as verbs over a session: `(session, now, …ids)`.

Operations never commit. The caller (a task, a route, a command) owns the transaction, so that a change,
its event, the gates it opens and the messages it causes are one commit.
"""
