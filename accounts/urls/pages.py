"""The account pages."""

from django.urls import path

from accounts.pages.sign_in import LoginPage, LogoutPage
from accounts.pages.sign_up import SignUpPage
from accounts.pages.verification import VerificationLinkPage, VerificationPage

urlpatterns = [
    path("login", LoginPage.as_view(), name="login"),
    path("signup", SignUpPage.as_view(), name="signup"),
    path("logout", LogoutPage.as_view(), name="logout"),
    path("verify", VerificationPage.as_view(), name="verify"),
    path("verify/<str:token>", VerificationLinkPage.as_view(), name="verify-token"),
]
