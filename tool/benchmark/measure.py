#!/usr/bin/env python3
"""Times levitate-migrate against Clang on a tree that generate.py wrote: MIGRATE FOLDER.

Each ratio is of times on the clock in this run, of commands that run one after the other on an otherwise
idle machine; beside it stands the ratio of processor times, which other work disturbs less. Ends with
status 1 when a goal is missed (LEVITATE_BENCH_STRICT=0: only says so).
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

CORES = len(os.sched_getaffinity(0))


class Run:
    """Seconds on the clock, on the processors, and the peak memory of a command."""

    def __init__(self, command, statuses=(0,), cores=CORES):
        start = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores]))
        self.output = self.process.stdout.read()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.clock = time.perf_counter() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        if os.waitstatus_to_exitcode(status) not in statuses:
            sys.exit(f"{' '.join(command[:4])} ... ends with {os.waitstatus_to_exitcode(status)}:\n{self.output[-2000:]}")


def parse(folder, files):
    """Clang alone over these files, on all cores."""
    listed = "\0".join(str(folder / "tree" / file) for file in files)
    command = f"xargs -0 -n 1 -P {CORES} clang++-19 -std=c++20 -I{folder}/tree -fsyntax-only < {folder}/list"
    (folder / "list").write_text(listed)
    return Run(["sh", "-c", command])


class Table:
    def __init__(self):
        self.missed = False
        print(f"{'':62} {'clock':>7} {'CPU':>7}   goal    ({CORES} cores)")

    def ratio(self, what, run, other, goal, least=False):
        clock, processor = run.clock / other.clock, run.processor / max(other.processor, 1e-9)
        self.line(what, f"{clock:7.3f} {processor:7.3f}", goal, clock >= goal if least else clock <= goal, least)

    def line(self, what, figures, goal, good, least=False):
        self.missed |= not good
        print(f"{what:62} {figures:>15}   {'>=' if least else '<='} {goal:g}{'' if good else '  missed'}", flush=True)


def main():
    migrate, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    users = (folder / "users.txt").read_text().split()
    units = [pathlib.Path(one["file"]).relative_to(folder / "tree")
             for one in json.loads((folder / "build/compile_commands.json").read_text())]

    def plan(rules, *more, build="build", cores=CORES):
        return Run([migrate, "plan", str(folder / rules), "-p", str(folder / build), "-v", f"-j{cores}", *more], cores=cores)

    def seconds(run):
        found = re.search(r"(\d+) units parsed, (\d+) checked; ([\d.]+) s for directives, ([\d.]+) s for facts, ([\d.]+) s for the check",
                          run.output)
        return [float(one) for one in found.groups()]

    parse(folder, users[:4])  # the page cache
    whole, concerned = parse(folder, units), parse(folder, users)
    move = plan("move.json", "--no-cache")
    parsed, checked, directives, facts, check = seconds(move)
    print(f"{len(units)} units, {len(users)} of them use the class that moves: {int(parsed)} parsed, {int(checked)} checked; "
          f"{directives:.2f} s for directives, {facts:.2f} s for facts, {check:.2f} s for the check")
    print(f"Clang alone: all {whole.clock:.2f} s, the users {concerned.clock:.2f} s; the move {move.clock:.2f} s")
    table = Table()
    table.ratio("class move / parsing the units that use the class", move, concerned, 1.25)
    both = (facts + check) / concerned.clock
    table.line("facts and check / parsing these units once", f"{both:7.3f} {'':7}", 1.8, both <= 1.8)
    rename = plan("rename.json", "--no-cache")
    table.ratio("rename of a leaf / parsing the tree", rename, whole, 0.05)
    first = plan("move.json")
    second = plan("move.json")
    if first.output.split("\n")[:20] != second.output.split("\n")[:20]:
        sys.exit("the second run says something else than the first")
    table.ratio("second run of the class move / first", second, first, 0.1)
    table.line("peak memory of the class move, MiB", f"{move.memory:7.0f} {'':7}", 1536, move.memory <= 1536)
    half = plan("move-half.json", "--no-cache", build="build-half")
    table.line("peak memory / that of half the tree", f"{move.memory / half.memory:7.3f} {'':7}", 1.2, move.memory <= 1.2 * half.memory)
    if CORES > 1:
        one = plan("move.json", "--no-cache", cores=1)
        two = plan("move.json", "--no-cache", cores=2)
        table.line("class move on 1 core / on 2", f"{one.clock / two.clock:7.3f} {'':7}", 1.8, one.clock >= 1.8 * two.clock, True)
    if shutil.which("clang-rename-19"):
        other = Run(["clang-rename-19", "-p", str(folder / "build"), "--qualified-name=core::Registry", "--new-name=Directory",
                     *[str(folder / "tree" / unit) for unit in units]],
                    statuses=(0, 1))  # it fails for every unit that does not see the class
        table.ratio("clang-rename over the tree / class move", other, move, 10, least=True)
    else:
        print("clang-rename over the tree / class move: not measured, for clang-rename-19 (package clang-tools-19) is not installed")
    return 1 if table.missed and os.environ.get("LEVITATE_BENCH_STRICT", "1") != "0" else 0


sys.exit(main())
