"""What happened in a supervisor's places."""

from flask import Blueprint

bp = Blueprint("feed", __name__, url_prefix="/feed")
