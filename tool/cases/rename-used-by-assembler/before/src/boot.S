    .globl _start
_start:
    call kernel_entry
