"""A helpdesk's export → articles and scripts in a project."""
