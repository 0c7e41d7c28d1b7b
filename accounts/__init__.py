"""Who someone is: users, sign-in, tickets, brand assets."""
