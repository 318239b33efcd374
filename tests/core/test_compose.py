"""The container files: they parse, run only what exists, and never run a demonstration."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from core.devserver import postgres, valkey
from core.devserver.addresses import PROJECT

COMPOSE = (PROJECT / "docker-compose.yml").read_text()
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ("migrate", "web", "worker", "beat")
SETTINGS = "".join(path.read_text() for path in (PROJECT / "config" / "settings").glob("*.py"))


def commands():
    for name in OURS:
        yield SERVICES[name]["command"]
        if "healthcheck" in SERVICES[name]:
            yield SERVICES[name]["healthcheck"]["test"][1:]


def test_every_service_of_the_product_is_there():
    assert set(SERVICES) == {*OURS, "database", "broker"}


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_every_command_exists(command):
    assert shutil.which(command[0], path=str(Path(sys.executable).parent))
    if command[0] == "python":
        assert (PROJECT / command[1]).is_file()


def test_every_name_in_its_environment_is_one_the_settings_read():
    given = {name for service in OURS for name in SERVICES[service]["environment"]}
    assert {name for name in given if f'"{name}"' not in SETTINGS} == set()


def test_nothing_secret_has_a_default_and_nothing_starts_without_it():
    secret = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)(:[?-])", COMPOSE)
    assert {name for name, rule in secret if rule == ":?"} == {"POSTGRES_PASSWORD", "GENDAN_SECRET_KEY"}
    assert re.findall(r"\$\{GENDAN_SMTP_PASSWORD:-(\w*)\}", COMPOSE) == [""]


def test_it_never_runs_a_demonstration():
    assert "GENDAN_DEMO" not in COMPOSE + DOCKERFILE
    assert "config.settings.production" in DOCKERFILE


def test_it_brings_the_versions_the_tests_ran_on():
    assert SERVICES["database"]["image"] == f"postgres:{max(postgres.installations())}"
    said = subprocess.run([valkey.binary(), "--version"], capture_output=True, text=True).stdout
    major = re.search(r"v=(\d+)\.", said)[1]
    assert SERVICES["broker"]["image"] == f"valkey/valkey:{major}"


def test_the_image_alone_starts_the_same_web_as_the_file():
    assert json.loads(DOCKERFILE.rsplit("CMD ", 1)[1]) == SERVICES["web"]["command"]


def test_everything_the_image_copies_is_in_the_project():
    copied = [
        line.split()[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    assert [path for paths in copied for path in paths if not (PROJECT / path).exists()] == []
