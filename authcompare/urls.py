from django.contrib import admin
from django.urls import include, path

from authcompare import health

urlpatterns = [
    path("", include("comparison.urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("api.urls")),
    path("admin/", admin.site.urls),
    path("", include(health.urlpatterns)),
]

handler400 = "authcompare.errors.bad_request"
handler403 = "authcompare.errors.forbidden"
handler404 = "authcompare.errors.not_found"
handler500 = "authcompare.errors.server_error"
