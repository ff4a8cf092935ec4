"""How good search is: measures over labelled queries, and the questions that writers promise."""
