"""The steps of the set-up, each knowing when it has nothing to do."""
