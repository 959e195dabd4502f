"""Jobs, wages and establishments of a region, from the Bureau of Labor Statistics' quarterly census (QCEW).

Pure: files and frames in, pictures and sentences out. No database, no Prefect, no clock.
"""
