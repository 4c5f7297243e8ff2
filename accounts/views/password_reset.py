"""Django's own reset by e-mail, in our clothes. A reset ends every sign-in of the user: see `accounts.standing`."""

from django.contrib.auth import views
from django.urls import reverse_lazy

from accounts.forms import PasswordResetForm

password_reset = views.PasswordResetView.as_view(
    template_name="accounts/password_reset.html",
    email_template_name="accounts/password_reset_email.txt",
    subject_template_name="accounts/password_reset_subject.txt",
    form_class=PasswordResetForm,
    success_url=reverse_lazy("password_reset_done"),
)
password_reset_done = views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_done.html")
password_reset_confirm = views.PasswordResetConfirmView.as_view(
    template_name="accounts/password_reset_confirm.html",
    success_url=reverse_lazy("password_reset_complete"),
)
password_reset_complete = views.PasswordResetCompleteView.as_view(template_name="accounts/password_reset_complete.html")
