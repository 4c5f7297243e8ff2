from django.urls import path

from accounts.views import login, logout, password_change, password_reset, profile, sign_ins, signup

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("signup/", signup.signup, name="signup"),
    path("login/", login.login, name="login"),
    path("logout/", logout.logout, name="logout"),
    path("password_change/", password_change.password_change, name="password_change"),
    path("password_reset/", password_reset.password_reset, name="password_reset"),
    path("password_reset/done/", password_reset.password_reset_done, name="password_reset_done"),
    path("reset/<uidb64>/<token>/", password_reset.password_reset_confirm, name="password_reset_confirm"),
    path("reset/done/", password_reset.password_reset_complete, name="password_reset_complete"),
    path("sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("sign-ins/<uuid:sign_in_id>/end/", sign_ins.end, name="sign_in_end"),
    path("sign-ins/end-others/", sign_ins.end_others, name="sign_ins_end_others"),
]
