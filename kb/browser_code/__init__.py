"""Our JavaScript modules as they lie, and what they share with Python → the scripts that browsers load."""
