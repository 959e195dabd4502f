"""Thanks a business leader after the talk, and writes down what was agreed."""
