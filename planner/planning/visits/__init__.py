"""Floor visits: who visits whom when, built by need, mended by rule, annealed for cost."""
