"""A mapping is checked whole before a row is read, and files that belong together are joined."""

from decimal import Decimal

import pytest
from django.utils import translation

from core.refusal import Refused
from customers.models import Address, Contact, Customer
from orders.importing import mapping
from orders.models import Order
from tests.imports.builders import make_file, make_map, reasons_of, rehearse, row, take

JOINED = """
source = "shop"
currency = "EUR"
null = ["NULL"]
rows = "lines.csv"

[join.heads]
file = "heads.csv"
key = "No"
on = "No"

[join.people]
file = "people.csv"
key = "Id"
on = "heads.Client"

[columns]
number = "No"
placed = "heads.Date"
shipped = "heads.Left"
customer = "heads.Client"
customer_name = "people.Name"
product = "Code"
quantity = "Qty"
price = "Price"
ship_to = ["heads.Street", "heads.Town"]

[customer]
contact = "people.Contact"
street = "people.Street"

[prefix]
number = "X-"
customer = "X-"
product = "X-"
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("source = ", "Invalid value"),
        ("currency = 'CNY'", "the entry columns is missing"),
        ("source = 's'\ncurrency = 'CNY'\n[columns]\nnumber = 'No'", "the entry placed is missing"),
    ],
)
def test_a_wrong_mapping_is_refused_with_the_name_of_its_entry(tmp_path, text, why):
    path = tmp_path / "wrong.toml"
    path.write_text(text)

    with translation.override("en"), pytest.raises(Refused) as refused:
        mapping.load(path)

    assert str(refused.value).startswith("The mapping wrong.toml cannot be used: ") and why in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"settings": 'discount = "much"'},
        {"columns": 'colour = "Red"'},
        {"customer": 'missing = "guess"'},
        {"customer": 'missing = "walk-in"'},
        {"more": '[[refuse]]\ncolumn = "No"\nmatches = "("\nreason = "x"'},
        {"more": '[join.other]\nfile = "x.csv"'},
    ],
)
def test_an_entry_nobody_knows_is_refused(tmp_path, wrong):
    with pytest.raises(Refused) as refused:
        make_map(tmp_path, **wrong)

    assert refused.value.code == "mapping"


def test_our_own_mappings_are_sound_and_named_for_their_source():
    assert [(found.name, found.source) for found in mapping.bundled()] == [
        ("classicmodels.toml", "classicmodels"),
        ("northwind.toml", "northwind"),
        ("online_retail.toml", "online_retail"),
    ]
    assert mapping.find("northwind") == mapping.find("northwind.toml")


@pytest.fixture
def joined(tmp_path):
    make_file(
        tmp_path,
        "1,2024-03-05,2024-03-09,A,Road 1,NULL",
        "2,2024-04-05,NULL,B,Road 2,Ulm",
        name="heads.csv",
        header="No,Date,Left,Client,Street,Town",
    )
    make_file(tmp_path, "A,Ada Ltd,Ada,Lane 3", name="people.csv", header="Id,Name,Contact,Street")
    make_file(tmp_path, "1,L,2,3.5", "2,L,1,3.5", "3,L,1,3.5", name="lines.csv", header="No,Code,Qty,Price")
    (tmp_path / "joined.toml").write_text(JOINED)
    return mapping.load(tmp_path / "joined.toml")


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["", "lines.csv", "heads.csv"])
def test_files_that_belong_together_are_joined_whichever_is_named(tmp_path, joined, named):
    account = take(tmp_path / named, joined)

    assert reasons_of(account) == {"no matching record in the joined file": 1}
    first, second = Order.objects.select_related("customer").order_by("number")
    assert (first.number, first.customer.code, first.customer.name) == ("X-1", "X-A", "Ada Ltd")
    assert (first.ship_to_text, second.ship_to_text) == ("Road 1", "Road 2, Ulm")
    assert (first.shipped_at.astimezone().day, second.shipped_at) == (9, None)
    assert second.customer.name == "shop X-B"
    assert Customer.objects.count() == 2
    assert Contact.objects.get().name == "Ada" and Address.objects.get().street == "Lane 3"


@pytest.mark.django_db
def test_a_joined_file_that_is_missing_is_refused_by_name(tmp_path, joined):
    (tmp_path / "people.csv").unlink()

    with pytest.raises(Refused, match="people.csv"):
        rehearse(tmp_path, joined)


@pytest.mark.django_db
def test_rules_are_asked_before_anything_else(tmp_path):
    rule = '[[refuse]]\ncolumn = "Name"\nmatches = "^sample"\nreason = "a sample"'

    account = rehearse(make_file(tmp_path, row(name="sample lamp", qty="-1")), make_map(tmp_path, more=rule))

    assert account.reasons["a sample"]["amount"] == Decimal("-10")
