"""Questions and answers that administrators publish, and what residents asked; see README.md."""
