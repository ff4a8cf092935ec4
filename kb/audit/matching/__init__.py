"""Internal texts → signatures; texts of the site → which signatures they hold."""
