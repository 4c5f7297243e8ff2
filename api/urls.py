from django.urls import path
from django.views.generic import TemplateView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.views import account, exchange, me, services, sign_ins, token, well_known

urlpatterns = [
    path("api/signup/", account.SignUp.as_view(), name="api_signup"),
    path("api/password/", account.Password.as_view(), name="api_password"),
    path("api/me/", me.Me.as_view(), name="api_me"),
    path("api/token/", token.Obtain.as_view(), name="token_obtain"),
    path("api/token/refresh/", token.Refresh.as_view(), name="token_refresh"),
    path("api/token/verify/", token.Verify.as_view(), name="token_verify"),
    path("api/token/blacklist/", token.Blacklist.as_view(), name="token_blacklist"),
    path("api/token/revoke/", services.Revoke.as_view(), name="token_revoke"),
    path("api/token/introspect/", services.Introspect.as_view(), name="token_introspect"),
    path("api/exchange/token/", exchange.ToTokens.as_view(), name="exchange_token"),
    path("api/exchange/session/", exchange.ToSession.as_view(), name="exchange_session"),
    path("api/sign-ins/", sign_ins.SignIns.as_view(), name="api_sign_ins"),
    path("api/sign-ins/end-all/", sign_ins.EndAll.as_view(), name="api_sign_ins_end_all"),
    path("api/sign-ins/<uuid:sign_in_id>/", sign_ins.OneSignIn.as_view(), name="api_sign_in_end"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("api/demo/", TemplateView.as_view(template_name="api/demo.html"), name="spa_demo"),
    path(".well-known/jwks.json", well_known.jwks, name="jwks"),
    path(".well-known/oauth-authorization-server", well_known.metadata, name="metadata"),
]
