"""What really kills, stops, cuts and fills. Test names carry the number of the fault; `make faults` plays the long forms."""
