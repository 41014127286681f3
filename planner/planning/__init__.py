"""The year generator: a problem goes in, a plan comes out. Plain data on both sides; neither the web nor SQL is known here."""
