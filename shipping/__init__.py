"""What leaves the house: shipments picked by scan, dispatched, and delivered."""
