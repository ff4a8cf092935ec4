"""Orders of twelve months → classes of customers by recency, frequency and money, and a look-up for the desk."""
