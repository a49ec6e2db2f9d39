"""All files of own vectors, name and content."""

from ..calculate import calculate_portfolio, calculate_standard
from .adaptive_cases import adaptive_lines
from .arrangement_cases import arrangement_cases
from .book_state_cases import book_lines
from .checkpoint_cases import checkpoint_lines
from .commitment_asset_cases import asset_lines, empty_lines, risk_lines
from .commitment_cases import proof_lines, record_lines, tree_lines
from .explained_cases import compared_lines, explained_lines
from .file_cases import file_lines
from .graduated_cases import penalty_lines, plan_lines
from .incident_cases import incident_files
from .ledger_cases import ledger_files
from .lines import computed_lines
from .log_cases import log_lines
from .map_cases import map_lines
from .policy_cases import policy_lines
from .portfolio_cases import portfolio_cases
from .pricing_cases import pricing_files
from .refused_cases import refused_lines
from .standard_cases import standard_cases
from .storage_cases import log_file_lines
from .state_cases import several_lines, state_lines
from .trace_cases import trace_files
from .transition_cases import transition_files
from .venues import venues_file


def files():
    for name, content in pricing_files():
        yield f"pricing/{name}", content
    yield "portfolio/arrangement.jsonl", computed_lines(arrangement_cases(), calculate_portfolio)
    yield "portfolio/random.jsonl", computed_lines(portfolio_cases(), calculate_portfolio)
    yield "portfolio/refused.jsonl", refused_lines()
    yield "standard/standard.jsonl", computed_lines(standard_cases(), calculate_standard)
    yield "graduated/penalty.jsonl", penalty_lines()
    yield "graduated/plans.jsonl", plan_lines()
    yield "adaptive/rules.jsonl", adaptive_lines()
    yield "explanation/explained.jsonl", explained_lines()
    yield "explanation/compared.jsonl", compared_lines()
    yield "commitment/records.jsonl", record_lines()
    yield "commitment/trees.jsonl", tree_lines()
    yield "commitment/proofs.jsonl", proof_lines()
    yield "commitment/assets.jsonl", asset_lines()
    yield "commitment/risk.jsonl", risk_lines()
    yield "commitment/empty.jsonl", empty_lines()
    yield "commitment/maps.jsonl", map_lines()
    yield "commitment/venues.json", venues_file()
    yield "commitment/policies.jsonl", policy_lines()
    yield "commitment/log.jsonl", log_lines()
    yield "commitment/checkpoints.jsonl", checkpoint_lines()
    yield "commitment/files.jsonl", file_lines()
    yield "commitment/states.jsonl", state_lines()
    yield "commitment/several.jsonl", several_lines()
    yield "commitment/books.jsonl", book_lines()
    yield "storage/logs.jsonl", log_file_lines()
    yield from ledger_files()
    yield from trace_files()
    yield from transition_files()
    yield from incident_files()
