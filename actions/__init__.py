"""Rasa's custom actions: forms, answers, tickets, handing over. Thin: rules are in `intake`, writing in `bot.tickets`."""
