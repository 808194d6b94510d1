.text
.globl helper
helper:
  movl $1, %eax
  ret
