"""Which task runs when: the whole beat table."""

from celery.schedules import crontab

MINUTE = 60.0

SCHEDULE: dict[str, dict[str, object]] = {
    "core.sweep_outbox": {"task": "core.sweep_outbox", "schedule": MINUTE},
    "core.anchor_history": {"task": "core.anchor_history", "schedule": crontab(hour=0, minute=10)},
    "core.forget_once_keys": {"task": "core.forget_once_keys", "schedule": crontab(hour=3, minute=40)},
    "notifications.send_waiting": {"task": "notifications.send_waiting", "schedule": MINUTE},
    "orders.refresh_passed": {"task": "orders.refresh_passed", "schedule": crontab(hour=0, minute=20)},
    "orders.expire_quotations": {"task": "orders.expire_quotations", "schedule": crontab(hour=0, minute=30)},
    "orders.warn_running_out": {"task": "orders.warn_running_out", "schedule": crontab(hour=8, minute=10)},
    "orders.remind_cases": {"task": "orders.remind_cases", "schedule": crontab(hour="8-18", minute=20)},
    "orders.open_follow_ups": {"task": "orders.open_follow_ups", "schedule": crontab(hour=7, minute=50)},
    "approvals.remind_overdue": {"task": "approvals.remind_overdue", "schedule": crontab(hour="8-18", minute=5)},
    "approvals.publish_due": {"task": "approvals.publish_due", "schedule": MINUTE},
    "approvals.act_at_limits": {"task": "approvals.act_at_limits", "schedule": crontab(minute=15)},
    "approvals.keep_cover": {"task": "approvals.keep_cover", "schedule": crontab(minute=2)},
    "finance.expire_overrides": {"task": "finance.expire_overrides", "schedule": crontab(hour=0, minute=40)},
    "finance.warn_overdue": {"task": "finance.warn_overdue", "schedule": crontab(hour=8, minute=30)},
    "reports.tell_compliance": {"task": "reports.tell_compliance", "schedule": crontab(hour=8, minute=20)},
    "shipping.ask_carriers": {"task": "shipping.ask_carriers", "schedule": MINUTE},
    "shipping.watch_silence": {"task": "shipping.watch_silence", "schedule": 10 * MINUTE},
    "shipping.warn_late": {"task": "shipping.warn_late", "schedule": crontab(hour=8, minute=0)},
    "inventory.retire_expired": {"task": "inventory.retire_expired", "schedule": crontab(hour=0, minute=5)},
    "inventory.work_out_pace": {"task": "inventory.work_out_pace", "schedule": crontab(hour=1, minute=40)},
    "inventory.watch_minimum": {"task": "inventory.watch_minimum", "schedule": 5 * MINUTE},
    "inventory.serve_waiting": {"task": "inventory.serve_waiting", "schedule": 10 * MINUTE},
}
