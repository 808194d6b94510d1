// QEMU's "virt": PL011 at 0x09000000, PSCI by HVC, VirtIO MMIO at 0x0a000000, the device tree at
// the start of memory.
#include "specimen.h"

namespace {

volatile unsigned *const uart = reinterpret_cast<volatile unsigned *>(0x09000000);

[[noreturn]] void psci(unsigned long function) {
  register unsigned long x0 asm("x0") = function;
  asm volatile("hvc #0" : "+r"(x0)::"memory");
  waitForever();
}

unsigned bigEndian(const unsigned char *bytes) {
  return static_cast<unsigned>(bytes[0]) << 24 | static_cast<unsigned>(bytes[1]) << 16 |
         static_cast<unsigned>(bytes[2]) << 8 | bytes[3];
}

} // namespace

const unsigned long virtioBase = 0x0a000000;
const unsigned virtioSlots = 32;

void put(char c) {
  while (uart[0x18 / 4] & 0x20) {
  }
  uart[0] = static_cast<unsigned char>(c);
}

char get() {
  while (uart[0x18 / 4] & 0x10) {
  }
  return static_cast<char>(uart[0]);
}

void powerOff() { psci(0x84000008); }
void reset() { psci(0x84000009); }

void exitWith(int status) { // semihosting SYS_EXIT with ADP_Stopped_ApplicationExit
  unsigned long block[2] = {0x20026, static_cast<unsigned long>(status)};
  register unsigned long w0 asm("x0") = 0x18;
  register unsigned long *x1 asm("x1") = block;
  asm volatile("hlt #0xF000" ::"r"(w0), "r"(x1) : "memory");
  waitForever();
}

void waitForever() {
  for (;;)
    asm volatile("wfi");
}

void tripleFault() {
  asm volatile("msr vbar_el1, xzr\n udf #0");
  waitForever();
}

void tellPanic() {}
void barrier() { asm volatile("dmb sy" ::: "memory"); }

// The boot arguments are the value of the property whose name is at the offset of "bootargs" in the
// strings block (Devicetree Specification 0.4, 5.4).
extern "C" [[noreturn]] void specimenMain(const char *commandLine);
extern "C" [[noreturn]] void specimenStart(const unsigned char *tree) {
  const char *found = "";
  if (bigEndian(tree) == 0xd00dfeed) {
    const unsigned char *structure = tree + bigEndian(tree + 8);
    const unsigned size = bigEndian(tree + 36);
    const char *strings = reinterpret_cast<const char *>(tree) + bigEndian(tree + 12);
    for (unsigned at = 0; at + 12 < size; at += 4) {
      if (bigEndian(structure + at) != 3)
        continue;
      const char *name = strings + bigEndian(structure + at + 8);
      const char *wanted = "bootargs";
      while (*wanted && *name == *wanted)
        ++name, ++wanted;
      if (*wanted == 0 && *name == 0) {
        found = reinterpret_cast<const char *>(structure + at + 12);
        break;
      }
      at += 8 + (bigEndian(structure + at + 4) + 3 & ~3U);
    }
  }
  specimenMain(found);
}

asm(R"(
.section .text.start, "ax"
.global _start
_start:
  ldr x0, =stack_top
  mov sp, x0
  mrs x1, cpacr_el1
  orr x1, x1, #(3 << 20)
  msr cpacr_el1, x1
  isb
  mov x0, #0x40000000
  b specimenStart
.section .bss
.balign 16
  .skip 65536
stack_top:
)");
