# The upper bounds of farringtonFlexible (R package surveillance) at 1 %, for bench/expected_against_r.py.
# Usage: Rscript expected_against_r.R COUNTS.csv BOUNDS.csv   COUNTS: a series a row, months as columns.
suppressPackageStartupMessages(library(surveillance))
paths <- commandArgs(trailingOnly = TRUE)
counts <- as.matrix(read.csv(paths[1], check.names = FALSE))
last <- ncol(counts)
control <- list(
  range = last, b = 2, w = 1, noPeriods = 4, pastWeeksNotIncluded = 0, alpha = 0.01,
  thresholdMethod = "nbPlugin", limit54 = c(0, 4), weightsThreshold = 2.58, verbose = FALSE
)
bound <- function(series) {
  monthly <- sts(series, start = c(2020, 1), frequency = 12)
  as.numeric(upperbound(suppressWarnings(farringtonFlexible(monthly, control))))
}
write.csv(data.frame(bound = apply(counts, 1, bound)), paths[2], row.names = FALSE)
