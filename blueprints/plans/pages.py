"""Every page of plans: importing this module puts them all on the blueprint."""

import blueprints.plans.act_views
import blueprints.plans.entry_views  # noqa: F401 - importing these modules adds their views.
from blueprints.plans.views import bp

__all__ = ["bp"]
