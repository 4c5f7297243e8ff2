from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import session_mode
from accounts.forms import SignInForm
from accounts.refusals import Refused, Throttled
from accounts.signing_in import verify_password

WRONG = "The user name or the password is not right, or the account is disabled."
THROTTLED = "Too many failed attempts. Try again in {minutes} min."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    status = 200
    retry_after = ""
    if form.is_valid():
        try:
            session_mode.issue(request, verify_password(request=request, **form.cleaned_data))
        except Refused:
            form.add_error(None, WRONG)
            status = 401
        except Throttled as throttled:
            form.add_error(None, THROTTLED.format(minutes=-(-throttled.retry_after // 60)))
            status, retry_after = 429, str(throttled.retry_after)
        else:
            return redirect(_destination(request))
    elif form.is_bound:
        status = 422
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    response = render(request, "accounts/login.html", context, status=status)
    if retry_after:
        response["Retry-After"] = retry_after
    return response


def _destination(request: HttpRequest) -> str:
    """Only ever a page of this site."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
