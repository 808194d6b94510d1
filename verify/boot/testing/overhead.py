"""Compares a boot by the verifier with the bare QEMU command.

Both are measured from the start of the program to its end, by turns, so that a busy host disturbs both
alike: everything that verifying adds is in the difference (disk images, handshake, checks, the report).
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 15


def bare(kernel, image):
    arguments = ["qemu-system-aarch64", "-machine", "virt,dtb-randomness=off", "-cpu", "cortex-a72", "-m", "128M",
                 "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                 "-global", "virtio-mmio.force-legacy=false", "-semihosting",
                 "-drive", f"if=none,id=disk0,format=raw,file={image}", "-device", "virtio-blk-device,drive=disk0",
                 "-serial", "stdio", "-kernel", kernel, "-append", "fault=none nonce=0123456789abcdef"]
    begin = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    text = b""
    while b"SUCCESS" not in text:
        part = os.read(process.stdout.fileno(), 4096)
        if not part:
            sys.exit("the bare command did not reach the last line")
        text += part
    reached = time.monotonic() - begin
    process.wait()
    return reached, time.monotonic() - begin


def verified(program, scenario, kernel):
    begin = time.monotonic()
    done = subprocess.run([program, scenario, "--kernel", kernel, "--format", "json"], capture_output=True, text=True)
    whole = time.monotonic() - begin
    report = json.loads(done.stdout)
    if report["verdict"] != "passed":
        sys.exit(report["reason"])
    return whole


def main():
    program, scenario, kernel = sys.argv[1:]
    plain, checked = [], []
    with tempfile.TemporaryDirectory() as folder:
        image = os.path.join(folder, "disk.img")
        with open(image, "wb") as file:
            file.truncate(1 << 20)
            file.seek(512)
            file.write(b"from-the-host")
        for _ in range(ROUNDS):  # by turns, so that a busy host disturbs both alike
            plain.append(bare(kernel, image)[1])
            checked.append(verified(program, scenario, kernel))
    for name, times in (("bare QEMU, start to end", plain), ("verified, start to end", checked)):
        print(f"{name:28} best {min(times) * 1000:7.1f} ms   median {statistics.median(times) * 1000:7.1f} ms")
    extra = min(checked) - min(plain)
    print(f"{'verification adds':28}      {extra * 1000:7.1f} ms   ({extra / min(plain) * 100:.1f} % of this shortest of boots)")


main()
