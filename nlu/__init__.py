"""The Rasa environment of Linli: what a resident's message means. Meets the bot over HTTP only."""
