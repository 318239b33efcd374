"""What is sold: products, units, barcodes, prices, tax."""
