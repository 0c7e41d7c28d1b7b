"""Addresses of the studio and of the prices."""

from django.urls import path

from chat.pages import studio
from chat.pages.pricing import pricing

urlpatterns = [
    path("", studio.home, name="studio"),
    path("pricing", pricing, name="pricing"),
    path("studio/create", studio.create, name="studio-create"),
    path("studio/history", studio.history, name="studio-history"),
    path("studio/<uuid:generation_id>", studio.generation, name="studio-generation"),
    path("studio/<uuid:generation_id>/stage", studio.stage, name="studio-stage"),
    path("studio/<uuid:generation_id>/cancel", studio.cancel, name="studio-cancel"),
]
