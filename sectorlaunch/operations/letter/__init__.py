"""The invitation letter: worded, signed jointly, sent in waves."""
