"""A script, a channel and the customer's values → the reply that is sent, as text and as HTML."""
