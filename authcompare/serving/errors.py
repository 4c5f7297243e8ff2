class CannotServe(Exception):
    """The site cannot be served, or not any longer; the message is one clear line."""
