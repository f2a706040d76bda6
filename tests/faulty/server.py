"""An OpenAI-compatible endpoint on loopback that follows a plan; GET /ledger tells every request so far."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field

from faulty.plan import GOOD, Answer, Json, Plan, answer_to, throttle

_LARGEST_HEAD = 65_536


@dataclass(slots=True)
class Row:
    """One request. Times are those of the machine's monotonic clock, `ended` None while it is not answered.

    `sent` is what it met; `is_answered` says that a whole answer went out. Tokens are None where none were told.
    """

    document: str
    time: int
    arrived: float
    sent: str
    status: int = 0
    ended: float | None = None
    is_answered: bool = False
    input: int | None = None
    output: int | None = None
    worst_output: int = 0
    body_bytes: int = 0


@dataclass
class Bucket:
    """Takes `rate` requests a second and `burst` at once."""

    rate: float
    burst: float
    level: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait(self) -> float:
        """0 where the request is taken, else the seconds until one would be."""
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


class Server:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: list[Row] = []
        self.times: Counter[str] = Counter()
        self.bucket = Bucket(plan.per_minute / plan.minute, plan.burst) if plan.per_minute else None

    async def serve(self) -> None:
        server = await asyncio.start_server(self.connected, "127.0.0.1", 0, backlog=1024, limit=_LARGEST_HEAD)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self.exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the line stays open."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        content = await reader.readexactly(int(headers.get("content-length", 0)))
        if not request.startswith("POST"):
            await self.write(writer, self.told(request.split(" ")[1]))
            return True
        body = json.loads(content)
        row, answer = self.received(body, len(content))
        await asyncio.sleep(self.plan.hang if row.sent == "hang" else 0 if row.status == 429 else self.plan.latency)
        gone = writer.is_closing() or reader.at_eof()
        row.ended = time.monotonic()
        row.is_answered = not gone and not answer.is_cut
        if row.is_answered and answer.status == 200 and '"usage"' in answer.body:
            usage = json.loads(answer.body)["usage"]
            row.input, row.output = usage["prompt_tokens"], usage["completion_tokens"]
        await self.write(writer, answer)
        return not answer.is_cut and not gone

    def received(self, body: Json, size: int) -> tuple[Row, Answer]:
        words = "\n".join(message["content"] for message in body["messages"])
        nth = self.times[words]
        self.times[words] += 1
        fault, draw = self.plan.draw(words, nth)
        document = words.partition("Artifact: ")[2].partition("\n")[0]
        most = body.get("max_tokens") or body.get("max_completion_tokens") or 0
        row = Row(document, nth, time.monotonic(), fault, worst_output=most, body_bytes=size)
        wait = self.bucket.wait() if self.bucket else 0.0
        if wait:
            row.sent = "throttled"
            answer = throttle(self.plan.hint or "nothing", wait, self.plan.per_minute or 0)
        else:
            answer = answer_to(fault, words, draw, self.plan)
        row.status = answer.status
        self.rows.append(row)
        return row, answer

    def told(self, path: str) -> Answer:
        match path:
            case "/ledger":
                return Answer(200, json.dumps([asdict(row) for row in self.rows]))
            case "/v1/models":
                return Answer(200, json.dumps({"object": "list", "data": [{"id": "faulty-1", "object": "model"}]}))
        return Answer(404, json.dumps({"error": {"message": f"there is no {path}"}}))

    async def write(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        content = answer.body.encode()
        lines = [
            f"HTTP/1.1 {answer.status} {GOOD}",
            f"Content-Type: {answer.media_type}",
            f"Content-Length: {len(content)}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        head = "\r\n".join([*lines, "", ""]).encode()
        writer.write(head + (content[: len(content) // 2] if answer.is_cut else content))
        await writer.drain()
