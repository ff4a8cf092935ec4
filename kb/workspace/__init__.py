"""An opened project: everything read, selected and checked; its indexes and its desk."""
