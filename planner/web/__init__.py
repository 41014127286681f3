"""Browsers: a blueprint per thing. The registry below is the one place where a new one is named."""

from planner.web import accounts, feed_files, feeds, health

BLUEPRINTS = (accounts.blueprint, health.blueprint, feeds.blueprint, feed_files.blueprint)
