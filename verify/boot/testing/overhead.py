"""Compares a boot by the verifier with the bare QEMU command, up to the same line of output.

The bare command is the verifier's own (from its report), with its disks ready made and its serial line on
a pipe. Both are timed from the start of the program to the moment at which LINE can be read from it, by
turns, so that a busy host disturbs both alike; the best of each is compared, since a host only ever adds.
Exit status 1 when the verifier takes more than the percentage allowed longer.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def seconds_to(line, arguments, stream):
    """Seconds from the start of the program until `line` came out of `stream`."""
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: subprocess.PIPE}
    begin = time.monotonic()
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, **pipes)
    text, taken = b"", None
    while taken is None:
        part = os.read(getattr(process, stream).fileno(), 65536)
        if not part:
            sys.exit(f"'{line}' did not come from {arguments[0]}: {text[-500:]!r}")
        text += part
        if line.encode() in text:
            taken = time.monotonic() - begin
    process.terminate()
    process.communicate()
    return taken


def size_of(text):
    units = {"K": 10, "M": 20, "G": 30}
    return int(text[:-1]) << units[text[-1]] if str(text)[-1] in units else int(text)


def make_disk(disk, path):
    with open(path, "wb") as file:
        file.truncate(size_of(disk["size"]))
        for part in disk.get("contents", []):
            file.seek(size_of(part.get("offset", 0)))
            file.write(part.get("text", "").encode())
    if disk.get("filesystem", "").startswith("fat"):
        subprocess.run(["mkfs.fat", "-F", disk["filesystem"][3:], path], check=True, stdout=subprocess.DEVNULL)


def bare_command(arguments, scenario, folder):
    """The verifier's command without what is the verifier's."""
    result, at = [arguments[0]], 1
    while at < len(arguments):
        name, value = arguments[at], arguments[at + 1] if at + 1 < len(arguments) else ""
        first = value.split(",")[0]
        if name in ("-mon", "-D", "-trace") or (name == "-chardev" and "levitate-qmp" in value):
            at += 2
        elif name == "-chardev" and first == "socket":
            id = value.split("id=")[1].split(",")[0]
            kind = "stdio,signal=off" if id == "levitate-serial" else "null"
            result += [name, f"{kind},id={id}"]
            at += 2
        elif name == "-netdev" and first == "dgram":
            result += [name, f"hubport,hubid=1,id={value.split('id=')[1].split(',')[0]}"]
            at += 2
        elif name == "-object" and first == "rng-random":
            path = os.path.join(folder, "random")
            with open(path, "wb") as file:
                file.write(os.urandom(65536))
            result += [name, f"rng-random,id={value.split('id=')[1].split(',')[0]},filename={path}"]
            at += 2
        elif name == "-drive":
            id = value.split("id=")[1].split(",")[0]
            path = os.path.join(folder, id)
            make_disk(next(disk for disk in scenario["disks"] if disk["id"] == id), path)
            result += [name, f"if=none,id={id},format=raw,file={path}"]
            at += 2
        elif name == "-S":
            at += 1
        else:
            result.append(name)
            at += 1
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verifier")
    parser.add_argument("scenario")
    parser.add_argument("kernel")
    parser.add_argument("line")
    parser.add_argument("--most", type=float, default=5.0, help="percent (default 5)")
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--set", action="append", default=[])
    options = parser.parse_args()
    scenario, line, most = options.scenario, options.line, options.most
    verify = [options.verifier, scenario, "--kernel", options.kernel]
    for setting in options.set:
        verify += ["--set", setting]
    done = subprocess.run(verify + ["--format", "json"], capture_output=True, text=True)
    report = json.loads(done.stdout)
    if report["verdict"] != "passed":
        sys.exit(report["reason"])
    with open(scenario, encoding="utf-8") as file:
        description = json.load(file)
    plain, verified = [], []
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_command(report["attempts"][-1]["argv"], description, folder)
        for _ in range(options.rounds):
            plain.append(seconds_to(line, bare, "stdout"))
            verified.append(seconds_to(line, verify + ["--verbose"], "stderr"))
    for name, times in ((f"bare QEMU to '{line}'", plain), ("verified, to the same line", verified)):
        print(f"{name:44} best {min(times) * 1000:7.1f} ms   median {statistics.median(times) * 1000:7.1f} ms")
    percent = (min(verified) / min(plain) - 1) * 100
    print(f"{'verification adds':44}      {(min(verified) - min(plain)) * 1000:7.1f} ms   {percent:.1f} %"
          f" (goal: at most {most:g} %)   whole boot verified in {report['seconds']:.2f} s")
    sys.exit(1 if percent > most else 0)


main()
