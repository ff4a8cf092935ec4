"""What comes back from customers: read, freed of personal details, kept, counted, reported. See DESIGN.md."""
