"""Where a launch stands and what comes next, read from the tables. Looking changes nothing."""
