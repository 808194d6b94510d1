#pragma once

int ticks();
inline int seconds() { return ticks() / 1000; }
