"""Tests of the year generator."""
