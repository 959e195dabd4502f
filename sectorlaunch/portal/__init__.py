"""The portal: server-rendered pages for conveners, and a page of their own for everybody else."""
