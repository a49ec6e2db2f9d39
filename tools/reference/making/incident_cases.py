"""Incidents of other venues as traces with claims (JS-16)."""

from . import incident_accounts, incident_market


def incident_files():
    for module in (incident_market, incident_accounts):
        for make in module.SCENES:
            scene = make()
            yield f"incidents/{scene.name}.json", scene.text()
