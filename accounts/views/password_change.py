from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import session_mode
from accounts.forms import PasswordChangeForm
from accounts.http import SignedInRequest, current_sign_in, signed_in
from accounts.passwords import change_password
from accounts.refusals import Refused, Throttled


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@signed_in
def password_change(request: SignedInRequest) -> HttpResponse:
    form = PasswordChangeForm(request.POST or None)
    if form.is_valid() and _changed(request, form):
        session_mode.change_credential(request)
        messages.success(request, "Your password is changed. Your other devices are signed out.")
        return redirect("profile")
    return render(request, "accounts/password_change.html", {"form": form}, status=422 if form.errors else 200)


def _changed(request: SignedInRequest, form: PasswordChangeForm) -> bool:
    try:
        change_password(request=request, user=request.user, keep=current_sign_in(request), **form.cleaned_data)
    except Refused:
        form.add_error("old_password", "This is not your current password.")
    except Throttled as throttled:
        form.add_error("old_password", f"Too many failed attempts. Try again in {-(-throttled.retry_after // 60)} min.")
    except ValidationError as faults:
        form.add_error("new_password", faults)
    return not form.errors
