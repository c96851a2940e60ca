"""The 44 forces of police.uk in its own order, with the code the postcode service knows each one by.

Ids and names as `GET /forces` gave them on 1 October 2026; `pfa` is the police force area code of the
Office for National Statistics (`codes.pfa` of postcodes.io). British Transport Police (`btp`) is no
territorial force and stands in no such list; Scotland (`S23000009`) is not on police.uk.
"""

from typing import NamedTuple


class ForceRow(NamedTuple):
    """A territorial force: its name on police.uk and its police force area code."""

    name: str
    pfa: str


FORCES: dict[str, ForceRow] = {
    "avon-and-somerset": ForceRow("Avon and Somerset Constabulary", "E23000036"),
    "bedfordshire": ForceRow("Bedfordshire Police", "E23000026"),
    "cambridgeshire": ForceRow("Cambridgeshire Constabulary", "E23000023"),
    "cheshire": ForceRow("Cheshire Constabulary", "E23000006"),
    "city-of-london": ForceRow("City of London Police", "E23000034"),
    "cleveland": ForceRow("Cleveland Police", "E23000013"),
    "cumbria": ForceRow("Cumbria Constabulary", "E23000002"),
    "derbyshire": ForceRow("Derbyshire Constabulary", "E23000018"),
    "devon-and-cornwall": ForceRow("Devon & Cornwall Police", "E23000035"),
    "dorset": ForceRow("Dorset Police", "E23000039"),
    "durham": ForceRow("Durham Constabulary", "E23000008"),
    "essex": ForceRow("Essex Police", "E23000028"),
    "gloucestershire": ForceRow("Gloucestershire Constabulary", "E23000037"),
    "greater-manchester": ForceRow("Greater Manchester Police", "E23000005"),
    "gwent": ForceRow("Gwent Police", "W15000002"),
    "hampshire": ForceRow("Hampshire Constabulary", "E23000030"),
    "dyfed-powys": ForceRow("Dyfed-Powys Police", "W15000004"),
    "hertfordshire": ForceRow("Hertfordshire Constabulary", "E23000027"),
    "humberside": ForceRow("Humberside Police", "E23000012"),
    "kent": ForceRow("Kent Police", "E23000032"),
    "lancashire": ForceRow("Lancashire Constabulary", "E23000003"),
    "leicestershire": ForceRow("Leicestershire Police", "E23000021"),
    "lincolnshire": ForceRow("Lincolnshire Police", "E23000020"),
    "merseyside": ForceRow("Merseyside Police", "E23000004"),
    "metropolitan": ForceRow("Metropolitan Police Service", "E23000001"),
    "norfolk": ForceRow("Norfolk Constabulary", "E23000024"),
    "north-wales": ForceRow("North Wales Police", "W15000001"),
    "north-yorkshire": ForceRow("North Yorkshire Police", "E23000009"),
    "northamptonshire": ForceRow("Northamptonshire Police", "E23000022"),
    "northumbria": ForceRow("Northumbria Police", "E23000007"),
    "nottinghamshire": ForceRow("Nottinghamshire Police", "E23000019"),
    # Northern Ireland has no code of its own: the service answers this placeholder.
    "northern-ireland": ForceRow("Police Service of Northern Ireland", "N99999999"),
    "south-wales": ForceRow("South Wales Police", "W15000003"),
    "south-yorkshire": ForceRow("South Yorkshire Police", "E23000011"),
    "staffordshire": ForceRow("Staffordshire Police", "E23000015"),
    "suffolk": ForceRow("Suffolk Constabulary", "E23000025"),
    "surrey": ForceRow("Surrey Police", "E23000031"),
    "sussex": ForceRow("Sussex Police", "E23000033"),
    "thames-valley": ForceRow("Thames Valley Police", "E23000029"),
    "warwickshire": ForceRow("Warwickshire Police", "E23000017"),
    "west-mercia": ForceRow("West Mercia Police", "E23000016"),
    "west-midlands": ForceRow("West Midlands Police", "E23000014"),
    "west-yorkshire": ForceRow("West Yorkshire Police", "E23000010"),
    "wiltshire": ForceRow("Wiltshire Police", "E23000038"),
}

# The forces of the demonstration (`demo/`) with their codes: invented, and never on police.uk.
INVENTED = {"exampleshire": "E23999901", "fenmarsh": "E23999903", "eastwold": "E23999902"}

# All that we know of ourselves; police.uk may list others.
KNOWN = frozenset({*INVENTED, *FORCES})


def force_of(pfa: str) -> str | None:
    """The id of the force with that police force area code."""
    codes = {force.pfa: id_ for id_, force in FORCES.items()} | {code: id_ for id_, code in INVENTED.items()}
    return codes.get(pfa)
