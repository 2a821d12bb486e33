"""All of posters: importing this adds every view to the blueprint."""

import blueprints.posters.poster_views
import blueprints.posters.print_views  # noqa: F401
from blueprints.posters.views import bp

__all__ = ["bp"]
