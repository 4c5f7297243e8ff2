"""Real servers from wheels, started as children that never outlive their parent.

This room stands below all others: it imports nothing of the project, and no Django.
"""
