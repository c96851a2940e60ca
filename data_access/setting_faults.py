"""What is wrong with the operator's settings, in sentences for whoever starts the server or a command."""

import os

from pydantic import ValidationError

from data_access.settings import Settings

# They may hold a password: what was typed is not repeated.
SECRETS = {"YOURPATCH_SURVEY_DB", "YOURPATCH_SECRET", "YOURPATCH_MAIL_PASSWORD"}


def complaints(error: ValidationError) -> list[str]:
    """What keeps the settings from being used, a sentence each."""
    told = []
    for problem in error.errors(include_url=False, include_context=False):
        words = problem["msg"].removeprefix("Value error, ")
        if problem["loc"]:
            name = _in_environment(str(problem["loc"][0]))
            shown = "" if name in SECRETS else f" is {problem['input']!r}"
            told.append(f"{name}{shown}: {words}")
        else:
            # Where two settings do not go together, the sentence names them.
            told.append(words)
    return told


def misspelt() -> list[str]:
    """A sentence for each name in the environment that looks like a setting and is none."""
    known = {_in_environment(field.validation_alias or name) for name, field in Settings.model_fields.items()}
    names = sorted(name for name in os.environ if name.startswith("YOURPATCH_") and name not in known)
    return [f"There is no setting {name}; docs/deployment.md lists them." for name in names]


def _in_environment(name: object) -> str:
    return "PORT" if name == "PORT" else f"YOURPATCH_{name}".upper()
