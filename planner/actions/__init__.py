"""What people do: one module per act family, one transaction each."""
