"""The processes that make up an installation: who starts them, watches them and stops them."""
