"""Keeping the company's calendar: files of days, comparing, editing."""
