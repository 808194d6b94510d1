#!/usr/bin/env python3
"""Seeds defects into a copy of a tree, one at a time, builds it, boots it, and says which were caught.

usage: run.py MUTANTS.json --verifier PROGRAM [--only NAME]... [--json FILE] [--jobs N]

MUTANTS.json names the tree, its CMake preset, the kernel in the build folder, the scenarios that must
fail, and the defects as exact replacements. A mutant is caught when a scenario's verdict is a failure
of the kernel or of a test (an environment failure proves nothing and is tried again by the verifier).
Exit status: 0 all caught, 1 some survived, 2 the mutants do not fit the tree, 4 the environment.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mutants")
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--json")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    home = os.path.dirname(os.path.abspath(options.mutants))
    with open(options.mutants, encoding="utf-8") as file:
        plan = json.load(file)
    mutants = [one for one in plan["mutants"] if not options.only or one["name"] in options.only]
    if not mutants:
        fail(2, "no such mutant")
    rows, survivors = [], 0
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
                verdict, cause, reason = boot(options.verifier, scenario, kernel)
                if verdict in ("kernel-failed", "test-failed"):
                    break
            caught = verdict in ("kernel-failed", "test-failed")
            survivors += not caught
            rows.append({"name": mutant["name"], "why": mutant["why"], "caught": caught, "verdict": verdict,
                         "cause": cause, "reason": reason})
            print(f"{'caught  ' if caught else 'SURVIVED'}  {mutant['name']:34} {cause}: {reason[:160]}", flush=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(original)
    print(f"{len(rows) - survivors} of {len(rows)} defects were caught")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"schema": 1, "mutants": rows}, file, indent=2)
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
