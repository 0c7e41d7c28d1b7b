"""Addresses of templates, below `api/v1/`."""

from django.urls import path

from templates_lib.views.pictures import TemplateOriginal, TemplatePreview
from templates_lib.views.searching import TemplateSearch
from templates_lib.views.templates import TemplateAnalyse, TemplateDetail, TemplateList
from templates_lib.views.uploads import TemplateUpload

urlpatterns = [
    path("templates", TemplateList.as_view(), name="templates"),
    path("templates/search", TemplateSearch.as_view(), name="template-search"),
    path("templates/upload", TemplateUpload.as_view(), name="template-upload"),
    path("templates/<uuid:template_id>", TemplateDetail.as_view(), name="template"),
    path("templates/<uuid:template_id>/analyse", TemplateAnalyse.as_view(), name="template-analyse"),
    path("templates/<uuid:template_id>/preview", TemplatePreview.as_view(), name="template-preview"),
    path("templates/<uuid:template_id>/original", TemplateOriginal.as_view(), name="template-original"),
]
