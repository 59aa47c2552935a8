"""How well residents are understood: labelled messages, what they would experience, and the figures."""
