from django.urls import path

from comparison import views

urlpatterns = [
    path("", views.home, name="home"),
    path("experiments/", views.experiments, name="experiments"),
    path("experiments/<slug:name>/", views.experiment, name="experiment"),
]
