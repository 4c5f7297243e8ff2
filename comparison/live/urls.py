from django.urls import path

from comparison.live import views

urlpatterns = [
    path("<slug:name>/runs/", views.start, name="runs"),
    path("<slug:name>/runs/<slug:run>/", views.page, name="run"),
    path("<slug:name>/runs/<slug:run>/events", views.events, name="run_events"),
    path("<slug:name>/runs/<slug:run>/run.json", views.as_json, name="run_json"),
    path("<slug:name>/runs/<slug:run>/cancel/", views.cancel, name="run_cancel"),
]
