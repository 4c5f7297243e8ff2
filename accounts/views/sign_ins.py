"""The user's devices, of both modes: see them, end one, end all others. Ending asks for the password."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import signing_out
from accounts.forms import ConfirmPasswordForm
from accounts.http import SignedInRequest, current_sign_in, signed_in
from accounts.models import EndReason, SignIn
from accounts.passwords import confirm_password
from accounts.refusals import Refused, Throttled


@require_safe
@signed_in
def sign_ins(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/sign_ins.html", {"sign_ins": devices_of(request)})


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: SignedInRequest, sign_in_id: UUID) -> HttpResponse:
    target = get_object_or_404(SignIn.objects.filter(user=request.user.pk).live(), pk=sign_in_id)
    form = ConfirmPasswordForm(request.POST or None)
    if _confirmed(request, form):
        signing_out.end(target, reason=EndReason.ENDED_BY_USER)
        messages.success(request, f"{target.device} is signed out.")
        return redirect("sign_ins")
    return render(request, "accounts/sign_ins_confirm.html", {"form": form, "target": target}, status=_status(form))


@require_http_methods(["GET", "POST"])
@signed_in
def end_others(request: SignedInRequest) -> HttpResponse:
    form = ConfirmPasswordForm(request.POST or None)
    if _confirmed(request, form):
        ended = signing_out.end_all(request.user, reason=EndReason.ENDED_BY_USER, keep=current_sign_in(request))
        messages.success(request, f"{ended} other {'device is' if ended == 1 else 'devices are'} signed out.")
        return redirect("sign_ins")
    count = SignIn.objects.filter(user=request.user.pk).live().exclude(pk=request.sign_in_id).count()
    return render(request, "accounts/sign_ins_confirm.html", {"form": form, "count": count}, status=_status(form))


def devices_of(request: SignedInRequest) -> list[SignIn]:
    """The live sign-ins, this one first, then the latest seen; each with `is_current`."""
    rows = list(SignIn.objects.filter(user=request.user.pk).live().order_by("-last_seen_at")[:200])
    for row in rows:
        row.is_current = row.pk == request.sign_in_id
    return sorted(rows, key=lambda row: not row.is_current)


def _confirmed(request: SignedInRequest, form: ConfirmPasswordForm) -> bool:
    if not form.is_valid():
        return False
    try:
        confirm_password(request=request, user=request.user, password=form.cleaned_data["password"])
    except Refused:
        form.add_error("password", "This is not your password.")
    except Throttled as throttled:
        form.add_error("password", f"Too many failed attempts. Try again in {-(-throttled.retry_after // 60)} min.")
    return not form.errors


def _status(form: ConfirmPasswordForm) -> int:
    return 422 if form.errors else 200
