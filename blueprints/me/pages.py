"""All of one's own account: importing this adds every view to the blueprint."""

import blueprints.me.device_views
import blueprints.me.factor_views  # noqa: F401
from blueprints.me.views import bp

__all__ = ["bp"]
