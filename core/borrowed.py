"""Sentences of Django's admin that its Chinese catalogue lacks; named here, ours has them."""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("Model name"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
)
