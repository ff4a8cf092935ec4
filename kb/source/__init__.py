"""What writers wrote, as it lies in their files: text, YAML, fences, comments, problems by line."""
