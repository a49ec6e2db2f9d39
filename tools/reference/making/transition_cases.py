"""Own traces of the state machine (JS-15): directed ones and random ones."""

from . import (
    transition_adaptive, transition_auctions, transition_breakers, transition_cash, transition_corrected,
    transition_corrected_auctions, transition_corrected_cash, transition_grace, transition_managed, transition_managers,
    transition_markets, transition_pauses, transition_random, transition_random_adaptive, transition_random_corrected,
    transition_random_waterfall, transition_recovered, transition_reductions, transition_trades, transition_waterfall,
)


def transition_files():
    makers = (
        transition_trades, transition_cash, transition_markets, transition_managers, transition_auctions,
        transition_random, transition_corrected, transition_corrected_cash, transition_corrected_auctions,
        transition_managed, transition_random_corrected, transition_waterfall, transition_breakers,
        transition_pauses, transition_recovered, transition_random_waterfall,
        transition_adaptive, transition_grace, transition_random_adaptive, transition_reductions)
    for module in makers:
        for make in module.SCENES:
            scene = make()
            yield f"transitions/{scene.name}.json", scene.text()
