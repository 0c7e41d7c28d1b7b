"""What the assistant says. It reports rows and measurements, and invents nothing."""

from chat.assistant.answers import answer_of_end, answer_of_request
from chat.assistant.language import language_of

__all__ = ["answer_of_end", "answer_of_request", "language_of"]
