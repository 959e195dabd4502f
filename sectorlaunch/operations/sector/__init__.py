"""Choosing the sector: census files, notes, scores, the decision and its brief."""
