"""All of signing in: importing this adds every view to the blueprint."""

import blueprints.auth.first_views
import blueprints.auth.held_views
import blueprints.auth.pin_views  # noqa: F401
from blueprints.auth.views import bp

__all__ = ["bp"]
