"""The agent's desk: from a customer's message to the reply that may be sent."""
