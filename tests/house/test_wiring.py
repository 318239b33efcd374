"""The wiring is whole: every event has a row, every page a policy, every key points down."""

import ast
import inspect
import pkgutil
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from config.reactions import REACTIONS
from core.access import Everybody, Policy
from core.event import DomainEvent
from core.models import ShareBase
from tests.house.source import LEVEL, ROOT, modules

ABSTRACT = {"DomainEvent"}


def event_modules() -> list[str]:
    """Every file events are written in: `events.py` of an app, or its folder of that name."""
    paths = [path for app in LEVEL for path in (ROOT / app).glob("events/*.py") if path.stem != "__init__"]
    paths += [path for app in LEVEL if (path := ROOT / app / "events.py").exists()]
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]


def concrete_events() -> list[type[DomainEvent]]:
    found: list[type[DomainEvent]] = []
    for module in event_modules():
        names = vars(import_module(module)).values()
        found += [cls for cls in names if inspect.isclass(cls) and cls.__module__ == module]
    return [cls for cls in found if issubclass(cls, DomainEvent) and "name" in vars(cls)]


def test_every_event_has_a_row_in_the_table_and_no_row_is_empty_of_an_event():
    assert set(REACTIONS) == set(concrete_events())


def test_every_event_has_a_name_of_its_own_a_sentence_and_a_docstring():
    names = [cls.name for cls in concrete_events()]

    assert len(names) == len(set(names))
    assert [cls.name for cls in concrete_events() if not cls.__doc__ or not str(cls.sentence)] == []


def test_delivery_keys_are_named_for_their_app_and_stand_once():
    keys = [key for row in REACTIONS.values() for key in row.after_commit]

    assert [key for key in keys if key.split(".")[0] not in LEVEL] == []
    pairs = [(cls, key) for cls, row in REACTIONS.items() for key in row.after_commit]
    assert len(pairs) == len(set(pairs))


def reactions() -> list[object]:
    return [fn for row in REACTIONS.values() for fn in (*row.with_order, *row.after_commit.values())]


def test_a_reaction_is_at_most_ten_lines_and_hears_its_own_floor_or_below():
    long = [fn.__qualname__ for fn in reactions() if len(_body(fn)) > 10]
    upward = [
        (cls.__name__, fn.__module__)
        for cls, row in REACTIONS.items()
        for fn in (*row.with_order, *row.after_commit.values())
        if LEVEL[cls.__module__.split(".")[0]] > LEVEL[fn.__module__.split(".")[0]]
    ]

    assert (long, upward) == ([], [])


def _body(function: object) -> list[str]:
    tree = ast.parse(inspect.getsource(function)).body[0]
    statements = [
        node for node in tree.body if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant)
    ]
    return ast.unparse(ast.Module(body=statements, type_ignores=[])).splitlines()


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        found += patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


OWN_GUARD = ("admin/",)
"""Django admin asks for its own permissions, model by model."""
OPEN = {"healthz", "readyz", "sign-out/"}


def test_every_address_has_a_policy():
    bare = []
    for path, pattern in patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", pattern.callback)
        if path.startswith(OWN_GUARD) or path in OPEN:
            continue
        if not isinstance(getattr(view, "policy", None), Policy | Everybody):
            bare.append(path)

    assert bare == []


def test_a_foreign_key_never_points_up_and_leaves_no_name_across_apps():
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            if here not in LEVEL or not field.is_relation or not field.concrete or not field.related_model:
                continue
            there = field.related_model._meta.app_label
            if there in LEVEL and LEVEL[there] > LEVEL[here]:
                wrong.append(f"{model.__name__}.{field.name} points up to {there}")
            if there in LEVEL and there != here and not _hidden(model, field):
                wrong.append(f"{model.__name__}.{field.name} leaves a name in {there}")

    assert wrong == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _hidden(model: type, field: object) -> bool:
    # django-guardian names the person on a share itself.
    return field.remote_field.hidden or (issubclass(model, ShareBase) and field.name == "user")


def test_every_module_says_what_lives_in_it():
    silent = []
    for path, text in modules():
        if text.strip() and not ast.get_docstring(ast.parse(text)):
            silent.append(str(path))

    assert silent == []


@pytest.mark.parametrize("app", LEVEL)
def test_every_public_service_check_and_reaction_has_a_docstring(app):
    silent = []
    for room in ("services", "checks", "reactions", "policies"):
        for name in _modules_of(app, room):
            module = import_module(name)
            own = [fn for fn in vars(module).values() if inspect.isfunction(fn) and fn.__module__ == name]
            silent += [f"{name}.{fn.__name__}" for fn in own if not fn.__name__.startswith("_") and not fn.__doc__]

    assert silent == []


def _modules_of(app: str, room: str) -> list[str]:
    if (ROOT / app / f"{room}.py").exists():
        return [f"{app}.{room}"]
    if not (ROOT / app / room / "__init__.py").exists():
        return []
    return [f"{app}.{room}.{info.name}" for info in pkgutil.iter_modules([str(ROOT / app / room)])]
