"""The agents' own pages: desk, lists, reports and the manual."""
