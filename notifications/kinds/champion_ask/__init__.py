"""The personal request to a business leader to stand for the launch: sign the letter and welcome guests."""
