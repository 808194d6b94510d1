// QEMU's "microvm" or "pc" by the PVH entry, in 32-bit protected mode: COM1, isa-debug-exit at
// 0xf4.
#include "specimen.h"

namespace {

void out(unsigned short port, unsigned char value) {
  asm volatile("outb %0, %1" ::"a"(value), "Nd"(port));
}
unsigned char in(unsigned short port) {
  unsigned char value;
  asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
  return value;
}

} // namespace

const unsigned long virtioBase = 0;
const unsigned virtioSlots = 0;

void put(char c) {
  while (!(in(0x3f8 + 5) & 0x20)) {
  }
  out(0x3f8, static_cast<unsigned char>(c));
}

char get() {
  while (!(in(0x3f8 + 5) & 1)) {
  }
  return static_cast<char>(in(0x3f8));
}

// microvm has no ACPI power-off by default; the debug exit is how such kernels end.
void powerOff() { exitWith(0); }
void exitWith(int status) {
  out(0xf4, static_cast<unsigned char>(status));
  waitForever();
}
void reset() {
  out(0x64, 0xfe);
  tripleFault();
}
void waitForever() {
  for (;;)
    asm volatile("cli; hlt");
}
void tripleFault() {
  struct __attribute__((packed)) {
    unsigned short limit = 0;
    unsigned base = 0;
  } nothing;
  asm volatile("lidt %0\n int3" ::"m"(nothing));
  waitForever();
}
void tellPanic() { out(0x505, 1); } // PVPANIC_PANICKED
void barrier() { asm volatile("" ::: "memory"); }

// hvm_start_info of the PVH boot ABI: the address of the command line is at offset 24.
extern "C" [[noreturn]] void specimenMain(const char *commandLine);
extern "C" [[noreturn]] void specimenStart(const unsigned *info) {
  specimenMain(reinterpret_cast<const char *>(info[6]));
}

asm(R"(
.section .note.pvh, "a"
  .long 4, 4, 18
  .asciz "Xen"
  .long _start
.section .text.start, "ax"
.global _start
_start:
  movl $stack_top, %esp
  pushl %ebx
  pushl $0
  movl 4(%esp), %eax
  movl %eax, (%esp)
  call specimenStart
.section .bss
.balign 16
  .skip 65536
stack_top:
)");
