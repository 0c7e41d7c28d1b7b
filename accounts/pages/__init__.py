"""Who someone is, in the browser: a session cookie."""
