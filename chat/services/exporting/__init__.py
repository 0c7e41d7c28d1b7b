"""A conversation as a file to keep."""

from chat.services.exporting.files import ExportedFile, export_conversation, export_data

__all__ = ["ExportedFile", "export_conversation", "export_data"]
