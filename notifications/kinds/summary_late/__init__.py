"""Says that the summary takes longer than was promised, on the day it was promised for."""
