"""What Planner is built of: the lock files read, held against known advisories, and written down as a bill of materials."""
