"""Addresses of conversations, below `api/v1/`."""

from django.urls import path

from chat.views.analytics import ChatAnalytics, UserAnalytics
from chat.views.conversations import ConversationDetail, ConversationList, ConversationTitle
from chat.views.exporting import ConversationExport
from chat.views.messages import MessageList
from chat.views.participants import ParticipantDetail, ParticipantList
from chat.views.searching import ConversationSearch

_CONVERSATION = "chat/conversations/<uuid:conversation_id>"

urlpatterns = [
    path("chat/conversations", ConversationList.as_view(), name="conversations"),
    path(_CONVERSATION, ConversationDetail.as_view(), name="conversation"),
    path(f"{_CONVERSATION}/title", ConversationTitle.as_view(), name="conversation-title"),
    path(f"{_CONVERSATION}/messages", MessageList.as_view(), name="conversation-messages"),
    path(f"{_CONVERSATION}/export", ConversationExport.as_view(), name="conversation-export"),
    path(f"{_CONVERSATION}/participants", ParticipantList.as_view(), name="conversation-participants"),
    path(
        f"{_CONVERSATION}/participants/<uuid:participant_id>",
        ParticipantDetail.as_view(),
        name="conversation-participant",
    ),
    path("chat/search", ConversationSearch.as_view(), name="chat-search"),
    path("chat/analytics/summary", ChatAnalytics.as_view(), name="chat-analytics"),
    path("users/analytics", UserAnalytics.as_view(), name="users-analytics"),
]
