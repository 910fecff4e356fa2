"""Build with the workers of a Dask cluster; the result is the same."""
