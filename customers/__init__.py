"""Who buys: customers, contacts, addresses, tiers, terms."""
