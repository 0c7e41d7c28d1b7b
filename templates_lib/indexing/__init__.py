"""What makes a template usable: measured, put into words, drawn, found."""
