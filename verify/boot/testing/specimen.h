// What the specimen needs of a machine.
#pragma once

void put(char c); ///< to the first serial line
char get();       ///< from it; waits
[[noreturn]] void powerOff();
[[noreturn]] void reset();
[[noreturn]] void exitWith(int status); ///< ends the emulator with that status
[[noreturn]] void waitForever();        ///< idle, without using the processor
[[noreturn]] void tripleFault();        ///< the machine resets, or hangs in exceptions
void barrier();
void tellPanic(); ///< to a pvpanic device, where the machine can have one at a fixed place

extern const unsigned long virtioBase;
extern const unsigned virtioSlots;
