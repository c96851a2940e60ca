"""The words of police.uk's stop and search, as it writes them.

Tables always list all of these, so that no line tells that there was one. What police.uk writes beside them
(`dog`, once) is counted as `OTHER`, and what it leaves blank as `NOT_RECORDED`.
"""

from data_access.translation import N_

OTHER = N_("Anything else")
NOT_RECORDED = N_("Not recorded")

VEHICLE_ONLY = "Vehicle search"
OBJECTS = (
    "Controlled drugs",
    "Offensive weapons",
    "Stolen goods",
    "Article for use in theft",
    "Evidence of offences under the Act",
    "Anything to threaten or harm anyone",
    "Articles for use in criminal damage",
    "Firearms",
    "Psychoactive substances",
    "Fireworks",
    "Game or poaching equipment",
    "Detailed object of search unavailable",
    "Goods on which duty has not been paid etc.",
    "Crossbows",
    "Evidence of wildlife offences",
    "Seals or hunting equipment",
)
# "Not recorded" is not "no further action": it says that the form was left blank.
OUTCOMES = (
    "A no further action disposal",
    "Arrest",
    "Community resolution",
    "Summons / charged by post",
    "Khat or Cannabis warning",
    "Penalty Notice for Disorder",
    "Caution (simple or conditional)",
)
LEGISLATION = (
    "Misuse of Drugs Act 1971 (section 23)",
    "Police and Criminal Evidence Act 1984 (section 1)",
    "Criminal Justice and Public Order Act 1994 (section 60)",
    "Firearms Act 1968 (section 47)",
    "Psychoactive Substances Act 2016 (s36(2))",
    "Poaching Prevention Act 1862 (section 2)",
    "Criminal Justice Act 1988 (section 139B)",
    "Police and Criminal Evidence Act 1984 (section 6)",
    "Wildlife and Countryside Act 1981 (section 19)",
    "Environmental Protection Act 1990 (section 34B )",
    "Aviation Security Act 1982 (section 27(1))",
)
AGES = ("under 10", "10-17", "18-24", "25-34", "over 34")
OFFICER_DEFINED = ("White", "Black", "Asian", "Mixed", "Other")
SELF_DEFINED = (
    "White - English/Welsh/Scottish/Northern Irish/British",
    "White - Irish",
    "White - Gypsy or Irish Traveller",
    "White - Any other White background",
    "Mixed/Multiple ethnic groups - White and Black Caribbean",
    "Mixed/Multiple ethnic groups - White and Black African",
    "Mixed/Multiple ethnic groups - White and Asian",
    "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background",
    "Asian/Asian British - Indian",
    "Asian/Asian British - Pakistani",
    "Asian/Asian British - Bangladeshi",
    "Asian/Asian British - Chinese",
    "Asian/Asian British - Any other Asian background",
    "Black/African/Caribbean/Black British - African",
    "Black/African/Caribbean/Black British - Caribbean",
    "Black/African/Caribbean/Black British - Any other Black/African/Caribbean background",
    "Other ethnic group - Arab",
    "Other ethnic group - Any other ethnic group",
    "Other ethnic group - Not stated",
)


STOP_TEXTS = (
    *("type", "operation_name", "gender", "age_range", "self_defined_ethnicity", "officer_defined_ethnicity"),
    *("legislation", "object_of_search"),
)


STOP_FLAGS = (
    *("involved_person", "operation", "outcome_linked_to_object_of_search"),
    "removal_of_more_than_outer_clothing",
)
