"""The executive summary of the launch, to those who were there."""
