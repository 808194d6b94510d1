// Ordering of memory accesses between the CPU and a device, and the pause of a polling loop.
//
// The rings lie in coherent normal memory, the registers in device memory. "Outer shareable" covers
// both the other CPUs and DMA masters (Arm ARM B2.3, DMB); on x86 only a store followed by a load
// needs an instruction, the rest is the compiler's ordering (Intel SDM 3A, 9.2).
#pragma once

namespace virtio_drivers {

// Earlier stores are visible to the device before later ones.
inline void write_barrier() {
#if defined(__aarch64__)
  asm volatile("dmb oshst" ::: "memory");
#else
  __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}

// Earlier loads are done before later ones.
inline void read_barrier() {
#if defined(__aarch64__)
  asm volatile("dmb oshld" ::: "memory");
#else
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
}

// Earlier loads and stores are done before later ones.
inline void full_barrier() {
#if defined(__aarch64__)
  asm volatile("dmb osh" ::: "memory");
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

// Tells the CPU that it is in a polling loop.
inline void relax() {
#if defined(__aarch64__)
  asm volatile("yield" ::: "memory");
#elif defined(__x86_64__)
  asm volatile("pause" ::: "memory");
#else
  asm volatile("" ::: "memory");
#endif
}

} // namespace virtio_drivers
