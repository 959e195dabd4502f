"""The playbook at work: steps, activities and gates, touches planned and carried out, and what follows from a deed."""
