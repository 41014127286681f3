"""Browsers: a blueprint per thing. The registry below is the one place where a new one is named."""

from planner.web import accounts, health

BLUEPRINTS = (accounts.blueprint, health.blueprint)
