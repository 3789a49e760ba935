from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from mingjing.journal.check_guards import check_guards
from mingjing.journal.store import StaleCase, append, head
from tests.journal.samples import AGENCY, draft, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_真正提交的测试_前后都是空的日志_触发器都在(turn: int) -> None:
    assert head(connection, AGENCY).size == 0
    assert list(check_guards(connection)) == []
    record(draft())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")


def test_两个线程同时办同一步_一个成_一个被告知() -> None:
    def 办(_: int) -> bool:
        try:
            with transaction.atomic():
                append(connection, [draft(0, expected=0)])
            return True
        except StaleCase:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(办, range(4))) == [False, False, False, True]
    assert head(connection, AGENCY).size == 1
