"""The views of the page Beslut, each put together from its parts."""

from pages.parts import (
    decision_calendar,
    decision_councils,
    decision_round,
    decision_support,
    on_table,
)
from pages.parts.controls import Context


def show_package(here: Context) -> None:
    """Freeze an area, and write what its decision says."""
    on_table.ask_area(here)


def show_councils(here: Context) -> None:
    """Show and enter what each municipality has decided and thinks."""
    decision_councils.show(here)


def show_clock(here: Context) -> None:
    """Show when a common start is possible, from every municipality's dates."""
    decision_calendar.show(here)


def show_documents(here: Context) -> None:
    """Make the documents, and read back what somebody has edited."""


def show_presidium(here: Context) -> None:
    """Show one municipality's presidium what it is asked to decide."""


def show_support(here: Context) -> None:
    """Show remiss, unions, mandates, meetings and basis."""
    decision_support.show(here)


def show_round(here: Context) -> None:
    """Show the round of 2005–2006."""
    decision_round.show(here)
