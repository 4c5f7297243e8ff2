"""Django's four session engines, with rows that belong to a sign-in and keys that are stored as digests.

`SESSION_STORE` names the module. Who reads the database or the cache learns no session id, as with a password.
"""
