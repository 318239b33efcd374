"""What the set-up decides: done once, told plainly, never standing in the way of what would work."""

import gettext
import subprocess
import sys

import pytest

from core.devserver.addresses import PROJECT

sys.path.insert(0, str(PROJECT / "bin"))

from steps import front, packages, stamp, system  # noqa: E402


def test_a_stamp_holds_until_what_it_was_made_from_changes(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("one")
    stamp.put(tmp_path / "stamps" / "lock", stamp.digest(lock))
    assert stamp.stamped(tmp_path / "stamps" / "lock", stamp.digest(lock))
    lock.write_text("two")
    assert not stamp.stamped(tmp_path / "stamps" / "lock", stamp.digest(lock))


def test_a_command_that_fails_says_what_it_said():
    with pytest.raises(stamp.Trouble, match="failed:\nno such mirror"):
        stamp.run([sys.executable, "-c", "raise SystemExit('no such mirror')"])


def test_a_person_without_rights_is_told_what_pdfs_need_and_goes_on(monkeypatch):
    monkeypatch.setattr(system, "loads", lambda name: name != "libpango-1.0.so.0")
    monkeypatch.setattr(system, "chinese_font", lambda: True)
    monkeypatch.setattr(system, "may_install", lambda: False)
    monkeypatch.setattr(system, "venv_works", lambda: True)
    monkeypatch.setattr(system.shutil, "which", lambda name: name)
    assert system.libraries("demo").endswith("ask an administrator for: apt-get install libpango-1.0-0")


def test_without_venv_and_without_rights_it_stops(monkeypatch):
    monkeypatch.setattr(system, "venv_works", lambda: False)
    monkeypatch.setattr(system, "may_install", lambda: False)
    with pytest.raises(stamp.Trouble, match="python3-venv"):
        system.libraries("demo")


def test_only_what_is_missing_is_installed(monkeypatch):
    asked = []
    monkeypatch.setattr(system, "loads", lambda name: False)
    monkeypatch.setattr(system, "chinese_font", lambda: False)
    monkeypatch.setattr(system, "venv_works", lambda: True)
    monkeypatch.setattr(system, "may_install", lambda: True)
    monkeypatch.setattr(system.shutil, "which", lambda name: name)
    monkeypatch.setattr(system, "apt", asked.extend)
    system.libraries("demo")
    assert asked == ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-wqy-microhei"]


@pytest.mark.parametrize(("ubuntu", "first"), [(True, "playwright"), (False, "apt")])
def test_ubuntu_gets_playwrights_browser_and_debian_its_own(monkeypatch, ubuntu, first):
    asked = []
    monkeypatch.setattr(system.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(system, "own_browser", lambda: False)
    monkeypatch.setattr(system, "may_install", lambda: True)
    monkeypatch.setattr(system, "is_ubuntu", lambda: ubuntu)
    monkeypatch.setattr(system, "run", lambda command, **_: asked.append(command[0].name))
    monkeypatch.setattr(system, "apt", lambda names: asked.append("apt"))
    system.browser("test")
    assert asked == [first]
    assert system.browser("demo") is None


def test_a_demo_keeps_a_developers_tools(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(packages, "VENV", tmp_path)
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(packages, "sync", lambda lock: synced.append(lock.name))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    packages.install("demo")
    (tmp_path / "bin" / "pytest").touch()
    packages.install("demo")
    assert packages.install("demo") is None
    assert synced == ["base.txt", "dev.txt"]


def test_a_mirror_set_for_pip_serves_uv_too(monkeypatch):
    said = "global.cert='/etc/company.pem'\nglobal.index-url='https://mirror.example/simple'\n"
    monkeypatch.setattr(packages.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=said))
    for name in ("PIP_INDEX_URL", "PIP_CERT", "UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    expected = {"UV_DEFAULT_INDEX": "https://mirror.example/simple", "SSL_CERT_FILE": "/etc/company.pem"}
    assert packages.mirror() == expected
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert packages.mirror() == {"SSL_CERT_FILE": "/etc/company.pem"}


def test_where_npm_fails_a_node_of_our_own_is_tried(tmp_path, monkeypatch, capsys):
    def fail(command, **_):
        raise stamp.Trouble("npm is too old")

    monkeypatch.setattr(front, "MODULES", tmp_path)
    monkeypatch.setattr(front.shutil, "which", lambda name: sys.executable)
    monkeypatch.setattr(front, "run", fail)
    monkeypatch.setattr(front, "by_wheel", lambda command: "a Node of our own")
    assert front.install("demo") == "as locked in package-lock.json, by a Node of our own"
    assert "npm is too old" in capsys.readouterr().out
    assert front.install("demo") is None


def test_a_catalogue_is_compiled_even_if_its_header_is_still_marked_fuzzy(tmp_path):
    source = tmp_path / "django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f'#, fuzzy\n{header}\nmsgid "order"\nmsgstr "订单"\n\n#, fuzzy\nmsgid "stock"\nmsgstr "存货"\n')
    subprocess.run([sys.executable, PROJECT / "bin" / "steps" / "compile_texts.py", source], check=True)
    with open(tmp_path / "django.mo", "rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("order") == "订单"
    assert texts.gettext("stock") == "stock"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["django.mo", "django.po"]


def test_no_lock_names_a_host():
    locks = [*(PROJECT / "requirements").glob("*.txt"), PROJECT / "package-lock.json"]
    named = [line for lock in locks for line in lock.read_text().splitlines() if "://" in line]
    assert [line for line in named if '"url": "https://github.com/sponsors/' not in line] == []
