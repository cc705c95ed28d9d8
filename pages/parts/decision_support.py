"""Förankring: what carries a decision besides the councils, one part at a time."""

from collections.abc import Callable

import streamlit as st

from pages.parts import (
    support_carrying,
    support_mandates,
    support_meetings,
    support_parts,
    support_press,
    support_referrals,
    support_underlag,
    support_unions,
)
from pages.parts.controls import Context

VIEWS: dict[str, Callable[[Context], None]] = {
    "Remiss": support_referrals.show,
    "Facklig grupp och MBL": support_unions.show,
    "Mandat": support_mandates.show,
    "Presidieträffar": support_meetings.show,
    "Underlag": support_underlag.show,
    "Pressmeddelande": support_press.show,
    "Ansvar": support_parts.show,
    "Genomförande": support_carrying.show,
}


def show(here: Context) -> None:
    """Ask which part, and show it."""
    view = st.segmented_control(
        "Del av förankringen",
        list(VIEWS),
        default=next(iter(VIEWS)),
        required=True,
        key="forankring_vy",
        bind="query-params",
        label_visibility="collapsed",
    )
    VIEWS[str(view)](here)
