"""The officer's first screen."""

from flask import Blueprint

bp = Blueprint("home", __name__)
