#pragma once

extern "C" {

/// Opens.
int c_open(const char *name);

}
