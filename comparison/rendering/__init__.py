"""A report, as a table in the terminal, as pages of the site and as one HTML file."""
