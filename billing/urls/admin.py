"""Pages of the admin that are about no single model. They stand before the admin's own addresses."""

from django.contrib import admin
from django.urls import path

from billing.admin.revenue_page import revenue_page

urlpatterns = [path("admin/billing/revenue/", admin.site.admin_view(revenue_page), name="admin-revenue")]
