"""Made-up input of every sort, by hypothesis: nothing may end in a traceback or a hang.

In the suite each test takes a few examples from a fixed seed. `make fuzz` runs over 10,000 fresh ones, and there each
example may take two seconds of processor time.
"""
