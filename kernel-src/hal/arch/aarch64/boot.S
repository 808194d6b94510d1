// Entry of the kernel on aarch64: from the loader, with the MMU off, to C++ in the upper half.
//
// The image starts with the header of an arm64 Linux Image (Linux, Documentation/arch/arm64/booting.rst), so that the same
// bytes serve as an ELF and as an Image. On entry from an Image x0 holds the device tree's address; from an ELF x0 is 0 and
// the device tree is at the start of RAM. All code here is position-independent until the jump to the upper half.

#define KERNEL_BASE 0xFFFF800000000000

// Memory attribute indices (MAIR_EL1); mmu.cpp uses the same.
#define MAIR_VALUE 0x00000000000004FF   // 0: normal, write-back; 1: device-nGnRE
// TCR_EL1: 48-bit halves, 4 KiB granules, write-back inner-shareable walks, 40-bit physical addresses.
#define TCR_VALUE ((16) | (1 << 8) | (1 << 10) | (3 << 12) | (16 << 16) | (1 << 24) | (1 << 26) | (3 << 28) | (2 << 30) | (2 << 32))
// A block of the first-level table: valid, access flag, inner shareable, attribute index.
#define NORMAL_BLOCK (1 | (1 << 10) | (3 << 8))
#define DEVICE_BLOCK (1 | (1 << 10) | (1 << 2) | (3 << 53))

.section .text.boot, "ax"
.global _start
_start:
    b entry
    .long 0
    .quad 0x200000                   // load offset from the start of RAM
    .quad image_size
    .quad 0x2                        // little-endian, 4 KiB pages
    .quad 0, 0, 0
    .ascii "ARM\x64"
    .long 0

entry:
    mov x20, x0
    msr daifset, #0xf

    mrs x1, CurrentEL
    cmp x1, #(2 << 2)
    b.ne at_el1
    // From EL2: EL1 in AArch64, timers and interrupt registers not trapped, then return into EL1.
    mov x1, #(1 << 31)
    msr hcr_el2, x1
    mov x1, #3
    msr cnthctl_el2, x1
    msr cntvoff_el2, xzr
    mrs x1, id_aa64pfr0_el1
    ubfx x1, x1, #24, #4             // GIC system registers present?
    cbz x1, 1f
    mrs x1, S3_4_C12_C9_5            // ICC_SRE_EL2
    orr x1, x1, #1                   // SRE
    orr x1, x1, #8                   // Enable
    msr S3_4_C12_C9_5, x1
    isb
1:  mov x1, #0x33ff                  // no traps of floating point
    msr cptr_el2, x1
    mov x1, #0x3c5                   // EL1h, all masked
    msr spsr_el2, x1
    adr x1, at_el1
    msr elr_el2, x1
    eret

at_el1:
    // Clear .bss, in which the first tables and the boot stack are.
    adrp x1, bss_start
    add x1, x1, :lo12:bss_start
    adrp x2, bss_end
    add x2, x2, :lo12:bss_end
2:  cmp x1, x2
    b.hs 3f
    stp xzr, xzr, [x1], #16
    b 2b
3:
    // One first-level table serves both halves: the first GiB as device, the second as memory.
    adrp x1, boot_table_l1
    ldr x2, =DEVICE_BLOCK
    str x2, [x1]
    mov x3, #0x40000000
    ldr x2, =NORMAL_BLOCK
    orr x2, x2, x3
    str x2, [x1, #8]
    orr x2, x1, #3                   // table descriptor
    adrp x3, boot_table_low
    str x2, [x3]
    adrp x4, boot_table_high
    str x2, [x4, #(256 * 8)]         // KERNEL_BASE is entry 256 of its half

    ldr x1, =MAIR_VALUE
    msr mair_el1, x1
    ldr x1, =TCR_VALUE
    msr tcr_el1, x1
    msr ttbr0_el1, x3
    msr ttbr1_el1, x4
    dsb ish
    isb
    tlbi vmalle1
    dsb ish
    isb
    ldr x1, =0x30D0198D              // SCTLR_EL1: RES1 bits, SA, SA0, C, I, M; no alignment checks (A)
    bic x1, x1, #2
    msr sctlr_el1, x1
    isb
    ldr x1, =upper_half              // the linked address
    br x1

upper_half:
    ldr x1, =boot_stack_end
    mov sp, x1
    ldr x1, =exception_vectors
    msr vbar_el1, x1
    isb
    mov x29, xzr                     // ends a backtrace
    mov x30, xzr
    mov x0, x20
    bl kernel_entry
4:  wfi
    b 4b

.section .bss.boot, "aw", %nobits
.balign 4096
boot_table_low:  .skip 4096
boot_table_high: .skip 4096
boot_table_l1:   .skip 4096
