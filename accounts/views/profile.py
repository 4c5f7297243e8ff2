from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest, current_sign_in, signed_in
from accounts.models import AuthEvent

EVENTS_SHOWN = 20


@require_safe
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    events = AuthEvent.objects.filter(user=request.user.pk).order_by("-at", "-id")[:EVENTS_SHOWN]
    return render(request, "accounts/profile.html", {"sign_in": current_sign_in(request), "events": list(events)})
