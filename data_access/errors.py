"""What can go wrong outside, named by what it means to the reader.

`sentence` is for the public and is translated where it is shown; `str(error)` is for the log and never
holds a postcode.
"""

from typing import ClassVar

from data_access.translation import N_


class PoliceDataError(Exception):
    """Anything about police.uk that kept us from an answer."""

    sentence: ClassVar[str] = N_("Something is missing here. We have noted it and will look into it.")


class PoliceUnavailable(PoliceDataError):
    """police.uk did not answer, or answered with a fault, after every try."""

    sentence = N_("police.uk is not answering. We will try again.")


class TooBusy(PoliceUnavailable):
    """police.uk answered 429 to every try."""

    sentence = N_("police.uk is busy and asked us to wait. We will try again.")


class BadAnswer(PoliceUnavailable):
    """The answer was not what police.uk publishes: not JSON, half a JSON, another shape."""

    sentence = N_("police.uk gave an answer that we could not read. We will try again.")


class NameNotFound(PoliceUnavailable):
    """No server is known here by police.uk's name."""

    sentence = N_("Our machine cannot find police.uk by its name. We will try again.")


class InTheWay(PoliceUnavailable):
    """Our own network kept us from police.uk, which may well answer."""


class ProxySilent(InTheWay):
    """The proxy that was set could not be reached, or gave no answer."""

    sentence = N_("The proxy of our network is not answering, so we cannot reach police.uk.")


class NothingThroughProxy(InTheWay):
    """The proxy made a connection, and nothing came through it in time."""

    sentence = N_("No answer from police.uk came through the proxy of our network. We will try again.")


class ProxyWantsSignIn(InTheWay):
    """The proxy answered 407."""

    sentence = N_("The proxy of our network wants a name and a password before it lets us reach police.uk.")


class ProxyRefuses(InTheWay):
    """The proxy answered, but made no connection."""

    sentence = N_("The proxy of our network does not let us through to police.uk.")


class SignInPage(InTheWay):
    """A web page came, or we were sent to another site, where police.uk has facts."""

    sentence = N_(
        "Our network answers with a page of its own, such as a sign-in page, in place of police.uk."
    )


class PageOfRefusal(InTheWay):
    """403 with a web page: as filters of a network answer, and police.uk's own guard might."""

    sentence = N_("A page of refusal came in place of police.uk's answer, perhaps from our own network.")


class UntrustedCertificate(InTheWay):
    """The certificate is signed by nobody this machine trusts, or for another name, or out of date."""

    sentence = N_("What answers as police.uk shows a certificate that our machine does not trust.")


class NotPublished(PoliceDataError):
    """police.uk holds nothing for this month."""

    sentence = N_("police.uk holds nothing for this month.")


class NoUsableBoundary(PoliceDataError):
    """The neighbourhood's boundary encloses nothing: what lies in it cannot be asked for."""

    sentence = N_(
        "police.uk gives no usable boundary of this neighbourhood. "
        "So there are no crime figures and no map of it."
    )


class UnknownPlace(PoliceDataError):
    """police.uk lists no such force or neighbourhood."""

    sentence = N_("police.uk lists no neighbourhood under this address. You can look yours up here.")


class OutsideCoverage(PoliceDataError):
    """The point lies in no police neighbourhood."""

    sentence = N_("That place is not in a police neighbourhood of England, Wales or Northern Ireland.")


class AreaTooLarge(PoliceDataError):
    """police.uk refuses areas with more than 10,000 crimes; splitting it did not help."""

    sentence = N_("There are more crimes here in one month than police.uk gives out in one answer.")


class InvalidQuestion(PoliceDataError):
    """A force, category, month or coordinate that police.uk would silently misread; nothing was sent."""

    sentence = N_("We could not make sense of that address. You can look your neighbourhood up here.")


class QueueFull(PoliceDataError):
    """Too many neighbourhoods nobody had asked for before are waiting to be read."""

    sentence = N_(
        "Many people are asking for new neighbourhoods just now. Please try again in a few minutes."
    )


class PostcodeError(Exception):
    """Anything about a postcode that kept us from its place. Never carries the postcode itself."""

    sentence: ClassVar[str] = N_("We could not look up that postcode.")


class NotAPostcode(PostcodeError):
    """It does not have the shape of a full postcode."""

    sentence = N_("That is not a full postcode. Enter one like SN15 1HN, or a town or village name.")


class HalfPostcode(PostcodeError):
    """Only its first part: an outward code, or little more."""

    sentence = N_(
        "That is only the first part of a postcode. "
        "Enter all of it, like SN15 1HN, or a town or village name."
    )


class UnknownPostcode(PostcodeError):
    """The shape is right; nobody has it."""

    sentence = N_("We do not know that postcode. Check it, or enter a town or village name.")


class RetiredPostcode(PostcodeError):
    """Royal Mail no longer uses it."""

    sentence = N_("That postcode is no longer in use. Try a newer one, or a town or village name.")


class ScottishPostcode(PostcodeError):
    """Police Scotland is not on police.uk."""

    sentence = N_("That postcode is in Scotland. Police Scotland does not publish on police.uk.")


class IslandPostcode(PostcodeError):
    """The Channel Islands and the Isle of Man have their own police."""

    sentence = N_(
        "That postcode is in the Channel Islands or the Isle of Man, which have their own police "
        "and are not on police.uk."
    )


class PostcodesUnavailable(PostcodeError):
    """The postcode service does not answer; `because`: as it would be said of police.uk."""

    def __init__(self, told: str = "", because: type[PoliceUnavailable] = PoliceUnavailable) -> None:
        super().__init__(told)
        self.because = because

    sentence = N_(
        "The postcode service is not answering. You can choose your police force and neighbourhood instead."
    )
