"""The quarterly satisfaction survey: one definition, one way in, one database.

A form asks `survey_of_place.survey_in` whether there is a survey, draws `questions.QUESTIONS`, carries a
token of `form_tokens.issue`, and hands its `Draft` to `accept.accept`, which makes a `Submission` of it.
Everything else reads `tables` inside `engine.reading()`, or writes inside `engine.writing()`.
"""
