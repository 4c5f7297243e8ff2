"""Counts what a request costs and tells it in `Server-Timing`: SQL statements, cache commands, authentication time.

Enabled by SERVER_TIMING alone; never in production by default.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.cache.backends.memcached import PyMemcacheCache
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_redis.cache import RedisCache

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Cost:
    """Nanoseconds and counts of one request."""

    auth_ns: int = 0
    sql_ns: int = 0
    sql_count: int = 0
    cache_ns: int = 0
    cache_count: int = 0

    def header(self, total_ns: int) -> str:
        """`dur` in milliseconds to the microsecond, `desc` the count."""
        return (
            f"auth;dur={self.auth_ns / 1e6:.3f}, "
            f'sql;dur={self.sql_ns / 1e6:.3f};desc="{self.sql_count}", '
            f'cache;dur={self.cache_ns / 1e6:.3f};desc="{self.cache_count}", '
            f"total;dur={total_ns / 1e6:.3f}"
        )


_cost: ContextVar[Cost | None] = ContextVar("cost", default=None)


def so_far() -> Cost | None:
    """What the request that is being answered has cost until now; None where nobody counts."""
    return _cost.get()


class ServerTimingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        cost, start = Cost(), time.perf_counter_ns()
        token = _cost.set(cost)
        try:
            with connection.execute_wrapper(_count_statement):
                response = self.get_response(request)
        finally:
            _cost.reset(token)
        response["Server-Timing"] = cost.header(time.perf_counter_ns() - start)
        return response


def measured(authenticate: Callable[P, R]) -> Callable[P, R]:
    """Adds the time of an authentication to the request's `auth`."""

    @wraps(authenticate)
    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        cost = _cost.get()
        if cost is None:
            return authenticate(*args, **kwargs)
        start = time.perf_counter_ns()
        try:
            return authenticate(*args, **kwargs)
        finally:
            cost.auth_ns += time.perf_counter_ns() - start

    return timed


def _count_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    cost = _cost.get()
    if cost is None or sql.startswith("BEGIN"):  # opening a transaction asks for nothing
        return execute(sql, params, many, context)
    start = time.perf_counter_ns()
    try:
        return execute(sql, params, many, context)
    finally:
        cost.sql_ns += time.perf_counter_ns() - start
        cost.sql_count += 1


class _CacheCommand:
    def __init__(self, cost: Cost) -> None:
        self.cost = cost

    def __enter__(self) -> None:
        self.start = time.perf_counter_ns()

    def __exit__(self, *_: object) -> None:
        self.cost.cache_ns += time.perf_counter_ns() - self.start
        self.cost.cache_count += 1


def _cache_command() -> AbstractContextManager[None]:
    cost = _cost.get()
    return nullcontext() if cost is None else _CacheCommand(cost)


class _Counted:
    """Mixed into a cache backend: each method is one command."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().get(*args, **kwargs)  # type: ignore[misc]

    def set(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().set(*args, **kwargs)  # type: ignore[misc]

    def add(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().add(*args, **kwargs)  # type: ignore[misc]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().delete(*args, **kwargs)  # type: ignore[misc]

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().touch(*args, **kwargs)  # type: ignore[misc]

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().incr(*args, **kwargs)  # type: ignore[misc]

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().has_key(*args, **kwargs)  # type: ignore[misc]

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().get_many(*args, **kwargs)  # type: ignore[misc]

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        with _cache_command():
            return super().delete_many(*args, **kwargs)  # type: ignore[misc]


class CountedRedisCache(_Counted, RedisCache):
    """django-redis's cache, counted."""


class CountedMemcache(_Counted, PyMemcacheCache):
    """Django's Memcached cache, counted."""
