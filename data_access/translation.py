"""A mark for sentences that are translated where they are shown: data_access itself speaks no language."""


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence for translation; components translate it when it is shown."""
    return sentence
