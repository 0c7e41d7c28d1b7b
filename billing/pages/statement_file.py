"""The whole statement as a file for spreadsheets."""

import csv
import io
from datetime import UTC

from accounts.models import User
from billing.models import StatementLine
from billing.pages.statement_lines import explain
from billing.selectors import statement_of

_COLUMNS = (
    "Time (UTC)",
    "Kind",
    "What",
    "Why",
    "Change",
    "Balance after",
    "Held",
    "Charged",
    "Returned",
    "From",
    "Expires (UTC)",
    "Thumbnail",
    "Line",
)
# With these a spreadsheet takes a text for a formula, and people's own words stand in the statement.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def statement_csv(user: User) -> str:
    """Every line of the statement, newest first, with a mark that lets spreadsheets read it as UTF-8."""
    sheet = io.StringIO()
    sheet.write("\ufeff")
    writer = csv.writer(sheet)
    writer.writerow(_COLUMNS)
    for line in statement_of(user).iterator(chunk_size=2000):
        writer.writerow(_row(line))
    return sheet.getvalue()


def _row(line: StatementLine) -> tuple[object, ...]:
    return (
        f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        line.get_kind_display(),
        _text(line.note or line.reason),
        explain(line),
        line.amount,
        "" if line.balance_after is None else line.balance_after,
        line.held,
        line.charged,
        line.returned,
        line.bucket,
        f"{line.expires_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if line.expires_at else "",
        line.reference or "",
        line.pk,
    )


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
