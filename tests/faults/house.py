"""The processes of the fault tests: a web process, a private broker, workers: all their own."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

from core.devserver import valkey
from core.devserver.addresses import PROJECT, Address
from core.models import User


def environment(broker: Address, **more: str) -> dict[str, str]:
    """What a process of the house needs to work on this test's database and broker."""
    settings = connection.settings_dict
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"postgres://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}",
        "REDIS_URL": broker.broker_url,
        **more,
    }


@dataclass
class Web:
    """The web process; every request to it may die."""

    broker: Address
    process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim"],
            cwd=PROJECT,
            env=environment(self.broker, FAULTS=""),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def post(self, person: User | None, path: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        return self.ask({"session": session_of(person), "path": path, "data": data} | more)

    def ask(self, requests: Any) -> Any:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(requests) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


def session_of(person: User | None) -> str:
    if person is None:
        return ""
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


@dataclass
class Worker:
    """A Celery worker with one child, in a process group of its own."""

    broker: Address
    fault: str
    log: Path
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        alone = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO", *alone],
            cwd=PROJECT,
            env=environment(self.broker, FAULTS=self.fault),
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        """The whole worker at once, children and all."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def private_broker(folder: Path) -> Address:
    """A Valkey that only these tests know; stopping it hurts nobody else."""
    address = Address("faults", folder, folder / "run")
    address.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    valkey.start(address)
    return address
