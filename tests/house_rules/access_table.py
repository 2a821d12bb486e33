"""Who may call what: the reviewed table that the authorisation matrix is checked against.

A route that is not in here fails the build. `roles` names who passes the guard; `thing` is what the
address points at, so that the same request can be tried on one's own, a neighbour's and a missing
one; `only` narrows whose things a role may reach: "unit" means people of the thing's own unit.
"""

from dataclasses import dataclass

FIELD = ("officer", "plain", "chief")
"""Whoever logs: an officer, one without the tip right, the chief."""
STAFF = (*FIELD, "supervisor")
TIPS = ("officer", "chief", "supervisor")
EVERYBODY = (*STAFF, "admin")
MANAGERS = ("chief", "supervisor", "admin")


@dataclass(frozen=True)
class Access:
    """One row of the table."""

    roles: tuple[str, ...] = ()
    thing: str = ""
    only: str = "scope"
    public: bool = False
    polled: bool = False
    """A part that refreshes itself: once signed out it answers with nothing at all."""
    also: tuple[str, ...] = ()
    """Outcomes that a rule behind the guard may give to those whom the table lets in."""


PUBLIC = Access(public=True)

TABLE: dict[str, Access] = {
    "public.home": PUBLIC,
    "public.first_aid": PUBLIC,
    "public.favicon": PUBLIC,
    "public.healthz": PUBLIC,
    "public.readyz": PUBLIC,
    "public.leave": PUBLIC,
    "public.privacy": PUBLIC,
    "public.poster_entry": PUBLIC,
    "public.poster": PUBLIC,
    "public.poster_tip": PUBLIC,
    "public.send_poster_tip": PUBLIC,
    "public.receipt": PUBLIC,
    "public.look_up": PUBLIC,
    "public.receipt_shown": PUBLIC,
    "public.claim": PUBLIC,
    "public.tip": PUBLIC,
    "public.send_tip": PUBLIC,
    "auth.show_enrol": PUBLIC,
    "auth.first": PUBLIC,
    "auth.choose": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.enter": PUBLIC,
    "auth.show_sign_out": PUBLIC,
    "auth.sign_out": PUBLIC,
    "auth.held": Access(EVERYBODY, "held", only="self"),
    "auth.drop_held": Access(EVERYBODY, "held", only="self"),
    "auth.pin": Access(EVERYBODY, also=("sign in",)),
    "auth.enter_pin": Access(EVERYBODY),
    "auth.second_factor": Access(EVERYBODY),
    "auth.enter_second_factor": Access(EVERYBODY),
    "home.show": Access(EVERYBODY),
    "home.more": Access(EVERYBODY),
    "home.log": Access(FIELD),
    "home.live": Access(FIELD, polled=True),
    "me.show": Access(EVERYBODY),
    "me.appear": Access(EVERYBODY),
    "me.password": Access(EVERYBODY),
    "me.change_password": Access(EVERYBODY),
    "me.pin": Access(EVERYBODY),
    "me.change_pin": Access(EVERYBODY),
    "me.recovery_codes": Access(EVERYBODY),
    "me.renew_recovery_codes": Access(EVERYBODY),
    "me.end_sign_in": Access(EVERYBODY, also=("absent",)),
    "me.end_other_sign_ins": Access(EVERYBODY),
    "me.totp_setup": Access(EVERYBODY),
    "me.set_totp": Access(EVERYBODY),
    "me.remove_totp": Access(EVERYBODY),
    "me.revoke_phone": Access(EVERYBODY, "phone", only="self"),
    "feed.show": Access(STAFF),
    "feed.live": Access(STAFF, polled=True, also=("absent",)),
    "feed.record": Access(STAFF, "outreach"),
    "feed.mended": Access(FIELD, "outreach", also=("refused",)),
    "feed.review": Access(("supervisor",), "outreach"),
    "outreach.listing": Access(STAFF),
    "outreach.new": Access(FIELD),
    "outreach.create": Access(FIELD),
    "outreach.show": Access(STAFF, "outreach"),
    "outreach.edit": Access(FIELD, "outreach"),
    "outreach.correct": Access(FIELD, "outreach"),
    "outreach.ask_to_withdraw": Access(FIELD, "outreach", also=("refused",)),
    "outreach.withdraw": Access(FIELD, "outreach", also=("refused",)),
    "outreach.join": Access(FIELD, "outreach", also=("missing",)),
    "outreach.keep_apart": Access(FIELD, "outreach", also=("missing",)),
    "outreach.part": Access(FIELD, "outreach"),
    "forums.listing": Access(STAFF),
    "forums.new": Access(FIELD),
    "forums.create": Access(FIELD),
    "forums.show": Access(STAFF, "forum"),
    "forums.edit": Access(FIELD, "forum"),
    "forums.correct": Access(FIELD, "forum"),
    "forums.ask_to_withdraw": Access(FIELD, "forum", also=("refused",)),
    "forums.withdraw": Access(FIELD, "forum", also=("refused",)),
    "forums.join": Access(FIELD, "forum", also=("missing",)),
    "forums.keep_apart": Access(FIELD, "forum", also=("missing",)),
    "forums.part": Access(FIELD, "forum"),
    "forums.ask_for_answer": Access(FIELD, "forum"),
    "forums.answer": Access(FIELD, "forum"),
    "forums.promises": Access(STAFF),
    "media.photo": Access(STAFF, "photo"),
    "media.thumb": Access(STAFF, "photo"),
    "tips.inbox": Access(TIPS),
    "tips.live": Access(TIPS, polled=True, also=("absent",)),
    "tips.new": Access(("officer", "chief")),
    "tips.create": Access(("officer", "chief")),
    "tips.sort_out": Access(TIPS, also=("absent",)),
    "tips.show": Access(TIPS, "tip"),
    "tips.open_from_above": Access(TIPS, "tip"),
    "tips.correct": Access(TIPS, "tip", only="unit"),
    "tips.contact": Access(TIPS, "tip"),
    "tips.answer": Access(TIPS, "tip", only="unit"),
    "tips.set_state": Access(TIPS, "tip", only="unit"),
    "tips.take": Access(TIPS, "tip", only="unit"),
    "tips.slip": Access(("officer", "chief"), "tip", only="unit", also=("absent",)),
    "tips.photo": Access(TIPS, "tip photo"),
    "tips.photo_thumb": Access(TIPS, "tip photo"),
    "tips.photo_original": Access(TIPS, "tip photo", also=("absent",)),
    "posters.listing": Access(STAFF),
    "posters.print_several": Access(STAFF),
    "posters.show": Access(STAFF, "poster"),
    "posters.pdf": Access(STAFF, "poster"),
    "posters.png": Access(STAFF, "poster"),
    "posters.svg": Access(STAFF, "poster"),
    "posters.preview": Access(STAFF, "poster"),
    "posters.new": Access(("chief",)),
    "posters.issue": Access(("chief",)),
    "posters.correct": Access(("chief",), "poster"),
    "posters.replace": Access(("chief",), "poster"),
    "posters.retire": Access(("chief",), "poster"),
    "posters.revoke": Access(("chief",), "poster"),
    "admin.start": Access(MANAGERS),
    "admin.people": Access(MANAGERS),
    "admin.invitation": Access(MANAGERS),
    "admin.invite": Access(MANAGERS),
    "admin.person": Access(MANAGERS, "person"),
    "admin.posting": Access(MANAGERS, "person"),
    "admin.change_posting": Access(MANAGERS, "person"),
    "admin.give_code": Access(MANAGERS, "person"),
    "admin.open_again": Access(MANAGERS, "person"),
    "admin.shut": Access(MANAGERS, "person"),
    "admin.end_sign_in": Access(MANAGERS, "person", also=("absent",)),
    "admin.revoke_phone": Access(MANAGERS, "person and phone"),
    "admin.lists": Access(("admin",)),
    "admin.rows": Access(("admin",), "list"),
    "admin.row": Access(("admin",), "list row"),
    "admin.change_row": Access(("admin",), "list row"),
    "admin.move_row": Access(("admin",), "list row"),
    "admin.new_row": Access(("admin",), "list"),
    "admin.add_row": Access(("admin",), "list"),
    "admin.places": Access(("admin",)),
    "admin.place": Access(("admin",), "place"),
    "admin.wording": Access(("admin",), "place"),
    "admin.correct_place": Access(("admin",), "place"),
    "admin.ask_to_end": Access(("admin",), "place"),
    "admin.end_place": Access(("admin",), "place"),
    "admin.new_hamlet": Access(("admin",), "place"),
    "admin.add_hamlet": Access(("admin",), "place"),
    "admin.reopen_place": Access(("admin",), "place"),
    "admin.settings": Access(("supervisor", "admin")),
    "admin.setting": Access(("admin",), "setting"),
    "admin.change_setting": Access(("admin",), "setting"),
    "admin.period": Access(("supervisor", "admin")),
    "admin.set_period": Access(("supervisor", "admin")),
}
