"""The page of an order tells where it stands, and its verbs happen once, by POST, by right."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import clock
from core.models import Comment
from orders.models import Order, OrderShare
from orders.panels.stepper import stepper
from orders.services import approve_order, cancel_order, recall_order, share_order, submit_order
from orders.urls import VERBS
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything
from tests.query_counts import counted


@pytest.fixture
def desk(ann, client) -> Client:
    """Ann at her desk, in English."""
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


@pytest.fixture
def quiet(settings) -> None:
    """Nobody above orders answers, so that an order stays where it is put."""
    settings.REACTIONS = "tests.orders.quiet.REACTIONS"
    settings.CHECKS = "tests.orders.quiet.CHECKS"
    settings.PANELS = "tests.orders.quiet.PANELS"


@pytest.fixture
def draft(ann) -> Order:
    return make_draft(ann, make_customer(ann), [(make_product("A-1", price="10"), 3)])


def page(order: Order) -> str:
    return f"/orders/{order.ref}/"


@pytest.mark.django_db
def test_a_draft_mark_leads_to_the_number_once_there_is_one(desk, ann, draft, quiet):
    mark = draft.ref
    order = submit_order(draft.pk, actor=ann)

    assert desk.get(f"/orders/{mark}/").url == f"/orders/{order.number}/"
    assert desk.get(page(order)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("ref", ["D-0", "D-999999", "D-x", "SO-1", "D-99999999999999999999", "..", "x' OR 1=1", "%00"])
def test_an_order_that_is_not_there_is_404(desk, draft, ref):
    assert desk.get(f"/orders/{ref}/").status_code == 404


@pytest.mark.django_db
def test_a3_an_order_of_another_department_does_not_exist_for_any_address(eve, client, draft):
    client.force_login(eve)
    before = everything()

    for name in ("order", "edit", *VERBS):
        url = reverse(f"orders:{name}", args=[draft.ref])
        # Handing over is no salesperson's right anywhere: that is said before any order is looked for.
        status = 403 if name == "hand-over" else 404
        assert client.get(url).status_code == status, name
        if name != "order":
            assert client.post(url, {"reason": "x", "text": "x"}).status_code == status, name
    assert client.post("/orders/check/", {"ref": draft.ref}).status_code == 404
    assert everything() == before


@pytest.mark.django_db
def test_a2_the_anonymous_are_led_to_sign_in_everywhere(client, draft):
    for name in ("order", "edit", *VERBS):
        url = reverse(f"orders:{name}", args=[draft.ref])
        assert client.get(url).url.startswith("/sign-in/?next="), name
        assert client.post(url).url.startswith("/sign-in/?next="), name


@pytest.mark.django_db
def test_a10_get_shows_what_will_happen_and_changes_nothing(desk, ann, draft, quiet):
    order = submit_order(draft.pk, actor=ann)
    before = everything()

    for name in VERBS:
        answer = desk.get(reverse(f"orders:{name}", args=[order.ref]))
        assert answer.status_code in (200, 403), name
        assert answer.status_code == 403 or 'name="once"' in answer.content.decode(), name
    assert everything() == before


@pytest.mark.django_db
def test_a10_a_post_without_its_token_is_refused(ann, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann)
    before = everything()

    for name in ("edit", *VERBS):
        assert strict.post(reverse(f"orders:{name}", args=[draft.ref]), {"reason": "x"}).status_code == 403, name
    for url in ("/orders/new/", "/orders/check/", "/orders/views/"):
        assert strict.post(url).status_code == 403, url
    assert everything() == before


@pytest.mark.django_db
def test_a_verb_happens_once_however_often_it_is_sent(desk, draft):
    url = reverse("orders:cancel", args=[draft.ref])
    data = {"reason": "typed twice", "once": "key-1"}

    answers = [desk.post(url, data) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Order.objects.get().state == "cancelled"


@pytest.mark.django_db
def test_a37_a_step_that_is_not_legal_now_is_refused_in_words(desk, ann, draft):
    cancel_order(draft.pk, actor=ann, reason="typed twice")
    before = everything()

    answer = desk.post(reverse("orders:submit", args=[draft.ref]), {"once": "k"})

    assert answer.status_code == 409
    assert f"Order {draft.ref} is Cancelled" in answer.content.decode()
    assert everything() == before


@pytest.mark.django_db
def test_a_verb_without_its_reason_comes_back_with_the_field_marked(desk, draft):
    answer = desk.post(reverse("orders:cancel", args=[draft.ref]), {"reason": "", "once": "k"})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Order.objects.get().state == "draft"


@pytest.mark.django_db
def test_a6_the_warehouse_sees_the_order_and_may_not_move_it(cem, client, draft):
    client.force_login(cem)

    assert client.get(page(draft)).status_code == 200
    for name in ("submit", "confirm", "cancel", "recall", "short-close", "hand-over", "share", "copy", "edit"):
        answer = client.post(reverse(f"orders:{name}", args=[draft.ref]), {"reason": "x"})
        assert answer.status_code == 403, name
    assert Order.objects.get().state == "draft"


@pytest.mark.django_db
def test_a_share_lets_a_colleague_look_and_an_edit_share_lets_them_work(ann, eve, client, draft):
    client.force_login(eve)
    share_order(draft.pk, to=eve, actor=ann)
    assert client.get(page(draft)).status_code == 200
    assert client.post(reverse("orders:cancel", args=[draft.ref]), {"reason": "x"}).status_code == 403

    share_order(draft.pk, to=eve, actor=ann, edit=True)
    assert client.get(f"{page(draft)}edit/").status_code == 200


@pytest.mark.django_db
def test_sharing_by_its_page_names_the_colleague_and_the_day(desk, ann, eve, draft):
    data = {"to": eve.pk, "until": "2099-01-31", "once": "k"}

    desk.post(reverse("orders:share", args=[draft.ref]), data)

    share = OrderShare.objects.get()
    assert (share.user, f"{share.until}", share.permission.codename) == (eve, "2099-01-31", "view_order")


@pytest.mark.django_db
def test_handing_over_by_its_page_gives_the_order_another_owner(bo, eve, client, draft):
    client.force_login(bo)

    answer = client.post(reverse("orders:hand-over", args=[draft.ref]), {"to": eve.pk, "once": "k"})

    assert answer.url == "/orders/"
    assert Order.objects.get().owner == eve


@pytest.mark.django_db
def test_copying_leads_to_the_new_draft(desk, draft):
    answer = desk.post(reverse("orders:copy", args=[draft.ref]), {"once": "k"})

    copy = Order.objects.latest("pk")
    assert copy.pk != draft.pk and answer.url == f"/orders/{copy.ref}/edit/"


@pytest.mark.django_db
def test_a_comment_is_written_once_and_stands_on_the_timeline_as_a_persons(desk, draft):
    data = {"text": "Customer calls <b>again</b>", "once": "k"}
    for _ in range(2):
        desk.post(reverse("orders:comment", args=[draft.ref]), data)

    answer = desk.get(page(draft))
    assert Comment.objects.count() == 1
    assert answer.context["entries"][0].kind == "person"
    assert "Customer calls &lt;b&gt;again&lt;/b&gt;" in answer.content.decode()


@pytest.mark.django_db
def test_the_timeline_can_be_narrowed_to_comments_or_changes(desk, draft):
    desk.post(reverse("orders:comment", args=[draft.ref]), {"text": "hello", "once": "k"})

    def kinds(show: str) -> set[str]:
        return {entry.kind for entry in desk.get(page(draft), {"show": show}).context["entries"]}

    assert (kinds("all"), kinds("comments"), kinds("changes")) == ({"person", "machine"}, {"person"}, {"machine"})


@pytest.mark.django_db
def test_the_stepper_says_what_is_done_where_it_is_and_what_comes(desk, ann, draft, quiet):
    submit_order(draft.pk, actor=ann)
    recall_order(draft.pk, actor=ann)
    order = submit_order(draft.pk, actor=ann)

    steps = desk.get(page(order)).context["steps"]

    assert [step.state for step in steps] == ["done", "current", *["todo"] * 6]
    assert steps[0].meta == "Ann · round 2"
    assert steps[1].meta == "round 2"


@pytest.mark.django_db
def test_a_rejected_order_stops_its_stepper_where_it_ended(desk, ann, draft):
    cancel_order(draft.pk, actor=ann, reason="x")

    steps = desk.get(page(draft)).context["steps"]

    assert [step.state for step in steps] == ["late", *["todo"] * 7]
    assert steps[0].meta == "Cancelled"


@pytest.mark.django_db
def test_who_holds_it_is_said_in_one_sentence(desk, draft):
    html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(page(draft)).content.decode()))

    assert "Now with Ann" in html


@pytest.mark.django_db
def test_every_submitted_round_is_kept_with_its_total(desk, ann, draft, quiet):
    submit_order(draft.pk, actor=ann)
    recall_order(draft.pk, actor=ann)
    order = submit_order(draft.pk, actor=ann)

    shown = desk.get(page(order)).context["revisions"]

    assert [(one["revision"].number, one["revision"].round) for one in shown] == [(1, 2), (1, 1)]


@pytest.mark.django_db
def test_the_page_stays_within_its_budget_alone_and_with_every_panel(desk, ann, draft, settings):
    order = submit_order(draft.pk, actor=ann)
    desk.get(page(order))

    with counted("orders.order.full", budget=25):
        desk.get(page(order))
    settings.PANELS = "tests.orders.quiet.PANELS"
    with counted("orders.order", budget=14):
        desk.get(page(order))


@pytest.mark.django_db
def test_an_approved_order_offers_confirm_first(desk, ann, draft, quiet):
    submit_order(draft.pk, actor=ann)
    order = approve_order(draft.pk)

    buttons = desk.get(page(order)).context["buttons"]

    assert [button.url.split("/")[-2] for button in buttons if button.primary] == ["confirm"]


@pytest.mark.django_db
def test_an_order_without_a_stage_clock_still_shows_its_steps(desk, draft):
    """History may come without one."""
    assert [step.state for step in stepper(draft, [], clock.now())] == ["current", *["todo"] * 7]
