#!/usr/bin/env python3
"""Makes docs/cases.md from the `why` of each case. Run it from anywhere after adding a case."""
import json
import pathlib

cases = pathlib.Path(__file__).resolve().parent
rows = []
for rules in sorted(cases.glob("*/rules.json")):
    why = json.loads(rules.read_text())["why"].replace("|", "\\|")
    result = "done" if (rules.parent / "after").is_dir() else "refused"
    rows.append((f"[{rules.parent.name}](../tool/cases/{rules.parent.name})", why, result))

text = f"""# What the engine does and what it refuses

Each line is a folder of `tool/cases` and a test of `migrate-cases`: a tree before, a rule file, and the tree that must
come out of it byte for byte, or what must be refused and where. Of these {len(rows)} cases,
{sum(row[2] == 'done' for row in rows)} are done and {sum(row[2] == 'refused' for row in rows)} are refused. This page is made by `tool/cases/make-table.py`.

| case | what it shows | |
|---|---|---|
"""
text += "".join(f"| {name} | {why} | {result} |\n" for name, why, result in rows)
(cases.parent.parent / "docs" / "cases.md").write_text(text)
