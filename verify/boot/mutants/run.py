#!/usr/bin/env python3
"""Seeds defects into a copy of a tree, one at a time, builds it, boots it, and says which were caught.

usage: run.py MUTANTS.json --verifier PROGRAM [--only NAME]... [--report FOLDER] [--jobs N]

MUTANTS.json names the tree, its CMake preset, the kernel in the build folder, the scenarios that must
fail, and the defects as exact replacements. A mutant is caught when a scenario's verdict is a failure
of the kernel or of a test. A failure of the environment (a host without a processor to spare) proves
nothing: it is tried again, and the mutant counts as not judged when that does not help.
The table goes to FOLDER/mutants.json and FOLDER/mutants.html; with --only, other rows of the table stay.
Exit status: 0 all caught, 1 some survived, 2 the mutants do not fit the tree, 4 some were not judged.
"""
import argparse
import html
import json
import os
import shutil
import subprocess
import sys
import tempfile

ATTEMPTS = 3


def fail(status, message):
    print(f"mutants: error: {message}", file=sys.stderr)
    sys.exit(status)


def build(tree, folder, preset, jobs):
    configure = ["cmake", "--preset", preset, "-B", folder]
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        done = subprocess.run(configure, cwd=tree, capture_output=True, text=True)
        if done.returncode:
            return done.stdout + done.stderr
    done = subprocess.run(["cmake", "--build", folder, "-j", str(jobs)], cwd=tree, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else None


def hurried(scenario, deadline, folder):
    """The scenario with the deadlines of the mutants, beside the files it refers to."""
    with open(scenario, encoding="utf-8") as file:
        text = json.load(file)
    text["deadline"] = {**text.get("deadline", {}), **deadline}
    home = os.path.dirname(os.path.abspath(scenario))
    copy = os.path.join(folder, os.path.basename(home))
    if not os.path.isdir(copy):
        shutil.copytree(home, copy)
    path = os.path.join(copy, "hurried-" + os.path.basename(scenario))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(text, file)
    return path


def boot(verifier, scenario, kernel):
    done = subprocess.run([verifier, scenario, "--kernel", kernel, "--format", "json", "-j", "1"],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1, 4) or not done.stdout:
        fail(4, f"the verifier ended with {done.returncode}: {done.stderr}")
    report = json.loads(done.stdout)
    return report["verdict"], report["cause"], report["reason"]


def summary(outcomes):
    return (f"{outcomes.count('caught')} of {len(outcomes)} defects were caught, {outcomes.count('survived')} survived, "
            f"{outcomes.count('not judged')} could not be judged")


def write_report(folder, names, rows):
    """Writes the table, with the rows of an earlier run for mutants that did not run now; all the rows."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "mutants.json")
    table = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            table = {row["name"]: row for row in json.load(file)["mutants"]}
    table.update({row["name"]: row for row in rows})
    rows = [table[name] for name in names if name in table]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"schema": 1, "mutants": rows}, file, indent=2)
    lines = "".join(
        f"<tr class=\"{row['outcome'].split()[0]}\"><td>{row['outcome']}</td>"
        + "".join(f"<td>{html.escape(row[key])}</td>" for key in ("name", "why", "file", "cause", "reason")) + "</tr>\n"
        for row in rows)
    with open(os.path.join(folder, "mutants.html"), "w", encoding="utf-8") as file:
        file.write("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mutants</title><style>"
                   "body{font:15px system-ui;margin:2em}td,th{text-align:left;vertical-align:top;padding:.3em .6em;"
                   "border-bottom:1px solid #ccc}.caught td:first-child{color:#16794c}.survived td:first-child,"
                   ".not td:first-child{color:#b3261e;font-weight:bold}</style></head><body><h1>Mutants</h1><p>"
                   + html.escape(summary([row["outcome"] for row in rows]))
                   + "</p><table><tr><th>outcome</th><th>defect</th><th>what it does</th><th>file</th><th>cause</th>"
                   "<th>reason</th></tr>\n" + lines + "</table></body></html>\n")
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mutants")
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--report")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    home = os.path.dirname(os.path.abspath(options.mutants))
    with open(options.mutants, encoding="utf-8") as file:
        plan = json.load(file)
    mutants = [one for one in plan["mutants"] if not options.only or one["name"] in options.only]
    if not mutants:
        fail(2, "no such mutant")
    rows = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree, output = os.path.join(folder, "tree"), os.path.join(folder, "build")
        source = os.path.normpath(os.path.join(home, plan["tree"]))
        shutil.copytree(source, tree, ignore=shutil.ignore_patterns("build", ".git"))
        for mutant in mutants:
            with open(os.path.join(tree, mutant["file"]), encoding="utf-8") as file:
                count = file.read().count(mutant["find"])
            if count != 1:
                fail(2, f"{mutant['name']}: its text stands {count} times in {mutant['file']}")
        scenarios = [hurried(os.path.join(home, one), plan["deadline"], folder) for one in plan["scenarios"]]
        kernel = os.path.join(output, plan["kernel"])
        trouble = build(tree, output, plan["preset"], options.jobs)
        if trouble:
            fail(4, "the tree does not build:\n" + trouble)
        for scenario in scenarios:
            verdict, cause, reason = boot(options.verifier, scenario, kernel)
            if verdict != "passed":
                fail(4, f"the tree without a defect does not pass: {cause}: {reason}")
        for mutant in mutants:
            path = os.path.join(tree, mutant["file"])
            with open(path, encoding="utf-8") as file:
                original = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(original.replace(mutant["find"], mutant["replace"]))
            trouble = build(tree, output, plan["preset"], options.jobs)
            verdict, cause, reason = "not-built", "does not build", (trouble or "")[-2000:]
            for scenario in scenarios if not trouble else []:
                for _ in range(ATTEMPTS):
                    verdict, cause, reason = boot(options.verifier, scenario, kernel)
                    if verdict != "environment-failed":
                        break
                if verdict in ("kernel-failed", "test-failed"):
                    break
            outcome = {"kernel-failed": "caught", "test-failed": "caught", "passed": "survived"}.get(verdict, "not judged")
            rows.append({"name": mutant["name"], "file": mutant["file"], "why": mutant["why"], "outcome": outcome,
                         "verdict": verdict, "cause": cause, "reason": reason})
            print(f"{outcome.upper() if outcome != 'caught' else outcome:10}  {mutant['name']:34} {cause}: {reason[:160]}",
                  flush=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(original)
    if options.report:
        rows = write_report(options.report, [one["name"] for one in plan["mutants"]], rows)
    outcomes = [row["outcome"] for row in rows]
    print(summary(outcomes))
    sys.exit(1 if "survived" in outcomes else 4 if "not judged" in outcomes else 0)


if __name__ == "__main__":
    main()
