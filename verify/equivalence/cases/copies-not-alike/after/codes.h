#pragma once

// The lowest three bits.
inline int opcode(int value) { return value & 7; }

// The compiler knows that this throws nothing only where it has seen the code of opcode() first.
inline int capacity(int value) { return opcode(value) == 3 ? value >> 3 : __LINE__; }
