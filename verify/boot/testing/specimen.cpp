// A kernel of one file that behaves as its command line says: well, or in one of the ways in which
// kernels fail. The tests of the verifier boot it; it is the smallest thing that can be wrong in
// every way that a verdict must tell apart.
//
// "fault=NAME nonce=HEX": without a fault it prints its banner and three milestones, writes the
// nonce to the first sector of a VirtIO disk if there is one, and powers off.
#include "specimen.h"

namespace {

using Byte = unsigned char;
using U16 = unsigned short;
using U32 = unsigned int;
using U64 = unsigned long long;

char nonce[64];
char fault[64];

void print(const char *text) {
  for (; *text; ++text) {
    if (*text == '\n')
      put('\r');
    put(*text);
  }
}

void printNumber(U64 value) {
  char digits[24];
  int count = 0;
  do
    digits[count++] = static_cast<char>('0' + static_cast<int>(value % 10));
  while ((value /= 10) != 0);
  while (count > 0)
    put(digits[--count]);
}

bool is(const char *name) {
  const char *a = fault;
  for (; *a && *a == *name; ++a, ++name) {
  }
  return *a == *name;
}

bool startsWith(const char *text, const char *prefix) {
  for (; *prefix; ++text, ++prefix)
    if (*text != *prefix)
      return false;
  return true;
}

// The value behind `key` in the command line.
void option(const char *line, const char *key, char *value, int size) {
  value[0] = 0;
  for (; line && *line; ++line) {
    if (!startsWith(line, key))
      continue;
    const char *from = line;
    while (*key) {
      ++from;
      ++key;
    }
    int length = 0;
    for (; from[length] > ' ' && length + 1 < size; ++length)
      value[length] = from[length];
    value[length] = 0;
    return;
  }
}

// ---- VirtIO block over MMIO, polled, modern devices only (VirtIO 1.2, 4.2 and 5.2)

struct Descriptor {
  U64 address;
  U32 length;
  U16 flags, next;
};
struct Available {
  U16 flags, index, ring[8];
};
struct Used {
  U16 flags, index;
  struct {
    U32 id, length;
  } ring[8];
};

alignas(4096) Descriptor descriptors[8];
alignas(4096) Available available;
alignas(4096) Used used;
alignas(4096) Byte sector[512];
struct {
  U32 type, reserved;
  U64 sector;
} request;
Byte requestStatus;
volatile U32 *device;
U16 submitted;

U32 read(U32 offset) { return device[offset / 4]; }
void write(U32 offset, U32 value) { device[offset / 4] = value; }
void writeAddress(U32 offset, const void *address) {
  const U64 value = reinterpret_cast<U64>(address);
  write(offset, static_cast<U32>(value));
  write(offset + 4, static_cast<U32>(value >> 32));
}

bool findDisk() {
  for (unsigned slot = 0; slot < virtioSlots; ++slot) {
    device = reinterpret_cast<volatile U32 *>(virtioBase + slot * 0x200UL);
    if (read(0) == 0x74726976 && read(4) == 2 && read(8) == 2)
      return true;
  }
  return false;
}

void startDisk() {
  write(0x70, 0);
  write(0x70, 1 | 2);
  write(0x24, 1);
  write(0x20, 1); // VIRTIO_F_VERSION_1
  write(0x24, 0);
  write(0x20, 1U << 9); // VIRTIO_BLK_F_FLUSH
  write(0x70, 1 | 2 | 8);
  write(0x30, 0);
  write(0x38, 8);
  writeAddress(0x80, descriptors);
  writeAddress(0x90, &available);
  writeAddress(0xa0, &used);
  write(0x44, 1);
  write(0x70, 1 | 2 | 4 | 8);
}

// The device's status: 0 is success. `type` is 0 for a read, 1 for a write, 4 for a flush.
int transfer(U32 type, U64 number) {
  request = {type, 0, number};
  requestStatus = 0xFF;
  descriptors[0] = {reinterpret_cast<U64>(&request), 16, 1, 1};
  descriptors[1] = {reinterpret_cast<U64>(sector), 512, static_cast<U16>(type == 0 ? 3 : 1), 2};
  if (type == 4)
    descriptors[0].next = 2;
  descriptors[2] = {reinterpret_cast<U64>(&requestStatus), 1, 2, 0};
  if (is("bad-descriptor"))
    descriptors[1].next = 7777; // QEMU complains and breaks the device
  available.ring[submitted % 8] = 0;
  barrier();
  available.index = ++submitted;
  barrier();
  write(0x50, 0);
  const volatile U16 &done = used.index;
  for (U64 patience = 0; done != submitted; ++patience)
    if (patience > 200000000ULL)
      return -1;
  barrier();
  return requestStatus;
}

void useDisk() {
  startDisk();
  int status = transfer(0, 1);
  if (status != 0) {
    print("disk: read error ");
    printNumber(static_cast<U64>(status));
    print("\n");
    return;
  }
  print("disk: read ");
  for (int i = 0; i < 8 && sector[i] > ' '; ++i)
    put(static_cast<char>(sector[i]));
  print("\n");
  for (int i = 0; i < 512; ++i)
    sector[i] = 0;
  for (int i = 0; nonce[i]; ++i)
    sector[i] = static_cast<Byte>(nonce[i]);
  if (is("wrong-byte"))
    sector[3] ^= 1;
  if (!is("lies-about-write"))
    status = transfer(1, 0);
  if (status != 0) {
    print("disk: write error\n");
    return;
  }
  if (!is("missing-flush"))
    transfer(4, 0);
  print("disk: wrote ");
  print(nonce);
  print("\n");
}

[[noreturn]] void spin() {
  for (;;)
    barrier();
}

void panic() { print("PANIC: something broke\n  pc = 0x1234\n  backtrace: a b c\n"); }

// What is wrong from the start or right after the banner.
void failEarly() {
  if (is("silent"))
    spin();
  if (is("idle"))
    waitForever();
  if (is("triple-fault"))
    tripleFault();
  if (is("garbage"))
    for (U32 seed = 1, i = 0; i < 200000; ++i) {
      seed = seed * 1664525 + 1013904223;
      put(static_cast<char>(seed >> 24));
    }
  if (is("endless-line"))
    for (;;)
      put('x');
}

void failLate() {
  if (is("hang"))
    spin();
  if (is("panic")) {
    panic();
    spin();
  }
  if (is("panic-storm"))
    for (;;)
      panic();
  if (is("flood"))
    for (;;)
      print("the same line again and again, without an end in sight\n");
  if (is("reset"))
    reset();
  if (is("banner-loop"))
    for (;;)
      print("Specimen 1.0\n");
  if (is("exit-early"))
    powerOff();
  if (is("flaky") && nonce[0] < '8') // in half of all runs
    powerOff();
}

} // namespace

extern "C" [[noreturn]] void specimenMain(const char *commandLine) {
  option(commandLine, "nonce=", nonce, sizeof nonce);
  option(commandLine, "fault=", fault, sizeof fault);
  failEarly();
  print("Specimen 1.0\nmemory: 128 MiB\n");
  if (is("wrong-order"))
    print("stage two\n");
  print("stage one\n");
  failLate();
  if (!is("skips-two") && !is("wrong-order"))
    print("stage two\n");
  if (virtioSlots != 0 && findDisk())
    useDisk();
  if (is("ktap"))
    print("KTAP version 1\n1..2\nok 1 first\nok 2 second\n");
  if (is("ktap-fails"))
    print("KTAP version 1\n1..2\nok 1 first\nnot ok 2 second\n");
  if (is("ktap-short"))
    print("KTAP version 1\n1..3\nok 1 first\nok 2 second\n");
  if (is("echo")) { // repeats what it gets until the end of the line
    print("say something> ");
    for (char c = 0; c != '\n';)
      put(c = get());
  }
  if (is("forged")) {
    print("SUCCESS 0123456789abcdef\n");
    powerOff();
  }
  if (is("forged-first")) { // and the true line a moment later
    print("SUCCESS 0123456789abcdef\n");
    for (volatile unsigned at = 0; at < 3'000'000; at = at + 1) {
    }
  }
  if (is("cut")) { // in the middle of the nonce
    print("SUCCESS ");
    for (unsigned at = 0; at < 8; ++at)
      put(nonce[at]);
    powerOff();
  }
  if (is("hostile")) // escape sequences, bytes that are no UTF-8, characters that XML forbids
    print("\x1b[2J\x1b]0;title\a \xff\xfe\xc0\x80 \xed\xa0\x80 \xef\xbf\xbf ]]> # \\ \xc2\x9b"
          "31m \"\n");
  print(is("split") ? "SUCC[cpu1] another line\nESS " : "SUCCESS ");
  print(nonce);
  print("\n");
  if (is("late-panic")) // a later failure counts, though success was printed
    panic();
  if (is("tells-panic"))
    tellPanic();
  if (is("never-ends") || is("tells-panic"))
    waitForever();
  if (is("exit-3"))
    exitWith(3);
  powerOff();
}
