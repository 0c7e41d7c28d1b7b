"""Persian figures are grouped by three, as those of English are; Django's own Persian formats group nothing."""

NUMBER_GROUPING = 3
