"""QR posters: issue, print, retire."""

from flask import Blueprint

bp = Blueprint("posters", __name__, url_prefix="/posters")
