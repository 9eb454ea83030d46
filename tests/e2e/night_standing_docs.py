#!/usr/bin/python3
"""The examples of docs/standing-orders.md: night_standing_docs.py [BUILD]."""
import os
import sys

import doc_examples as d

if __name__ == "__main__":
    sys.exit(1 if d.tap(os.path.join(d.ROOT, "docs/standing-orders.md"),
                        sys.argv[1] if len(sys.argv) > 1 else
                        os.path.join(d.ROOT, "build/checked")) else 0)
