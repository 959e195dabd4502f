"""One module a subject. Every route has its rule of access; `tests/sectorlaunch/portal/test_access.py` lists them."""
