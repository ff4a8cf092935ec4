"""The two editions as folders of static files. `build` is the way in."""
