"""Every page of tips: importing this module puts them all on the blueprint."""

import blueprints.tips.apart_views
import blueprints.tips.bank_views
import blueprints.tips.board_views
import blueprints.tips.call_views
import blueprints.tips.case_file_views
import blueprints.tips.case_handing_views
import blueprints.tips.case_views
import blueprints.tips.contact_views
import blueprints.tips.entry_views
import blueprints.tips.handling_views
import blueprints.tips.hold_views
import blueprints.tips.inbox_views
import blueprints.tips.judging_views
import blueprints.tips.law_views
import blueprints.tips.links_views
import blueprints.tips.looks_views
import blueprints.tips.passing_views
import blueprints.tips.photo_views
import blueprints.tips.picking_views
import blueprints.tips.reading_views
import blueprints.tips.slip_views
import blueprints.tips.talk_views
import blueprints.tips.trace_views  # noqa: F401 - importing these modules adds their views.
from blueprints.tips.views import bp

__all__ = ["bp"]
