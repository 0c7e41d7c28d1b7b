"""The admin site."""

from django.contrib.admin.apps import AdminConfig


class RoutixAdminConfig(AdminConfig):
    default_site = "routix.admin_site.RoutixAdminSite"
