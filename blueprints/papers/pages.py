"""All of papers: importing this adds every view to the blueprint."""

import blueprints.papers.form_views
import blueprints.papers.paper_views
import blueprints.papers.register_views  # noqa: F401
from blueprints.papers.views import bp

__all__ = ["bp"]
