"""What is enclosed with a message as it leaves, by the first word of what it is about.

`text(about, person)` gives the words that are sent instead of those that are kept, or None. They may hold
a key to a page that is the person's alone, which is why they are written at the last moment and kept nowhere.
"""

from approvals.services.lettering import task_letter

ENCLOSURES = {
    "task": task_letter,
}
