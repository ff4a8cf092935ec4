"""A process that cannot open what is internal, and who tried."""
