"""Every page of forums: importing this module puts them all on the blueprint."""

import blueprints.forums.change_views
import blueprints.forums.entry_views
import blueprints.forums.joint_views
import blueprints.forums.last_time
import blueprints.forums.live_end_views
import blueprints.forums.live_tip_views
import blueprints.forums.live_views
import blueprints.forums.minutes_views
import blueprints.forums.opinion_views
import blueprints.forums.promise_views  # noqa: F401 - importing these modules adds their views.
from blueprints.forums.views import bp

__all__ = ["bp"]
