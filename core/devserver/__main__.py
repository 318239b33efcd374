"""python -m core.devserver start|stop|status|run [demo|test]: the embedded servers by hand."""

import signal
import sys

from core.devserver import servers
from core.devserver.identity import NoServer


def main(words: list[str]) -> int:
    verb, kind = (words + ["status", "demo"][len(words) :])[:2]
    if verb not in {"start", "stop", "status", "run"} or kind not in {"demo", "test"}:
        print(__doc__)
        return 2
    try:
        return VERBS[verb](kind)
    except NoServer as error:
        print(error, file=sys.stderr)
        return 1


def start(kind: str) -> int:
    print("Started: " + (", ".join(servers.start(kind)) or "nothing, all run already"))
    return 0


def stop(kind: str) -> int:
    print("Stopped: " + (", ".join(servers.stop(kind)) or "nothing ran"))
    return 0


def status(kind: str) -> int:
    state = servers.status(kind)
    for name, running in state.items():
        print(f"{name}: {'running' if running else 'not running'}")
    return 0 if all(state.values()) else 3


def run(kind: str) -> int:
    """Holds the servers until Ctrl-C or a termination signal."""
    started = servers.start(kind)
    print("Running; Ctrl-C stops them.", flush=True)
    # Blocked only now: the servers would inherit a deaf ear and could not be stopped.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    signal.sigwait([signal.SIGINT, signal.SIGTERM])
    servers.stop(kind, started)
    return 0


VERBS = {"start": start, "stop": stop, "status": status, "run": run}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
