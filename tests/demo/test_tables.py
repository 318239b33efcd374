"""Demo tables: enough of everything, each number well-formed, nothing twice, both languages."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from core.roles import EVERY_ROLE
from demo.tables.customers import CUSTOMERS, TERMS
from demo.tables.people import DEPARTMENTS, PEOPLE
from demo.tables.places import BY_CITY, PLACES
from demo.tables.prices import CUSTOMER_LISTS, RATES, TIER_LISTS
from demo.tables.products import CATEGORIES, PRODUCTS, UNITS

HAN = re.compile(r"[\u4e00-\u9fff]")
CREDIT_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Written down again from the postal system, so that a slip in the table of places shows.
POSTCODES = {
    "北京": "10",
    "天津": "30",
    "上海": "20",
    "重庆": "40",
    "沈阳": "110",
    "长春": "130",
    "哈尔滨": "150",
    "南京": "21",
    "苏州": "215",
    "无锡": "214",
    "杭州": "31",
    "宁波": "315",
    "合肥": "23",
    "厦门": "361",
    "南昌": "330",
    "济南": "250",
    "青岛": "266",
    "郑州": "450",
    "武汉": "430",
    "长沙": "410",
    "广州": "51",
    "深圳": "518",
    "东莞": "523",
    "佛山": "528",
    "成都": "610",
    "贵阳": "550",
    "昆明": "650",
    "西安": "710",
    "兰州": "730",
    "银川": "750",
    "乌鲁木齐": "830",
}


def doubled(values) -> list:
    return [value for value, times in Counter(values).items() if times > 1]


def steps(numbers: list[int]) -> list[int]:
    return [b - a for a, b in zip(numbers, numbers[1:], strict=False)]


def ean13_is_valid(barcode: str) -> bool:
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(barcode))
    return len(barcode) == 13 and weighed % 10 == 0


def credit_code_is_valid(code: str) -> bool:
    """GB 32100: 17 characters by powers of 3 modulo 31, then the character that makes up 31."""
    total = sum(CREDIT_CODE.index(character) * pow(3, place, 31) for place, character in enumerate(code[:17]))
    return len(code) == 18 and code[17] == CREDIT_CODE[-total % 31]


def organisation_code_is_valid(code: str) -> bool:
    """GB 11714: eight characters by fixed weights modulo 11, then 0-9 or X."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(ORGANISATION_CODE.index(c) * weight for c, weight in zip(code[:8], weights, strict=True))
    return code[8] == "0123456789X"[-total % 11]


def test_the_company_has_its_size():
    assert (len(PRODUCTS), len(CUSTOMERS), len(PEOPLE)) == (200, 120, 16)


def test_the_check_digits_of_known_numbers_are_recognised():
    assert ean13_is_valid("4006381333931")
    assert not ean13_is_valid("4006381333932")
    assert credit_code_is_valid("91350100M000100Y43")
    assert not credit_code_is_valid("91350100M000100Y44")
    assert organisation_code_is_valid("D2143569X")


@pytest.mark.parametrize("field", ["code", "name", "name_en", "barcode"])
def test_no_two_products_share(field):
    assert doubled(getattr(product, field) for product in PRODUCTS) == []


@pytest.mark.parametrize("field", ["code", "name", "name_en", "short_name", "contact", "phone", "email", "street"])
def test_no_two_customers_share(field):
    assert doubled(getattr(customer, field) for customer in CUSTOMERS) == []


@pytest.mark.parametrize("field", ["username", "name", "name_en", "phone"])
def test_no_two_people_share(field):
    assert doubled(getattr(person, field) for person in PEOPLE) == []


def test_barcodes_are_valid_and_from_the_in_store_range():
    assert [p.barcode for p in PRODUCTS if not ean13_is_valid(p.barcode) or p.barcode[0] != "2"] == []


def test_prices_leave_a_margin_above_cost_and_room_above_the_floor():
    assert [p.code for p in PRODUCTS if not 0 < p.cost < p.floor_price < p.list_price] == []


def test_prices_have_at_most_two_decimals():
    assert [p.code for p in PRODUCTS if p.list_price.as_tuple().exponent < -2] == []


def test_all_goods_carry_the_standard_rate():
    assert {product.tax_percent for product in PRODUCTS} == {Decimal(13)}


def test_units_and_shelves_named_by_products_are_exactly_those_there_are():
    assert {product.unit for product in PRODUCTS} == {unit.code for unit in UNITS}
    assert {product.category for product in PRODUCTS} == {category.code for category in CATEGORIES}


def test_minimum_stock_fits_the_step_of_the_unit():
    step = {unit.code: unit.step for unit in UNITS}

    assert [p.code for p in PRODUCTS if p.min_stock <= 0 or p.min_stock % step[p.unit]] == []


@pytest.mark.parametrize("table", [PRODUCTS, CUSTOMERS, PEOPLE, DEPARTMENTS, UNITS, CATEGORIES, TERMS])
def test_both_languages_are_there(table):
    assert [row.name for row in table if not HAN.search(row.name)] == []
    assert [row.name_en for row in table if HAN.search(row.name_en)] == []
    assert [row.name for row in table if not row.name_en] == []


def test_tax_ids_at_home_are_well_formed_and_open_with_the_area_of_the_city():
    home = [customer for customer in CUSTOMERS if not BY_CITY[customer.city].country]

    assert [c.tax_id for c in home if not credit_code_is_valid(c.tax_id)] == []
    assert [c.tax_id for c in home if not organisation_code_is_valid(c.tax_id[8:17])] == []
    assert [c.tax_id for c in home if c.tax_id[:8] != "91" + BY_CITY[c.city].area_code] == []
    assert doubled(customer.tax_id for customer in home) == []


def test_six_customers_are_abroad_and_have_no_chinese_tax_id():
    abroad = [customer for customer in CUSTOMERS if BY_CITY[customer.city].country]

    assert len(abroad) == 6
    assert {customer.tax_id for customer in abroad} == {""}


def test_postcodes_fit_their_cities():
    assert [c.city for c in CUSTOMERS if not c.postcode.startswith(BY_CITY[c.city].postcode_prefix)] == []
    assert [c.city for c in CUSTOMERS if c.city in POSTCODES and not c.postcode.startswith(POSTCODES[c.city])] == []
    assert [c.postcode for c in CUSTOMERS if c.tax_id and not re.fullmatch(r"\d{6}", c.postcode)] == []


def test_every_place_is_used_and_every_city_known():
    assert {place.city for place in PLACES} == {customer.city for customer in CUSTOMERS}


def test_phones_are_well_formed_and_plainly_invented():
    mobile = re.compile(r"1[3-9]\d 0000 \d{4}")

    assert [c.phone for c in CUSTOMERS if c.tax_id and not mobile.fullmatch(c.phone)] == []
    assert [p.phone for p in PEOPLE if not mobile.fullmatch(p.phone)] == []
    assert [c.phone for c in CUSTOMERS if "000" not in c.phone] == []


def test_mail_goes_to_the_reserved_domain():
    assert {c.email.split("@")[1] for c in [*CUSTOMERS, *PEOPLE]} == {"example.com"}


def test_customer_codes_do_not_count_up():
    numbers = [int(customer.code[1:]) for customer in CUSTOMERS]

    assert 1 not in steps(numbers)


def test_tiers_terms_and_limits_go_together():
    assert Counter(c.tier for c in CUSTOMERS).keys() == {"key", "core", "standard", "new"}
    assert {c.term for c in CUSTOMERS} == {term.code for term in TERMS}
    assert [c.name for c in CUSTOMERS if (c.term == "prepaid") != (c.credit_limit == 0)] == []


def test_every_role_is_held_and_has_one_card_at_most():
    assert {person.role for person in PEOPLE} == set(EVERY_ROLE)
    assert doubled(person.role for person in PEOPLE if person.card) == []
    assert {person.role for person in PEOPLE if person.card} == set(EVERY_ROLE)


def test_managers_and_departments_are_known_and_lead_to_one_head():
    manager = {person.username: person.manager for person in PEOPLE}
    parent = {department.code: department.parent for department in DEPARTMENTS}

    assert [name for name, above in manager.items() if not above] == ["fu.mingyuan"]
    assert set(manager.values()) - {""} <= set(manager)
    assert set(parent.values()) - {""} <= set(parent)
    assert {person.department for person in PEOPLE} <= set(parent)


def test_every_region_has_somebody_who_sells():
    assert {place.region for place in PLACES} == {p.region for p in PEOPLE if p.region} == {"north", "east", "south"}


def test_lists_name_goods_and_customers_there_are_and_each_tier_once():
    codes, buyers = {product.code for product in PRODUCTS}, {customer.code for customer in CUSTOMERS}

    assert {code for own in CUSTOMER_LISTS for code in own.prices} <= codes
    assert {code for row in TIER_LISTS for code in row.only} <= codes
    assert {own.customer for own in CUSTOMER_LISTS} <= buyers
    assert doubled(row.name for row in [*TIER_LISTS, *CUSTOMER_LISTS]) == []
    assert doubled(row.tier for row in TIER_LISTS) == []


def test_more_costs_less_a_piece_and_never_less_than_the_floor():
    goods = {product.code: product for product in PRODUCTS}
    dollar = Decimal(RATES["USD"][-1][1])

    for own in CUSTOMER_LISTS:
        for code, steps in own.prices.items():
            starts, prices = zip(*[(start, Decimal(price)) for start, price in steps], strict=True)
            assert list(starts) == sorted(set(starts)) and list(prices) == sorted(prices, reverse=True), code
            net = prices[-1] * (dollar if own.currency == "USD" else 1) / (Decimal("1.13") if own.inclusive else 1)
            assert net > goods[code].floor_price, (own.name, code)


def test_lists_show_steps_tax_foreign_money_and_one_that_is_over():
    over = [own.name for own in CUSTOMER_LISTS if own.until is not None and own.until < 0]

    assert (len(over), [own.inclusive for own in CUSTOMER_LISTS].count(True)) == (1, 1)
    assert {own.currency for own in CUSTOMER_LISTS} == {"CNY", "USD"} and {"USD"} <= set(RATES)
