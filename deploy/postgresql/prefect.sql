-- Run once, when the database is made: Prefect keeps its tables beside ours, and needs this extension.
CREATE DATABASE prefect OWNER sector_launch;
\connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
