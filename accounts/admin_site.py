"""The administration signs people in and out through the same doors as the site."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import session_mode


class AdminSite(admin.AdminSite):
    site_header = "authcompare administration"
    site_title = "authcompare administration"
    index_title = "Users, sign-ins, tokens"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("profile")
        return redirect_to_login(request.GET.get("next", request.path))

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return _sign_out(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("password_change")


@require_POST
def _sign_out(request: HttpRequest) -> HttpResponse:
    session_mode.end(request)
    return redirect("login")
