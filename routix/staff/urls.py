"""Addresses of the API of staff, below `api/v1/admin/`."""

from django.urls import path

from routix.staff.views.broadcasts import BroadcastsView, BroadcastView
from routix.staff.views.figures import ActivityView, AnalyticsView, DashboardView, StatsView
from routix.staff.views.users import UsersView, UserView

urlpatterns = [
    path("dashboard", DashboardView.as_view(), name="staff-dashboard"),
    path("stats", StatsView.as_view(), name="staff-stats"),
    path("analytics", AnalyticsView.as_view(), name="staff-analytics"),
    path("activity", ActivityView.as_view(), name="staff-activity"),
    path("users", UsersView.as_view(), name="staff-users"),
    path("users/<uuid:user_id>", UserView.as_view(), name="staff-user"),
    path("broadcast", BroadcastView.as_view(), name="staff-broadcast"),
    path("broadcasts", BroadcastsView.as_view(), name="staff-broadcasts"),
]
