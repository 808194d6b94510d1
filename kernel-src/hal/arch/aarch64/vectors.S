// Exception vectors (Arm ARM D1.10) and the switch of threads.
//
// Stacks are 32 KiB at multiples of 64 KiB with nothing mapped below, so that bit 15 of a stack pointer tells an overflow
// before it is written to. Then the dump is made on a stack of its own.

#define FRAME_SIZE 288
#define STACK_SHIFT 15

.macro entry kind
    .balign 128
    sub sp, sp, #FRAME_SIZE
    // sp and x0 are exchanged by sums, as no register is free yet.
    add sp, sp, x0
    sub x0, sp, x0
    tbnz x0, #STACK_SHIFT, 1f
    sub x0, sp, x0
    sub sp, sp, x0
    stp x0, x1, [sp, #0]
    mov x0, #\kind
    b save_and_handle
1:  // x0: the stack pointer; sp: that plus the old x0.
    msr tpidr_el0, x0
    sub x0, sp, x0
    msr tpidrro_el0, x0
    b stack_overflow
.endm

.section .text.vectors, "ax"
.balign 2048
.global exception_vectors
exception_vectors:
    // Current level with SP_EL0: never used.
    entry 0
    entry 1
    entry 2
    entry 3
    // Current level with SP_EL1: the kernel.
    entry 4
    entry 5
    entry 6
    entry 7
    // Lower level: there is none.
    entry 8
    entry 9
    entry 10
    entry 11
    entry 12
    entry 13
    entry 14
    entry 15

stack_overflow:
    adrp x0, overflow_stack_end
    add x0, x0, :lo12:overflow_stack_end
    sub sp, x0, #FRAME_SIZE
    mrs x0, tpidrro_el0
    stp x0, x1, [sp, #0]
    mov x0, #16
    b save_and_handle

save_and_handle:
    stp x2, x3, [sp, #16]
    stp x4, x5, [sp, #32]
    stp x6, x7, [sp, #48]
    stp x8, x9, [sp, #64]
    stp x10, x11, [sp, #80]
    stp x12, x13, [sp, #96]
    stp x14, x15, [sp, #112]
    stp x16, x17, [sp, #128]
    stp x18, x19, [sp, #144]
    stp x20, x21, [sp, #160]
    stp x22, x23, [sp, #176]
    stp x24, x25, [sp, #192]
    stp x26, x27, [sp, #208]
    stp x28, x29, [sp, #224]
    mrs x1, elr_el1
    mrs x2, spsr_el1
    mrs x3, esr_el1
    mrs x4, far_el1
    add x5, sp, #FRAME_SIZE
    cmp x0, #16                      // the stack pointer at an overflow was kept
    b.ne 1f
    mrs x5, tpidr_el0
    add x5, x5, #FRAME_SIZE
1:  stp x30, x5, [sp, #240]
    stp x1, x2, [sp, #256]
    stp x3, x4, [sp, #272]
    mov x1, x0
    mov x0, sp
    // A frame record, so that a backtrace goes on into the interrupted code.
    stp x29, x30, [sp, #-16]!
    mov x29, sp
    ldr x2, [sp, #(16 + 256)]
    str x2, [sp, #8]
    bl exception_entry
    add sp, sp, #16

    ldp x1, x2, [sp, #256]
    msr elr_el1, x1
    msr spsr_el1, x2
    ldp x2, x3, [sp, #16]
    ldp x4, x5, [sp, #32]
    ldp x6, x7, [sp, #48]
    ldp x8, x9, [sp, #64]
    ldp x10, x11, [sp, #80]
    ldp x12, x13, [sp, #96]
    ldp x14, x15, [sp, #112]
    ldp x16, x17, [sp, #128]
    ldp x18, x19, [sp, #144]
    ldp x20, x21, [sp, #160]
    ldp x22, x23, [sp, #176]
    ldp x24, x25, [sp, #192]
    ldp x26, x27, [sp, #208]
    ldp x28, x29, [sp, #224]
    ldr x30, [sp, #240]
    ldp x0, x1, [sp, #0]
    add sp, sp, #FRAME_SIZE
    eret

// void switch_context(Context *from, const Context *to): saves what a call must preserve, and goes on where `to` left off.
.section .text.switch_context, "ax"
.global switch_context
switch_context:
    stp x19, x20, [x0, #0]
    stp x21, x22, [x0, #16]
    stp x23, x24, [x0, #32]
    stp x25, x26, [x0, #48]
    stp x27, x28, [x0, #64]
    stp x29, x30, [x0, #80]
    mov x2, sp
    str x2, [x0, #96]
    ldp x19, x20, [x1, #0]
    ldp x21, x22, [x1, #16]
    ldp x23, x24, [x1, #32]
    ldp x25, x26, [x1, #48]
    ldp x27, x28, [x1, #64]
    ldp x29, x30, [x1, #80]
    ldr x2, [x1, #96]
    mov sp, x2
    ret

// First code of a thread: x19 is its function, x20 its argument. Interrupts are masked by the scheduler that came here.
.global thread_start
thread_start:
    mov x29, xzr
    mov x30, xzr
    msr daifclr, #2
    mov x0, x20
    blr x19
    bl thread_finished

.section .bss.overflow, "aw", %nobits
.balign 65536
    .skip 16384
overflow_stack_end:
