"""One exchange in the forms in which it can be read or repeated: raw, pretty, curl, Python."""

import json
import shlex
from dataclasses import dataclass

from comparison.live.events import Plain

# What a client sends by itself, and the host of a lab node that is long gone.
_BY_ITSELF = {"host", "content-length", "connection", "accept-encoding"}
HERE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Message:
    """A request or an answer, taken apart; `body` ends where what was kept of it ends."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def is_json(self) -> bool:
        kinds = [value for name, value in self.headers if name.lower() == "content-type"]
        return any("json" in kind for kind in kinds)

    @property
    def pretty(self) -> str:
        lines = [self.start, *(f"{name}: {value}" for name, value in self.headers)]
        body = indented(self.body) if self.is_json else self.body
        return "\n".join([*lines, *(["", body] if body else [])])

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The headers that whoever repeats the request must give."""
        return tuple((name, value) for name, value in self.headers if name.lower() not in _BY_ITSELF)


def message(raw: str) -> Message:
    head, _, body = raw.replace("\r\n", "\n").partition("\n\n")
    start, *lines = head.split("\n")
    headers = (line.partition(":")[::2] for line in lines if ":" in line)
    return Message(start, tuple((name, value.strip()) for name, value in headers), body)


def indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def curl(exchange: Plain, sent: Message) -> str:
    parts = [f"curl -i -X {exchange['method']} {shlex.quote(HERE + exchange['path'])}"]
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in sent.told]
    if sent.body:
        parts.append(f"--data-raw {shlex.quote(sent.body)}")
    return " \\\n  ".join(parts)


def python(exchange: Plain, sent: Message) -> str:
    headers = "".join(f"        {name!r}: {value!r},\n" for name, value in sent.told)
    arguments = [f"    {exchange['method']!r},\n", f"    {HERE + exchange['path']!r},\n"]
    if headers:
        arguments.append(f"    headers={{\n{headers}    }},\n")
    if sent.body:
        arguments.append(f"    content={sent.body!r},\n")
    call = "".join(arguments)
    return f"import httpx\n\nanswer = httpx.request(\n{call})\nprint(answer.status_code, answer.text)"
