"""Months for which a force sent police.uk only part of its records, or some of them twice.

Such a month looks like a fall in crime, not like a gap, so it is found by its total: under 80 % or over
130 % of what the force's own robust pattern expects (level, days in the month, time of year, trend). The
pattern is fitted on logarithms with Tukey's bisquare weights instead of the Poisson fit with down-weighted
shocks that judges single neighbourhoods: months sent at a tenth drag that fit along, and on simulated forces
with four such months in 36 it called one ordinary month in six incomplete; this one called none.

What it cannot do: a part supply of a year or more looks like a real change, and is left alone (a lasting
change of level is never flagged wholesale); such gaps stand in the hand-kept list, `gaps.py`.
"""
