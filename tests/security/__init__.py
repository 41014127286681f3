"""Threats, each under its number in docs/security.md: F feeds, I calendars, M mails, W web, A signing in, Z rights, N input, O outward calls, P operation."""
