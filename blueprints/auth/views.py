"""Signing in and out, the PIN, enrolling a phone."""

from flask import Blueprint

bp = Blueprint("auth", __name__)
