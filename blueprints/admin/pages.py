"""The whole of administration: importing this adds every view to the blueprint."""

import blueprints.admin.day_views
import blueprints.admin.letter_views
import blueprints.admin.limit_views
import blueprints.admin.list_views
import blueprints.admin.pace_views
import blueprints.admin.people_views
import blueprints.admin.person_views
import blueprints.admin.place_views
import blueprints.admin.places_views
import blueprints.admin.settings_views  # noqa: F401
from blueprints.admin.views import bp

__all__ = ["bp"]
