"""Runs that are started from the site's pages: a queue, one process that works it off, and a stream of what it does."""
