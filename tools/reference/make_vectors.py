#!/usr/bin/env python3
"""Writes the vectors of the reference: pricing to transitions; always the same bytes.

    make_vectors.py            write the files
    make_vectors.py --check    write nothing; exit 1 if a file would change
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reference.making.files import files  # noqa: E402

VECTORS = Path(__file__).resolve().parent.parent.parent / "vectors"


def main():
    changed = False
    for name, content in files():
        path = VECTORS / name
        same = path.is_file() and path.read_bytes() == content.encode()
        changed = changed or not same
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
        print(f"{name}: {len(content.encode())} bytes{'' if same else ', changed'}")
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
