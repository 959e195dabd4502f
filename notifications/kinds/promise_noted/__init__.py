"""Says back what somebody took on, and by when, on the day it was noted."""
