"""Numbers of cases and documents: 机关代字 + 文种字 + 〔年〕 + 序号, gapless per agency, series and year."""

from django.db.backends.base.base import BaseDatabaseWrapper

_RAISE = (
    "INSERT INTO casework_counter (agency, series, year, last) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (agency, series, year) DO UPDATE SET last = casework_counter.last + 1 RETURNING last"
)


def next_number(connection: BaseDatabaseWrapper, *, agency: str, word: str, series: str, year: int) -> str:
    """The next number of the series, e.g. 青市监罚〔2026〕12号; taken back if the transaction is.

    `word`: 机关代字 of the agency; `series`: the word of the kind of document. Form: GB/T 9704, no leading
    zero and no 第.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, (agency, series, year))
        return f"{word}{series}〔{year}〕{cursor.fetchone()[0]}号"
