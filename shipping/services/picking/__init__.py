"""From what is set aside to what is picked: a shipment opened, walked, short, finished or ended."""
