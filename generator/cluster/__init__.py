"""Tasks of a build in, the same results out, made by the workers of a Dask cluster."""
