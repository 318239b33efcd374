"""The same form twice is one act; the same key with other content is refused."""

import pytest

from core.once import ReusedKey, claim_notices, once
from core.refusal import Refused

pytestmark = pytest.mark.django_db


def test_f19_the_second_arrival_gets_the_first_answer(ann):
    done = []

    def act():
        done.append(1)
        return "/orders/D-1/"

    answers = [once(ann, "key-1", "body", act) for _again in range(5)]

    assert answers == ["/orders/D-1/"] * 5
    assert done == [1]


def test_f19_the_same_key_with_another_body_is_refused(ann):
    once(ann, "key-1", "body", lambda: "a")

    with pytest.raises(ReusedKey):
        once(ann, "key-1", "other body", lambda: "b")


def test_two_people_may_hold_the_same_key(ann, bo):
    assert once(ann, "key-1", "body", lambda: "a") == "a"
    assert once(bo, "key-1", "body", lambda: "b") == "b"


def test_a_refused_act_leaves_the_key_free_for_another_try(ann):
    def refuse():
        raise Refused("no")

    with pytest.raises(Refused):
        once(ann, "key-1", "body", refuse)

    assert once(ann, "key-1", "body", lambda: "done") == "done"


def test_a_notice_is_claimed_once():
    assert claim_notices(["a", "b"]) == {"a", "b"}
    assert claim_notices(["b", "c"]) == {"c"}
    assert claim_notices([]) == set()
