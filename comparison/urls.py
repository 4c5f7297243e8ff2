from django.urls import include, path

from comparison import views
from comparison.pages import advisor, inspector

urlpatterns = [
    path("", views.home, name="home"),
    path("experiments/", views.experiments, name="experiments"),
    path("experiments/<slug:name>/", views.experiment, name="experiment"),
    path("experiments/", include("comparison.live.urls")),
    path("inspector/", inspector.inspector, name="inspector"),
    path("advisor/", advisor.advisor, name="advisor"),
]
