"""Messages: due by the playbook, written once for each purpose, reworded or stopped one by one."""
