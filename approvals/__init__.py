"""Approvals: who has to be asked before something goes on, and what they said."""
