"""Answers many questions with one trip to the database.

After a restart of the server thousands of sockets ask the same within a second. Questions that arrive while an answer
is awaited are collected and asked together; a single one is asked at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")

MAX_BATCH = 500  # questions; few enough parameters for one SQL statement on any database


class Batched(Generic[Q, A]):
    """`answer` takes questions and returns their answers in the same order.

    An answer that is an exception is raised in the caller that asked. What `answer` itself raises is raised in all.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Awaitable[Sequence[A | Exception]]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """Returns the answer, which was read after this call began."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[A] = loop.create_future()
        self._waiting.append((question, answer))
        if self._asking is None:
            self._asking = loop.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
                answers: Sequence[A | Exception]
                try:
                    answers = await self._answer([question for question, _ in batch])
                except Exception as error:
                    answers = [error] * len(batch)
                for (_, future), answer in zip(batch, answers, strict=True):
                    if future.done():  # the caller was cancelled
                        continue
                    if isinstance(answer, Exception):
                        future.set_exception(answer)
                    else:
                        future.set_result(answer)
        finally:
            self._asking = None
