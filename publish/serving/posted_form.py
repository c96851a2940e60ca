"""Posted forms, read with suspicion: short ones only, and the first value of each name."""

from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request


class NoForm(Exception):
    """The body is no form of ours."""


class TooLong(NoForm):
    """It is longer than any form of ours can be; the rest of it was not read."""


async def form(request: Request, longest: int, most: int) -> dict[str, str]:
    """The fields of a form of at most `longest` bytes and `most` fields; empty ones are left out."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > longest:
                raise TooLong
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=most)
    except (ClientDisconnect, ValueError) as error:
        raise NoForm from error
    return {name: values[0] for name, values in fields.items()}
