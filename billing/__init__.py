"""What someone may spend: the ledger of credits."""
