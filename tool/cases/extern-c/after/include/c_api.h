#pragma once

extern "C" {

int c_close(int number);

} // extern "C"
