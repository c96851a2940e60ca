"""What happened to you? The choices of a resident by police.uk's kinds, and what police.uk means by each.

The meanings follow police.uk's own descriptions of its categories.
"""

from datetime import date

from data_access.curated.categories import ASB
from data_access.translation import N_

SOURCE = "police.uk's descriptions of its categories, as ukcrimestats.com gives them among its questions"
CHECKED = date(2026, 11, 29)

# In the order in which they are offered.
WHAT_HAPPENED = {
    "burglary": N_("Burglary"),
    "vehicle-crime": N_("Theft from or of a vehicle"),
    ASB: N_("Anti-social behaviour"),
    "violent-crime": N_("Violence or threats"),
    "shoplifting": N_("Shop theft"),
    "bicycle-theft": N_("Bicycle stolen"),
    "other-crime": N_("Something else"),
}

MEANINGS = {
    ASB: N_(
        "This is police.uk's name for personal, environmental and nuisance behaviour. "
        "These incidents are not crimes, so they have no outcomes and are counted separately."
    ),
    "bicycle-theft": N_(
        "This is police.uk's name for pedal cycles that were stolen, or taken without consent. "
        "Theft of a motor vehicle is counted under vehicle crime."
    ),
    "burglary": N_(
        "This is police.uk's name for offences in which somebody enters a house or another building to "
        "steal. "
        "Thefts where nobody entered a building are counted under other kinds."
    ),
    "criminal-damage-arson": N_(
        "This is police.uk's name for damage to buildings and vehicles. "
        "Deliberate damage by fire is among it."
    ),
    "drugs": N_("This is police.uk's name for drug offences. They are possession, supply and production."),
    "other-theft": N_(
        "This is police.uk's name for thefts that are in no other kind, such as theft by an employee. "
        "Blackmail and leaving without paying are among them."
    ),
    "possession-of-weapons": N_(
        "This is police.uk's name for the possession of weapons, such as a firearm or a knife. "
        "Offences against a person are counted under violence."
    ),
    "public-order": N_(
        "This is police.uk's name for offences that cause fear, alarm or distress. "
        "Offences against a person are counted under violence."
    ),
    "robbery": N_(
        "This is police.uk's name for thefts in which somebody uses force, or threatens to use it. "
        "Without force or a threat of it, they are theft from the person."
    ),
    "shoplifting": N_(
        "This is police.uk's name for thefts from shops. Thefts from market stalls are among them."
    ),
    "theft-from-the-person": N_(
        "This is police.uk's name for thefts directly from somebody, of a bag, wallet, cash or "
        "telephone. "
        "With force or a threat of it, they are robbery."
    ),
    "vehicle-crime": N_(
        "This is police.uk's name for thefts of a vehicle and thefts from a vehicle. "
        "Interfering with a vehicle is among them."
    ),
    "violent-crime": N_(
        "This is police.uk's name for offences against a person, from common assault to grievous bodily "
        "harm. "
        "Sexual offences are among them."
    ),
    "other-crime": N_(
        "This is police.uk's name for what is in no other kind, such as forgery and perjury. "
        "Look first whether one of the other kinds fits better."
    ),
}
# Of which other people than the police take care of a part.
NOT_ONLY_POLICE = {ASB, "other-crime"}
