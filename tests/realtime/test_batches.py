"""Questions that arrive together are asked together, and each gets its own answer."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from realtime import batches
from realtime.batches import Batched


class Oracle:
    """Answers with ten times the question when the test allows it; records the questions."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_answer = asyncio.Event()
        self.batched: Batched[int, int] = Batched(self.answer)

    async def answer(self, questions: Sequence[int]) -> list[int | Exception]:
        self.asked.append(list(questions))
        await self.may_answer.wait()
        if 13 in questions:
            raise OSError("the database is away")
        return [ValueError("odd") if question % 2 else question * 10 for question in questions]


@pytest.fixture
async def oracle() -> Oracle:
    return Oracle()


async def ask(oracle: Oracle, *questions: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(oracle.batched.ask(question)) for question in questions]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def answers(tasks: list[asyncio.Task[int]]) -> list[Any]:
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_questions_during_an_answer_are_asked_together_next(oracle: Oracle) -> None:
    tasks = await ask(oracle, 2) + await ask(oracle, 4, 6) + await ask(oracle, 8)
    oracle.may_answer.set()

    assert await answers(tasks) == [20, 40, 60, 80]
    assert oracle.asked == [[2], [4, 6, 8]]


async def test_a_question_is_not_answered_by_a_query_that_began_before_it(oracle: Oracle) -> None:
    tasks = await ask(oracle, 2) + await ask(oracle, 2)
    oracle.may_answer.set()
    await answers(tasks)

    assert oracle.asked == [[2], [2]]


async def test_an_exception_as_an_answer_is_raised_in_its_caller(oracle: Oracle) -> None:
    oracle.may_answer.set()
    two, three, four = await answers(await ask(oracle, 2, 3, 4))

    assert (two, str(three), four) == (20, "odd", 40)


async def test_a_database_error_is_raised_in_all_callers_and_the_next_are_asked(oracle: Oracle) -> None:
    oracle.may_answer.set()
    failed = await answers(await ask(oracle, 12, 13))
    assert [str(each) for each in failed] == ["the database is away"] * 2

    assert await answers(await ask(oracle, 2)) == [20]


async def test_a_cancelled_caller_does_not_disturb_the_others(oracle: Oracle) -> None:
    leaving, staying = await ask(oracle, 2, 4)
    leaving.cancel()
    oracle.may_answer.set()

    assert await staying == 40


async def test_a_batch_has_a_limit(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MAX_BATCH", 2)
    oracle.may_answer.set()

    assert await answers(await ask(oracle, 2, 4, 6, 8, 10)) == [20, 40, 60, 80, 100]
    assert oracle.asked == [[2, 4], [6, 8], [10]]
