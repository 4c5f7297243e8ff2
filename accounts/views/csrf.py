from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django's CSRF protection answers with; Django logs the reason."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "The request could not be verified.", "code": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)
