"""A load balancer in front of the servers, whose connections can go silent without being closed."""

import asyncio
import contextlib
import threading

CHUNK = 65_536


class Proxy:
    """Forwards each connection to the first of these ports that accepts. Runs in a thread."""

    def __init__(self, *ports: int) -> None:
        self._ports = ports
        self._open: set[asyncio.Event] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(5)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def fall_silent(self) -> None:
        """Present connections forward nothing more and are not closed; new ones work."""

        async def silence() -> None:
            for passing in self._open:
                passing.clear()

        asyncio.run_coroutine_threadsafe(silence(), self._loop).result(5)

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks) if tasks else None

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        passing = asyncio.Event()
        passing.set()
        self._open.add(passing)
        try:
            beyond = await self._connect()
            if beyond is None:
                return
            there, back = beyond
            await asyncio.gather(self._pass(reader, back, passing), self._pass(there, writer, passing))
        except (asyncio.CancelledError, OSError):
            pass
        finally:
            self._open.discard(passing)
            self._tasks.discard(task)
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for port in self._ports:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passing: asyncio.Event) -> None:
        try:
            while data := await reader.read(CHUNK):
                await passing.wait()
                writer.write(data)
                await writer.drain()
        finally:
            if passing.is_set():
                writer.close()
