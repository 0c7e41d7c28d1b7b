"""The account pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.pages import LoginPage, SignUpPage

urlpatterns = [
    path("login", LoginPage.as_view(), name="login"),
    path("signup", SignUpPage.as_view(), name="signup"),
    path("logout", LogoutView.as_view(), name="logout"),
]
