"""Why a row is refused, and how to mend it: the words of every report."""

from django.utils.translation import gettext_noop as _

DUPLICATE = "duplicate"

# The English words are the keys of the account in JSON; pages and files show them translated.
REASONS = {
    "cells": (_("wrong number of cells"), _("Give the row as many cells as the header line has.")),
    "control": (_("control character in a cell"), _("Delete the invisible character, or type the cell again.")),
    "no_match": (_("no matching record in the joined file"), _("Add the record to the other file.")),
    "no_number": (_("no order number"), _("Fill in the order number.")),
    "no_product": (_("no product code"), _("Fill in the product code.")),
    "no_customer": (_("no customer"), _("Fill in the customer, or let the mapping name a walk-in customer.")),
    "no_date": (_("no date"), _("Fill in the date of the order.")),
    "no_quantity": (_("no quantity"), _("Fill in the quantity.")),
    "no_price": (_("no price"), _("Fill in the price; 0 is allowed.")),
    "long_code": (_("code too long"), _("Shorten the code.")),
    "short_form": (_("code in Excel's short form"), _("Format the column as text and enter the whole code again.")),
    "draft_mark": (_("order number looks like a draft"), _("Give the mapping a prefix for order numbers.")),
    "taken": (_("order number belongs to another order"), _("Give the mapping a prefix for order numbers.")),
    "not_a_number": (_("not a number"), _("Write digits with a decimal point, such as 1234.50.")),
    "scientific": (_("number in scientific notation"), _("Write the number in full; digits may have been lost.")),
    "formula": (_("formula instead of a value"), _("Replace the formula by its value.")),
    "decimals": (_("too many decimals"), _("Round it: quantities and prices keep 4 and 6 decimals, percentages 2.")),
    "large": (_("number too large"), _("Check the number; it is larger than any order.")),
    "negative_quantity": (_("negative quantity"), _("Returns and write-offs are not sales; leave them out.")),
    "zero_quantity": (_("quantity zero"), _("Fill in the quantity sold, or leave the row out.")),
    "negative_price": (_("negative price"), _("Discounts and corrections are not sales; leave them out.")),
    "negative_freight": (_("negative freight"), _("Freight is zero or more.")),
    "discount_range": (_("discount out of range"), _("A discount lies between 0 and 100 percent.")),
    "not_a_date": (_("not a date"), _("Write the date in the form the mapping names.")),
    "serial_date": (_("a day number instead of a date"), _("Format the column as a date and save the file again.")),
    "date_range": (_("date out of range"), _("History lies between 1900 and today.")),
    "ordinal": (_("unreadable line number"), _("Leave the column import_line as the error file gave it.")),
    "two_customers": (
        _("another customer on the same order"),
        _("Give the row the customer of the order's first row."),
    ),
    "too_many_lines": (_("too many lines on one order"), _("Split the order; it holds at most 30,000 lines.")),
    "all_or_nothing": (
        _("not taken because other rows are refused"),
        _("Mend the other rows, or take the good rows."),
    ),
}

# The sentences our own mappings give, so that they too stand in every language.
OF_OUR_MAPPINGS = (_("cancellation invoice"), _("bad debt adjustment"), _("order not finished"))


def label(reason: str) -> str:
    """A reason in English words; a rule of a mapping brings its own."""
    return REASONS[reason][0] if reason in REASONS else reason


def remedy(reason: str) -> str:
    """What the person can do about it."""
    return REASONS[reason][1] if reason in REASONS else _("The mapping leaves such rows out.")
