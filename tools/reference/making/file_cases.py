"""vectors/commitment/files.jsonl: proof files of every kind (PF-14)."""

from types import SimpleNamespace

from .checkpoint_file_cases import checkpoint_files, evidence_files, extension_files, remembered_files
from .file_lines import Files
from .form_file_cases import form_files
from .ledger_file_cases import ledger_files
from .margin_file_cases import margin_files
from .sample_state import State, two_markets, two_sources
from .solvency_file_cases import owed_cash_files, solvency_files
from .tree_file_cases import accounts_files, assets_files, emptiness_files, inclusion_files, shape_files


def file_lines():
    files = Files()
    plain = State("plain", two_markets(), two_sources())
    files.add("a checkpoint alone", "checkpoint", "plain", plain.file("checkpoint", SimpleNamespace()))
    for cases in (inclusion_files, accounts_files, emptiness_files, assets_files):
        cases(files, plain)
    shape_files(files)
    solvency_files(files, plain)
    margin_files(files, plain)
    remembered_files(files, plain)
    checkpoint_files(files)
    extension_files(files)
    evidence_files(files)
    form_files(files, plain)
    owed_cash_files(files, plain)
    ledger_files(files, plain)
    return files.text()
