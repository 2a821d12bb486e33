"""One's own account."""

from flask import Blueprint

bp = Blueprint("me", __name__, url_prefix="/me")
