"""Which looks suit a prompt."""

from templates_lib.search.answering import search_templates
from templates_lib.search.asking import Facets, Match, Question
from templates_lib.search.questions import question_from_brief, question_from_text

__all__ = ["Facets", "Match", "Question", "question_from_brief", "question_from_text", "search_templates"]
