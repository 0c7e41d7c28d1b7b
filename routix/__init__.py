"""The composition root: settings, urls, entry points, the admin site and the embedded services."""
