"""Programs: what people may read in Planner, as JSON under /api/v1, with a token of their own. Nothing here changes anything."""
