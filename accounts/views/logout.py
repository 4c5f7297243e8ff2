from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import session_mode


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    session_mode.end(request)
    messages.success(request, "You are signed out.")
    response = redirect("login")
    # Not "cookies": that would delete the message, and every other cookie of this host.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
