"""Reading of a resident's text: pure functions, no Rasa. Needs only the standard library, PyYAML, numpy and jieba."""
