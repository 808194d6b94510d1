#pragma once

extern "C" {

/// Opens.
int c_open(const char *name);
int c_close(int number);

} // extern "C"
