"""Addresses of pictures, below `generations/`."""

from django.urls import path

from generation.views.pictures import picture

urlpatterns = [path("pictures/<str:token>", picture, name="generation-picture")]
