"""The quarterly satisfaction survey: one definition, one way in, one database.

A form asks `here.survey_in` whether there is a survey, draws `questions.QUESTIONS`, carries a token of
`tokens.issue`, and hands what came to `accept.accept`. Everything else reads `tables` inside
`database.reading()`, or writes inside `database.writing()`.
"""
