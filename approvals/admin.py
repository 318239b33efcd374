"""Approvals in the admin: policies are written here, everything else is read."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import (
    Copy,
    Decision,
    Delegation,
    Policy,
    Rehearsal,
    Request,
    Rule,
    Step,
    Task,
    TaskLink,
    TrialRun,
)
from approvals.models.policy import every_kind
from approvals.models.words import PolicyState
from approvals.policies import may_publish
from approvals.services import complete_policy, copy_policy, publish_policy, try_policy
from approvals.services.publishing import lacking
from approvals.wording import named
from core import clock
from core.admin.base import ReadOnly, RecordAdmin
from core.refusal import Refused
from core.roles import ROLE_NAMES


class Said:
    """The sentences of a rule that is in use, in the reader's language."""

    @admin.display(description=_("name"))
    def called(self, obj: Rule) -> str:
        return named(obj.name)

    @admin.display(description=_("question"))
    def asked(self, obj: Rule) -> str:
        return named(obj.question)


class RuleInline(Said, admin.StackedInline):
    """Rules can be changed while their policy is a draft or on trial."""

    model = Rule
    extra = 0
    fields = (
        ("position", "name"), "question", "when", ("asks", "people", "role", "backup"), ("bands", "own_department"),
        ("mode", "needed", "together"), ("hours", "at_limit", "up_to"), "checklist", ("copies", "judges"),
    )  # fmt: skip
    readonly_fields = ("called", "asked")

    def get_fields(self, request: HttpRequest, obj: Policy | None = None) -> tuple[Any, ...]:
        """A rule that is in use is read in the reader's language; one that is written is shown as written."""
        read = (("position", "called"), "asked", *self.fields[2:])
        return self.fields if self.has_change_permission(request, obj) else read

    def has_add_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return super().has_add_permission(request, obj) and _editable(obj)

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return super().has_change_permission(request, obj) and _editable(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _editable(obj)


def _editable(policy: Policy | None) -> bool:
    return policy is None or policy.is_editable


def _note(policy_id: int) -> str:
    return Policy.objects.values_list("note", flat=True).get(pk=policy_id)


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    list_display = ("__str__", "kind", "version", "state", "author", "at", "published_at", "lacks")
    list_filter = ("kind", "state")
    search_fields = ("note", "rules__name")
    date_hierarchy = "at"
    list_select_related = ("author",)
    fields = ("kind", "version", "state", "note", "author", "at", "published_at", "effective_at", "lacks")
    readonly_fields = ("version", "state", "author", "at", "published_at", "effective_at", "lacks")
    inlines = (RuleInline,)
    actions = ("copy_to_draft", "copy_with_house_rules", "put_on_trial", "publish_as_new_version")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        return super().get_queryset(request).prefetch_related("rules")

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return super().has_change_permission(request, obj) and _editable(obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    def save_model(self, request: HttpRequest, obj: Policy, form: Any, change: bool) -> None:
        if not change:
            latest = Policy.objects.filter(kind=obj.kind).order_by("-version").first()
            obj.version = latest.version + 1 if latest else 1
            obj.author, obj.at = request.user, clock.now()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Rules of the house it lacks"))
    def lacks(self, obj: Policy) -> str:
        """Nothing is added to what somebody published; the action that copies with them makes a draft."""
        if obj.pk is None or obj.state == PolicyState.RETIRED:
            return "--"
        return ", ".join(named(rule["name"]) for rule in lacking(obj.kind, obj.rules.all())) or "--"

    @admin.action(description=_("Copy to a new draft"), permissions=["publish"])
    def copy_to_draft(self, request: HttpRequest, queryset: QuerySet[Policy]) -> None:
        self._each(request, queryset, copy_policy)

    @admin.action(description=_("Copy to a new draft with the house's rules"), permissions=["publish"])
    def copy_with_house_rules(self, request: HttpRequest, queryset: QuerySet[Policy]) -> None:
        self._each(request, queryset, complete_policy)

    @admin.action(description=_("Put on trial"), permissions=["publish"])
    def put_on_trial(self, request: HttpRequest, queryset: QuerySet[Policy]) -> None:
        self._each(request, queryset, try_policy)

    @admin.action(description=_("Publish as new version"), permissions=["publish"])
    def publish_as_new_version(self, request: HttpRequest, queryset: QuerySet[Policy]) -> None:
        """The note says why."""
        self._each(request, queryset, lambda pk, actor: publish_policy(pk, actor=actor, reason=_note(pk)))

    def _each(self, request: HttpRequest, queryset: QuerySet[Policy], act: Callable[..., Policy]) -> None:
        for policy in queryset:
            try:
                done = act(policy.pk, actor=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                words = gettext("%(policy)s is %(state)s now.") % {"policy": done, "state": done.get_state_display()}
                self.message_user(request, words, messages.SUCCESS)


@admin.register(Rule)
class RuleAdmin(Said, ReadOnly, admin.ModelAdmin):
    """Found and read here; written inside its policy, where its place among the others is seen."""

    list_display = ("__str__", "policy", "position", "asks", "role", "people", "hours", "up_to")
    list_filter = ("policy__state", "asks", "role")
    search_fields = ("name", "question")
    list_select_related = ("policy",)
    readonly_fields = ("called", "asked")
    fields = (
        "policy", "position", "called", "asked", "when", "asks", "people", "role", "bands", "own_department", "backup",
        "mode", "needed", "together", "hours", "at_limit", "up_to", "checklist", "copies", "judges",
    )  # fmt: skip


@admin.register(TrialRun)
class TrialRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request", "policy", "edition", "agrees", "blocked", "at")
    list_filter = ("agrees", "blocked")
    search_fields = ("request__title",)
    date_hierarchy = "at"
    list_select_related = ("request", "policy")


@admin.register(Rehearsal)
class RehearsalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("policy", "edition", "history", "by", "at", "done_at")
    list_filter = ("history",)
    search_fields = ("by__name",)
    date_hierarchy = "at"
    list_select_related = ("policy", "by")


@admin.register(Request)
class RequestAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("title", "about", "amount", "currency", "state", "asked_by", "opened_at", "closed_at")
    list_filter = ("state", "policy")
    search_fields = ("title", "subject")
    date_hierarchy = "opened_at"
    list_select_related = ("asked_by",)
    readonly_fields = ("about",)
    exclude = ("kind",)

    @admin.display(description=_("about"), ordering="kind")
    def about(self, obj: Request) -> str:
        return str(dict(every_kind()).get(obj.kind, obj.kind))


@admin.register(Step)
class StepAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request", "position", "__str__", "user", "role", "state")
    list_filter = ("state", "role")
    search_fields = ("request__title",)
    list_select_related = ("request", "user")


@admin.register(Task)
class TaskAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request_title", "user", "role", "state", "opened_at", "due_at", "closed_at")
    list_filter = ("state", "role")
    search_fields = ("step__request__title",)
    date_hierarchy = "opened_at"
    list_select_related = ("step__request", "user")

    @admin.display(description=_("request"))
    def request_title(self, obj: Task) -> str:
        return obj.step.request.title


@admin.register(TaskLink)
class TaskLinkAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request_title", "user", "made_at", "expires_at", "used_at", "wrong", "ended_at")
    search_fields = ("task__step__request__title", "user__name")
    date_hierarchy = "made_at"
    list_select_related = ("task__step__request", "user")
    exclude = ("digest",)

    @admin.display(description=_("request"))
    def request_title(self, obj: TaskLink) -> str:
        return obj.task.step.request.title


@admin.register(Delegation)
class DelegationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("user", "to", "from_day", "until_day", "reason", "made_by", "ended_at")
    search_fields = ("user__name", "to__name", "reason")
    date_hierarchy = "from_day"
    list_select_related = ("user", "to", "made_by")


@admin.register(Copy)
class CopyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request", "user", "at", "read_at")
    search_fields = ("request__title",)
    date_hierarchy = "at"
    list_select_related = ("request", "user")


@admin.register(Decision)
class DecisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("request_title", "outcome", "decider", "as_role", "limit_then", "opinion", "at")
    list_filter = ("outcome",)
    search_fields = ("task__step__request__title", "opinion")
    date_hierarchy = "at"
    list_select_related = ("task__step__request", "decider")
    readonly_fields = ("as_role",)
    exclude = ("role_then",)

    @admin.display(description=_("role then"))
    def as_role(self, obj: Decision) -> str:
        roles = obj.role_then.split(", ")
        return ", ".join(str(ROLE_NAMES.get(role, role)) for role in roles)

    @admin.display(description=_("request"))
    def request_title(self, obj: Decision) -> str:
        return obj.task.step.request.title
