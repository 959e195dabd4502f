"""A playbook's run: started, its steps and gates, its dates and records."""
