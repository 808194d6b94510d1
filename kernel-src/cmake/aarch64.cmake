# Toolchain: Clang and LLD for a freestanding aarch64 kernel. Nothing of the host's C or C++ library is used.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR aarch64)

find_program(LEVITATE_CLANG NAMES clang-19 clang REQUIRED)
find_program(LEVITATE_CLANGXX NAMES clang++-19 clang++ REQUIRED)
find_program(LEVITATE_LLD NAMES ld.lld-19 ld.lld REQUIRED)
find_program(LEVITATE_OBJCOPY NAMES llvm-objcopy-19 llvm-objcopy REQUIRED)
find_program(CMAKE_AR NAMES llvm-ar-19 llvm-ar REQUIRED)
find_program(CMAKE_RANLIB NAMES llvm-ranlib-19 llvm-ranlib REQUIRED)

set(CMAKE_ASM_COMPILER ${LEVITATE_CLANG})
set(CMAKE_C_COMPILER ${LEVITATE_CLANG})
set(CMAKE_CXX_COMPILER ${LEVITATE_CLANGXX})
set(CMAKE_ASM_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_C_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_CXX_COMPILER_TARGET aarch64-none-elf)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# LLD is called itself, not through the compiler driver, which has no idea of a bare machine.
set(CMAKE_CXX_LINK_EXECUTABLE "${LEVITATE_LLD} <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")

set(LEVITATE_FREESTANDING ON)
set(LEVITATE_ARCHITECTURE aarch64)

# No floating point in the kernel: a thread switch then saves the general registers only.
set(LEVITATE_ARCHITECTURE_OPTIONS -march=armv8-a -mgeneral-regs-only -mno-outline-atomics -mcmodel=small)
