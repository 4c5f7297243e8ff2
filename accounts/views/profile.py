from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest, current_sign_in, signed_in


@require_safe
@signed_in
def profile(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/profile.html", {"sign_in": current_sign_in(request)})
