"""What every source becomes: frozen records, each with the file and line that it came from."""
