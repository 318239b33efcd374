"""What a scan meets, counts and becomes, whatever task it is made for."""
