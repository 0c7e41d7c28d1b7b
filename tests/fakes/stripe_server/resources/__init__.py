"""What Stripe keeps, a file each: how it is created, changed and asked for."""
