"""Events in, text/calendar out: one VEVENT an occurrence, in UTC, rendered when it changes and joined when it is asked for."""
