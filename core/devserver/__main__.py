"""The embedded servers by hand:

python -m core.devserver start|stop|status [demo|test]
python -m core.devserver with demo|test COMMAND ...     they run as long as the command does
"""

import signal
import subprocess
import sys

from core.devserver import servers
from core.devserver.identity import NoServer

KINDS = ("demo", "test")


def main(words: list[str]) -> int:
    verb, kind, *command = (words + ["status", "demo"][len(words) :]) if len(words) < 2 else words
    if verb not in VERBS or kind not in KINDS or bool(command) is not (verb == "with"):
        print(__doc__)
        return 2
    try:
        return VERBS[verb](kind, command)
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1


def start(kind: str, _command: list[str]) -> int:
    print("Started: " + (", ".join(servers.start(kind)) or "nothing, all run already"))
    return 0


def stop(kind: str, _command: list[str]) -> int:
    print("Stopped: " + (", ".join(servers.stop(kind)) or "nothing ran"))
    return 0


def status(kind: str, _command: list[str]) -> int:
    state = servers.status(kind)
    for name, running in state.items():
        print(f"{name}: {'running' if running else 'not running'}")
    return 0 if all(state.values()) else 3


def during(kind: str, command: list[str]) -> int:
    """Runs the command with the servers up; Ctrl-C reaches the command itself, a termination is passed on."""
    with servers.using(kind):
        child = subprocess.Popen(command)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
    return code if code >= 0 else 128 - code


VERBS = {"start": start, "stop": stop, "status": status, "with": during}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
