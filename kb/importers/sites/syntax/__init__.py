"""What other generators write into Markdown beside Markdown → what every Markdown reader knows."""
