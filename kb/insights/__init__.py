"""What comes back from customers, read on the shop's own machine: exports, events, what they show."""
