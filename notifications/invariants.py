"""What must always hold about messages."""

from core.invariants import Invariant, sql_rows

INVARIANTS = (
    Invariant(
        "I35",
        "Nobody is told the same thing twice through one channel",
        sql_rows(
            "SELECT min(id) FROM notifications_message GROUP BY cause, user_id, channel HAVING count(*) > 1 LIMIT 20"
        ),
    ),
    Invariant(
        "I35",
        "Nobody outside is written to twice for one cause through one channel",
        sql_rows("SELECT min(id) FROM notifications_letter GROUP BY cause, channel HAVING count(*) > 1 LIMIT 20"),
    ),
)
