"""The regulation, the reviewed questions about it, and the answers drawn from both (see README.md)."""
