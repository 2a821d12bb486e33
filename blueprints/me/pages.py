"""All of one's own account: importing this adds every view to the blueprint."""

import blueprints.me.device_views
import blueprints.me.factor_views
import blueprints.me.notice_views  # noqa: F401 - importing these modules adds their views.
from blueprints.me.views import bp

__all__ = ["bp"]
