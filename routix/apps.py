from django.apps import AppConfig


class RoutixConfig(AppConfig):
    name = "routix"
    verbose_name = "Routix"
