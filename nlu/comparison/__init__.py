"""Compares ways to classify messages: `make compare-pipelines`, whose table docs/nlu.md holds and explains.

Whoever wrote a message wrote the others of that voice as well; a random split would ask whether a classifier knows the
writer. Here every message is judged by a model that saw nothing of its voice. Held-out sets under tests/evaluation are
never read here: what chooses must not also judge. Nothing that serves residents imports this package.
"""
