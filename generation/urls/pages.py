"""Addresses of pages that anybody may see."""

from django.urls import path

from generation.pages.shares import share_page, share_picture

urlpatterns = [
    path("s/<str:token>", share_page, name="share"),
    path("s/<str:token>/thumbnail.jpg", share_picture, name="share-picture"),
]
