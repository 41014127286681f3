"""Threats, each under its number in docs/security.md."""
