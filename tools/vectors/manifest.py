#!/usr/bin/env python3
"""The number of cases of every vector file, so that none can lose some unnoticed.

    tools/vectors/manifest.py           writes vectors/manifest.json
    tools/vectors/manifest.py --check   1 where a count differs, a file is missing or not listed, or
                                        vectors/README.md has no row with the file and its count

Cases of a JSON Lines file are its lines; of a JSON file, the elements of its `cases`, or of all its lists.
Of them, `failures` are those that expect one, in themselves, their `expected` or their `result`: `revert`,
`error` or `refused`.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "vectors"
NO_VECTORS = {"manifest.json"}
ROW = re.compile(r"^\| `([\w/.-]+\.jsonl?)` \| ([\d,]+) \|", re.MULTILINE)


def cases(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    value = json.loads(text)
    if "cases" in value:
        return value["cases"]
    return [case for part in value.values() if isinstance(part, list) for case in part]


def is_failure(case):
    if not isinstance(case, dict):
        return False
    expected = case.get("expected", case.get("result"))
    outer = set(case) | (set(expected) if isinstance(expected, dict) else set())
    return bool(outer & {"revert", "error", "refused"})


def counts():
    found = {}
    for path in sorted(VECTORS.rglob("*.json*")):
        if path.name not in NO_VECTORS:
            every = cases(path)
            found[str(path.relative_to(VECTORS))] = {
                "cases": len(every), "failures": sum(map(is_failure, every))}
    return found


def manifest_text(found):
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(count)}" for name, count in found.items())
    total = sum(count["cases"] for count in found.values())
    return f'{{\n"total": {total},\n"files": {{\n{rows}\n}}\n}}\n'


def differences(found):
    stated = json.loads((VECTORS / "manifest.json").read_text(encoding="utf-8"))
    files = stated["files"]
    for name in sorted(set(files) | set(found)):
        if files.get(name) != found.get(name):
            yield f"{name}: expected {files.get(name)}, found {found.get(name)}"
    total = sum(count["cases"] for count in found.values())
    if stated["total"] != total:
        yield f"total: expected {stated['total']}, found {total}"
    readme = (VECTORS / "README.md").read_text(encoding="utf-8")
    rows = {name: int(count.replace(",", "")) for name, count in ROW.findall(readme)}
    for name in sorted(set(rows) | set(found)):
        count = found.get(name, {}).get("cases")
        if rows.get(name) != count:
            yield f"README.md: {name}: expected {rows.get(name)} cases, found {count}"


def main():
    found = counts()
    if sys.argv[1:] == ["--check"]:
        lines = list(differences(found))
        total = sum(count["cases"] for count in found.values())
        print("\n".join(lines) if lines else f"vectors: {len(found)} files, {total} cases, as the manifest says")
        return 1 if lines else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    (VECTORS / "manifest.json").write_text(manifest_text(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
