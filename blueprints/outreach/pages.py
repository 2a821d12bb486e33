"""Every page of outreach: importing this module puts them all on the blueprint."""

import blueprints.outreach.change_views
import blueprints.outreach.entry_views
import blueprints.outreach.from_photos_views
import blueprints.outreach.joint_views
import blueprints.outreach.several_views  # noqa: F401 - importing these modules adds their views.
from blueprints.outreach.views import bp

__all__ = ["bp"]
