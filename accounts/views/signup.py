from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import session_mode
from accounts.forms import SignUpForm
from accounts.signing_up import sign_up


@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("profile")
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_up(request=request, **form.cleaned_data)
        except ValidationError as faults:
            form.add_error(None, faults)
        else:
            session_mode.issue(request, user)
            messages.success(request, "Your account stands and you are signed in.")
            return redirect("profile")
    return render(request, "accounts/signup.html", {"form": form}, status=422 if form.errors else 200)
