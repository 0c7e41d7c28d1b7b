"""Addresses of documents and their edits, below `api/v1/`."""

from django.urls import path

from generation.views.documents import (
    DocumentExport,
    GenerationDocument,
    GenerationEdit,
    OperationList,
    RevisionList,
    RevisionRestore,
    ShareEdit,
)

urlpatterns = [
    path("generation/operations", OperationList.as_view(), name="generation-operations"),
    path("generation/<uuid:generation_id>/document", GenerationDocument.as_view(), name="generation-document"),
    path("generation/<uuid:generation_id>/document/export", DocumentExport.as_view(), name="generation-export"),
    path("generation/<uuid:generation_id>/edit", GenerationEdit.as_view(), name="generation-edit"),
    path("generation/<uuid:generation_id>/revisions", RevisionList.as_view(), name="generation-revisions"),
    path(
        "generation/<uuid:generation_id>/revisions/<int:number>/restore",
        RevisionRestore.as_view(),
        name="generation-revision-restore",
    ),
    path("shares/<str:token>/edit", ShareEdit.as_view(), name="share-edit"),
]
