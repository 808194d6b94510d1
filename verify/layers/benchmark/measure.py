#!/usr/bin/env python3
"""Times levitate-dependency-check against reading every file once, and its start-up; prints ratios."""
import os
import resource
import subprocess
import sys
import time

RUNS = 9


def run(command):
    """Seconds on the clock, and on the processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    elapsed = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status not in (0, 1):
        sys.exit(f"{command[0]} ends with status {status}")
    return elapsed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    build, tree = sys.argv[1:3]
    cores = str(len(os.sched_getaffinity(0)))
    commands = {
        "read every file once": [f"{build}/tests/layers-read-all", tree, cores],
        "dependency-check": [f"{build}/bin/levitate-dependency-check", "--policy", f"{tree}/layers.json", "-q"],
        "dependency-check --version": [f"{build}/bin/levitate-dependency-check", "--version"],
    }
    best = {name: [float("inf"), float("inf")] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            for i, seconds in enumerate(run(command)):
                best[name][i] = min(best[name][i], seconds)
    base = best["read every file once"]
    print(f"{'best of ' + str(RUNS):28} {'clock ms':>9} {'ratio':>6} {'CPU ms':>9} {'ratio':>6}   ({cores} cores)")
    for name, (clock, processor) in best.items():
        print(f"{name:28} {clock * 1000:9.1f} {clock / base[0]:6.2f} {processor * 1000:9.1f} {processor / base[1]:6.2f}")
    print("goal: at most 1.5 times reading on the clock, start-up under 5 ms")


main()
