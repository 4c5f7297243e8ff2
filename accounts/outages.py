"""The exceptions by which a database or a cache says that it cannot be asked."""

from django.db import InterfaceError, OperationalError
from django_redis.exceptions import ConnectionInterrupted
from pymemcache.exceptions import MemcacheError
from redis.exceptions import RedisError

from accounts.refusals import Unavailable

# redis-py's and pymemcache's own connection errors are ConnectionError and OSError where the socket itself fails.
CACHE_OUTAGES: tuple[type[Exception], ...] = (ConnectionInterrupted, RedisError, MemcacheError, OSError)
DATABASE_OUTAGES: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
OUTAGES: tuple[type[Exception], ...] = (
    Unavailable,
    *DATABASE_OUTAGES,
    ConnectionInterrupted,
    RedisError,
    MemcacheError,
    ConnectionError,
    TimeoutError,
)
