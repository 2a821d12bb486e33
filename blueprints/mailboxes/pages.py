"""Every page of boxes and lines: importing this module puts them all on the blueprint."""

import blueprints.mailboxes.box_views
import blueprints.mailboxes.change_views
import blueprints.mailboxes.line_views
import blueprints.mailboxes.opening_views  # noqa: F401 - importing these modules adds their views.
from blueprints.mailboxes.views import bp

__all__ = ["bp"]
