"""The password of everyone in tests/cast.py; here, where it may be read without Django."""

PASSWORD = "correct horse battery staple"
