"""Rasa graph components: thin wrappers around nlu.text, named in config.yml as nlu.components.<module>.<Class>."""
